#include <sodium.h>

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <semaphore>

#include "base/check.hpp"
#include "oidc/encoding.hpp"
#include "oidc/fetch.hpp"
#include "oidc/id_token.hpp"
#include "oidc/oidc.hpp"
#include "oidc/refusals.hpp"
#include "outbox/base64.hpp"
#include "outbox/url.hpp"

namespace relais::oidc {

/// What a provider publishes about itself.
struct Metadata {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  bool takes_basic = true;  ///< else the secret goes in the form
};

namespace {

using base::Refusal;
using base::Result;
using Json = nlohmann::json;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::hours kept_for{1};
constexpr std::chrono::seconds after_failure{10};
constexpr std::chrono::seconds between_key_reads{60};
constexpr std::chrono::seconds turn_wait{1};
constexpr int waiting_max = 2;
constexpr std::size_t code_bytes_max = 4096;

std::string text_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Whether a list of the metadata has that text; an absent list says nothing against it.
bool allows(const Json& object, const char* name, std::string_view text) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_array()) return true;
  return std::any_of(found->begin(), found->end(), [&](const Json& one) { return one.is_string() && one == text; });
}

bool is_safe_url(const std::string& text) {
  const auto url = outbox::parse_url(text);
  if (!url || !url->fragment.empty() || !url->user.empty()) return false;
  return url->scheme == "https" || (url->scheme == "http" && outbox::is_loopback_host(url->host));
}

std::optional<Metadata> parse_metadata(const std::string& body, const std::string& issuer) {
  const auto document = Json::parse(body, nullptr, false);
  if (!document.is_object() || text_in(document, "issuer") != issuer) return std::nullopt;
  Metadata metadata{text_in(document, "authorization_endpoint"), text_in(document, "token_endpoint"),
                    text_in(document, "jwks_uri"),
                    allows(document, "token_endpoint_auth_methods_supported", "client_secret_basic")};
  for (const auto* url : {&metadata.authorization_endpoint, &metadata.token_endpoint, &metadata.jwks_uri})
    if (!is_safe_url(*url)) return std::nullopt;
  if (!allows(document, "code_challenge_methods_supported", "S256")) return std::nullopt;
  return metadata;
}

