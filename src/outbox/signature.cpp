#include "outbox/signature.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "base/check.hpp"
#include "outbox/base64.hpp"

namespace relais::outbox {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::size_t secret_bytes = 24;

using Bytes = std::vector<unsigned char>;

std::optional<Bytes> key_of(std::string_view secret) {
  if (!secret.starts_with(secret_prefix) || secret.size() == secret_prefix.size()) return std::nullopt;
  secret.remove_prefix(secret_prefix.size());
  Bytes key(secret.size());
  std::size_t count = 0;
  if (sodium_base642bin(key.data(), key.size(), secret.data(), secret.size(), nullptr, &count, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  key.resize(count);
  return key;
}

}  // namespace

base::Personal<std::string> make_webhook_secret() {
  RELAIS_CHECK(sodium_init() >= 0);
  std::string bytes(secret_bytes, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return base::Personal<std::string>(std::string(secret_prefix) + base64_of(bytes));
}

std::optional<std::string> webhook_signature(const base::Personal<std::string>& secret, std::string_view id,
                                             std::int64_t timestamp_s, std::string_view body) {
  RELAIS_CHECK(sodium_init() >= 0);
  const auto key = key_of(secret.reveal());
  if (!key || key->empty()) return std::nullopt;
  const auto head = fmt::format("{}.{}.", id, timestamp_s);
  const auto bytes_of = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key->data(), key->size());
  crypto_auth_hmacsha256_update(&state, bytes_of(head), head.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(body), body.size());
  std::string code(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(code.data()));
  return "v1," + base64_of(code);
}

}  // namespace relais::outbox
