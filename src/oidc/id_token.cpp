#include "oidc/id_token.hpp"

#include <cjose/cjose.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/check.hpp"
#include "oidc/refusals.hpp"

namespace relais::oidc {

struct ReleaseKey {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};

namespace {

using base::Refusal;
using base::Result;
using Json = nlohmann::json;

constexpr std::size_t token_bytes_max = 16 * 1024;
constexpr std::size_t subject_bytes_max = 255;
constexpr std::size_t rsa_bits_min = 2048;
constexpr std::size_t keys_max = 32;
constexpr std::chrono::seconds clock_difference{60};
constexpr std::chrono::minutes token_age_max{10};

struct ReleaseToken {
  void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};
using Token = std::unique_ptr<cjose_jws_t, ReleaseToken>;

std::string string_in(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json parse_object(std::string_view text) {
  auto value = Json::parse(text, nullptr, false);
  return value.is_object() ? value : Json();
}

Token import_token(std::string_view text) {
  if (text.empty() || text.size() > token_bytes_max) return nullptr;
  cjose_err error;
  return Token(cjose_jws_import(text.data(), text.size(), &error));
}

struct Header {
  std::string algorithm;
  std::string kid;
  bool has_critical = false;  ///< asks for something that we do not know
};

std::optional<Header> header_of(const Token& token) {
  if (token == nullptr) return std::nullopt;
  cjose_err error;
  auto* const raw = cjose_jws_get_protected(token.get());
  if (raw == nullptr) return std::nullopt;
  const auto text = [&](const char* name) {
    const char* value = cjose_header_get(raw, name, &error);
    return std::string(value == nullptr ? "" : value);
  };
  char* const critical = cjose_header_get_raw(raw, "crit", &error);
  const bool has_critical = critical != nullptr;
  cjose_get_dealloc()(critical);
  return Header{text("alg"), text("kid"), has_critical};
}

}  // namespace

struct SigningKeys::Key {
  std::string kid;
  std::string algorithm;
  std::unique_ptr<cjose_jwk_t, ReleaseKey> key;
};

namespace {

/// The algorithm of ours that a key serves; nothing when we do not use such keys. A secret that both sides know is
/// none: whoever knows the public key could then sign.
std::string algorithm_of(const Json& jwk, const cjose_jwk_t* key) {
  cjose_err error;
  const auto use = string_in(jwk, "use");
  if (!use.empty() && use != "sig") return {};
  std::string algorithm;
  if (cjose_jwk_get_kty(key, &error) == CJOSE_JWK_KTY_RSA && cjose_jwk_get_keysize(key, &error) >= rsa_bits_min)
    algorithm = "RS256";
  if (cjose_jwk_get_kty(key, &error) == CJOSE_JWK_KTY_EC && cjose_jwk_EC_get_curve(key, &error) == CJOSE_JWK_EC_P_256)
    algorithm = "ES256";
  const auto said = string_in(jwk, "alg");
  return said.empty() || said == algorithm ? algorithm : std::string();
}

}  // namespace

SigningKeys SigningKeys::parse(std::string_view jwks) {
  SigningKeys keys;
  const auto document = parse_object(jwks);
  const auto list = document.find("keys");
  if (list == document.end() || !list->is_array()) return keys;
  for (const auto& jwk : *list) {
    if (!jwk.is_object() || keys.keys_.size() >= keys_max) continue;
    cjose_err error;
    const auto text = jwk.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::unique_ptr<cjose_jwk_t, ReleaseKey> key(cjose_jwk_import(text.data(), text.size(), &error));
    if (key == nullptr) continue;
    const auto algorithm = algorithm_of(jwk, key.get());
    if (algorithm.empty()) continue;
    keys.keys_.push_back(std::make_shared<Key>(Key{string_in(jwk, "kid"), algorithm, std::move(key)}));
  }
  return keys;
}

bool SigningKeys::has(std::string_view kid) const {
  return std::any_of(keys_.begin(), keys_.end(), [&](const auto& key) { return key->kid == kid; });
}

bool SigningKeys::signed_this(std::string_view text) const {
  const auto token = import_token(text);
  const auto header = header_of(token);
  if (!header || header->has_critical) return false;
  return std::any_of(keys_.begin(), keys_.end(), [&](const auto& key) {
    if (key->algorithm != header->algorithm || (!header->kid.empty() && key->kid != header->kid)) return false;
    cjose_err error;
    const auto again = import_token(text);
    return cjose_jws_verify(again.get(), key->key.get(), &error);
  });
}

std::string kid_of(std::string_view text) {
  const auto header = header_of(import_token(text));
  return header ? header->kid : std::string();
}

namespace {

Json claims_of(std::string_view text) {
  const auto token = import_token(text);
  if (token == nullptr) return {};
  cjose_err error;
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  if (!cjose_jws_get_plaintext(token.get(), &bytes, &size, &error)) return {};
  return parse_object({reinterpret_cast<const char*>(bytes), size});
}

/// We are who it is for; when others are too, or when it says to whom it was issued, we are the one.
bool is_for(const Json& claims, std::string_view client_id) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return false;
  bool is_among = audience->is_string() && audience->get_ref<const std::string&>() == client_id;
  bool has_others = false;
  if (audience->is_array()) {
    for (const auto& one : *audience) (one.is_string() && one == client_id ? is_among : has_others) = true;
  }
  const auto party = string_in(claims, "azp");
  return is_among && (claims.contains("azp") || has_others ? party == client_id : true);
}

/// Seconds since 1970, with a fraction at most.
std::optional<base::Instant> instant_in(const Json& claims, const char* name) {
  constexpr double far = 1e11;
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  if (!(seconds >= 0 && seconds < far)) return std::nullopt;
  return base::instant_from(static_cast<std::int64_t>(seconds) * 1000);
}

bool is_current(const Json& claims, base::Instant now) {
  const auto ends = instant_in(claims, "exp");
  const auto issued = instant_in(claims, "iat");
  const auto begins = instant_in(claims, "nbf");
  if (!ends || !issued) return false;
  return now < *ends + clock_difference && *issued <= now + clock_difference && *issued + token_age_max >= now &&
         (!begins || *begins <= now + clock_difference);
}

bool is_subject(std::string_view text) {
  return !text.empty() && text.size() <= subject_bytes_max &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x1F && c != 0x7F; });
}

}  // namespace

Result<Identity> check_id_token(std::string_view token, const SigningKeys& keys, const Expected& expected) {
  const auto claims = claims_of(token);
  if (!claims.is_object()) return Refusal(refused::token_malformed);
  if (!keys.signed_this(token)) return Refusal(refused::token_unsigned);
  if (string_in(claims, "iss") != expected.issuer || !is_for(claims, expected.client_id) ||
      string_in(claims, "nonce") != expected.nonce || expected.nonce.empty())
    return Refusal(refused::token_of_another);
  if (!is_current(claims, expected.now)) return Refusal(refused::token_expired);
  auto subject = string_in(claims, "sub");
  if (!is_subject(subject)) return Refusal(refused::token_malformed);
  return Identity{std::string(expected.issuer), base::Personal<std::string>(std::move(subject))};
}

}  // namespace relais::oidc
