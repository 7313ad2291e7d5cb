#pragma once
/// Signing in by a provider of identities: OpenID Connect's authorization code with PKCE, state and nonce.
///
/// The slice knows no account and no page: it gives the address to send a browser to and, of what comes back, who the
/// provider says it was.
/// Source  OpenID Connect Core 1.0, section 3.1; Discovery 1.0; RFC 7636; RFC 9207; RFC 9700.

#include <memory>
#include <string>
#include <string_view>

#include "base/personal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace relais::oidc {

struct Settings {
  std::string issuer;     ///< as the provider writes it: `https://login.example`; http only on this machine
  std::string client_id;  ///< what we are registered as
  base::Personal<std::string> client_secret{std::string()};  ///< empty: none was given, PKCE alone
  std::string redirect_uri;                                  ///< where browsers come back to
  std::string ca_file = {};                                  ///< certificates to trust; empty: the system's
};
/// Refuses  issuer_malformed, client_missing.
base::Result<> check_settings(const Settings& settings);

/// What a sign-in was begun with. Whoever comes back must bring the state; the rest is compared with what the provider
/// says. The caller keeps it where only that browser has it.
struct Begun {
  std::string state;
  std::string nonce;
  std::string verifier;

  static Begun random();
};

/// Who somebody is to a provider. The subject is only ever compared.
struct Identity {
  std::string issuer;
  base::Personal<std::string> subject;
};

/// What came back in the address.
struct Returned {
  std::string_view code;
  std::string_view state;
  std::string_view issuer;  ///< empty: the provider does not say (RFC 9207)
  std::string_view error;
};

/// A provider, with what it publishes about itself, which is kept for an hour.
///
/// Threads  any number at once; two at most wait for the provider, five seconds at most.
class Provider {
 public:
  /// `settings` were checked.
  explicit Provider(Settings settings);
  ~Provider();
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;

  const Settings& settings() const;

  /// The address to send the browser to.
  /// Refuses  provider_unreachable, provider_malformed, provider_busy.
  base::Result<std::string> begin(const Begun& begun);

  /// Judges what came back, exchanges the code and verifies the identity token.
  /// Refuses  not_begun_here (state or issuer), provider_refused, and as begin and check_id_token.
  base::Result<Identity> finish(const Begun& begun, const Returned& returned, base::Instant now);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace relais::oidc
