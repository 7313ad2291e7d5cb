#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "oidc/oidc.hpp"

namespace relais::oidc {

/// The keys that a provider signs with: those of its JWKS that we can use, RSA from 2048 bits and P-256.
class SigningKeys {
 public:
  /// Nothing usable in it, or no JSON: no key.
  static SigningKeys parse(std::string_view jwks);

  bool empty() const { return keys_.empty(); }
  bool has(std::string_view kid) const;
  /// Whether one of them signed the token by the algorithm that its header says, RS256 or ES256; the header's `kid`,
  /// when there is one, names the key.
  bool signed_this(std::string_view token) const;

 private:
  struct Key;
  std::vector<std::shared_ptr<const Key>> keys_;
};

struct Expected {
  std::string_view issuer;
  std::string_view client_id;
  std::string_view nonce;
  base::Instant now;
};

/// The `kid` of a token's header; empty when it has none or is no token.
std::string kid_of(std::string_view token);

/// Refuses  token_malformed, token_unsigned (another algorithm, another key, `none`), token_of_another (issuer,
///          audience, nonce), token_expired.
/// Source   OpenID Connect Core 1.0, section 3.1.3.7.
base::Result<Identity> check_id_token(std::string_view token, const SigningKeys& keys, const Expected& expected);

}  // namespace relais::oidc