std::string random_text() {
  RELAIS_CHECK(sodium_init() >= 0);
  unsigned char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  return base64url({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

/// Source  RFC 7636, section 4.2.
std::string challenge_of(std::string_view verifier) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size());
  return base64url({reinterpret_cast<const char*>(hash), sizeof hash});
}

bool is_same(std::string_view one, std::string_view other) {
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace

Result<> check_settings(const Settings& settings) {
  const auto url = outbox::parse_url(settings.issuer);
  if (!is_safe_url(settings.issuer) || !url->query.empty()) return Refusal(refused::issuer_malformed);
  if (settings.client_id.empty()) return Refusal(refused::client_missing);
  return base::Done{};
}

Begun Begun::random() { return {random_text(), random_text(), random_text()}; }

struct Provider::Implementation {
  explicit Implementation(Settings given) : settings(std::move(given)) {}

  /// Holds one of the few places of those who wait for the provider.
  class Turn {
   public:
    explicit Turn(Implementation& owner) : owner_(owner), has_it_(owner.turns.try_acquire_for(turn_wait)) {}
    ~Turn() {
      if (has_it_) owner_.turns.release();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    explicit operator bool() const { return has_it_; }

   private:
    Implementation& owner_;
    bool has_it_;
  };

  Result<Metadata> known_metadata();
  Result<Metadata> read_metadata();
  Result<SigningKeys> keys_for(const Metadata& metadata, const std::string& kid);
  Result<std::string> exchange(const Metadata& metadata, const Begun& begun, std::string_view code);

  const Settings settings;
  std::counting_semaphore<waiting_max> turns{waiting_max};
  std::mutex mutex;  ///< of what follows; never held while something is fetched
  std::optional<Metadata> metadata;
  SteadyClock::time_point metadata_until{};
  std::optional<SteadyClock::time_point> failed_at;
  SigningKeys keys;
  std::optional<SteadyClock::time_point> keys_read_at;
};

/// A provider that did not answer is left alone for a moment: nobody waits for it in vain.
Result<Metadata> Provider::Implementation::known_metadata() {
  {
    const std::lock_guard lock(mutex);
    const auto now = SteadyClock::now();
    if (metadata && now < metadata_until) return *metadata;
    if (failed_at && now - *failed_at < after_failure) return Refusal(refused::provider_unreachable);
  }
  auto read = read_metadata();
  const std::lock_guard lock(mutex);
  const auto now = SteadyClock::now();
  failed_at = read ? std::nullopt : std::optional(now);
  if (!read) return read;
  metadata = *read;
  metadata_until = now + kept_for;
  return read;
}

Result<Metadata> Provider::Implementation::read_metadata() {
  auto base = settings.issuer;
  while (base.ends_with('/')) base.pop_back();
  const auto answer = fetch({.url = base + "/.well-known/openid-configuration", .ca_file = settings.ca_file});
  if (!answer || answer->status != 200) return Refusal(refused::provider_unreachable);
  auto parsed = parse_metadata(answer->body, settings.issuer);
  if (!parsed) return Refusal(refused::provider_malformed);
  return *std::move(parsed);
}

/// The keys that are known when one of them is named so; else they are read again, since providers change their keys,
/// but not at each token that names another.
Result<SigningKeys> Provider::Implementation::keys_for(const Metadata& of, const std::string& kid) {
  {
    const std::lock_guard lock(mutex);
    const auto now = SteadyClock::now();
    const bool is_fresh = keys_read_at && now - *keys_read_at < kept_for;
    const bool is_just_read = keys_read_at && now - *keys_read_at < between_key_reads;
    if (!keys.empty() && is_fresh && (kid.empty() || keys.has(kid) || is_just_read)) return keys;
  }
  const auto answer = fetch({.url = of.jwks_uri, .ca_file = settings.ca_file});
  if (!answer || answer->status != 200) return Refusal(refused::provider_unreachable);
  const std::lock_guard lock(mutex);
  keys = SigningKeys::parse(answer->body);
  keys_read_at = SteadyClock::now();
  return keys;
}

/// Source  OpenID Connect Core 1.0, section 3.1.3.1; RFC 6749, section 2.3.1.
Result<std::string> Provider::Implementation::exchange(const Metadata& of, const Begun& begun, std::string_view code) {
  const auto& secret = settings.client_secret.reveal();
  Fetch what{.url = of.token_endpoint, .ca_file = settings.ca_file};
  what.form = "grant_type=authorization_code&code=" + form_encode(code) +
              "&redirect_uri=" + form_encode(settings.redirect_uri) + "&code_verifier=" + form_encode(begun.verifier);
  if (!secret.empty() && of.takes_basic) {
    const auto pair = form_encode(settings.client_id) + ":" + form_encode(secret);
    what.headers.push_back("Authorization: Basic " + outbox::base64_of(pair));
  } else {
    what.form += "&client_id=" + form_encode(settings.client_id);
    if (!secret.empty()) what.form += "&client_secret=" + form_encode(secret);
  }
  const auto answer = fetch(what);
  if (!answer || answer->status >= 500) return Refusal(refused::provider_unreachable);
  if (answer->status != 200) return Refusal(refused::provider_refused);
  const auto document = Json::parse(answer->body, nullptr, false);
  if (!document.is_object()) return Refusal(refused::provider_malformed);
  return text_in(document, "id_token");
}

Provider::Provider(Settings settings) : implementation_(std::make_unique<Implementation>(std::move(settings))) {
  RELAIS_CHECK(check_settings(implementation_->settings).ok());
}
Provider::~Provider() = default;

const Settings& Provider::settings() const { return implementation_->settings; }

Result<std::string> Provider::begin(const Begun& begun) {
  auto& self = *implementation_;
  const Implementation::Turn turn(self);
  if (!turn) return Refusal(refused::provider_busy);
  RELAIS_TRY(const auto metadata, self.known_metadata());
  const char joint = metadata.authorization_endpoint.find('?') == std::string::npos ? '?' : '&';
  return metadata.authorization_endpoint + joint + "response_type=code&scope=openid" +
         "&client_id=" + form_encode(self.settings.client_id) +
         "&redirect_uri=" + form_encode(self.settings.redirect_uri) + "&state=" + form_encode(begun.state) +
         "&nonce=" + form_encode(begun.nonce) + "&code_challenge=" + challenge_of(begun.verifier) +
         "&code_challenge_method=S256";
}

Result<Identity> Provider::finish(const Begun& begun, const Returned& returned, base::Instant now) {
  auto& self = *implementation_;
  const auto& issuer = self.settings.issuer;
  if (begun.state.empty() || !is_same(begun.state, returned.state)) return Refusal(refused::not_begun_here);
  if (!returned.issuer.empty() && returned.issuer != issuer) return Refusal(refused::not_begun_here);
  if (!returned.error.empty() || returned.code.empty() || returned.code.size() > code_bytes_max)
    return Refusal(refused::provider_refused);
  const Implementation::Turn turn(self);
  if (!turn) return Refusal(refused::provider_busy);
  RELAIS_TRY(const auto metadata, self.known_metadata());
  RELAIS_TRY(const auto token, self.exchange(metadata, begun, returned.code));
  RELAIS_TRY(const auto keys, self.keys_for(metadata, kid_of(token)));
  return check_id_token(token, keys, {issuer, self.settings.client_id, begun.nonce, now});
}

}  // namespace relais::oidc
