#include "accounts/totp.hpp"

#include <liboath/oath.h>
#include <sodium.h>

#include <cctype>
#include <ctime>

#include <fmt/format.h>

#include "base/check.hpp"

namespace relais::accounts {
namespace {

constexpr std::size_t code_secret_bytes = 20;
constexpr unsigned digits = 6;
constexpr std::size_t group_characters = 4;

std::string base32(std::string_view secret) {
  char* text = nullptr;
  std::size_t size = 0;
  RELAIS_CHECK(oath_base32_encode(secret.data(), secret.size(), &text, &size) == OATH_OK);
  const std::string encoded(text, size);
  std::free(text);
  return encoded.substr(0, encoded.find('='));
}

/// Without the blanks that people read it with.
std::string digits_of(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '-') out += c;
  return out;
}

std::string address_part(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += std::isalnum(byte) != 0 ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

}  // namespace

std::string new_code_secret() {
  RELAIS_CHECK(sodium_init() >= 0);
  std::string secret(code_secret_bytes, '\0');
  randombytes_buf(secret.data(), secret.size());
  return secret;
}

std::string readable_secret(std::string_view secret) {
  auto text = base32(secret);
  for (auto at = group_characters; at < text.size(); at += group_characters + 1) text.insert(at, 1, ' ');
  return text;
}

std::string key_address(std::string_view secret, std::string_view issuer, std::string_view account) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", address_part(issuer), address_part(account),
                     base32(secret), address_part(issuer));
}

std::string code_of_step(std::string_view secret, std::int64_t step) {
  char code[digits + 1] = {};
  const auto seconds = static_cast<time_t>(step * (code_step_ms / 1000));
  RELAIS_CHECK(oath_totp_generate(secret.data(), secret.size(), seconds, OATH_TOTP_DEFAULT_TIME_STEP_SIZE,
                                  OATH_TOTP_DEFAULT_START_TIME, digits, code) == OATH_OK);
  return code;
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, base::Instant now,
                                         std::int64_t last_step) {
  const auto typed = digits_of(code);
  if (typed.size() != digits) return std::nullopt;
  const auto current = step_at(now);
  for (const auto step : {current, current - 1, current + 1}) {
    const auto expected = code_of_step(secret, step);
    if (step > last_step && sodium_memcmp(expected.data(), typed.data(), digits) == 0) return step;
  }
  return std::nullopt;
}

}  // namespace relais::accounts
