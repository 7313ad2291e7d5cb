#include "base/text.hpp"

#include <charconv>
#include <cstdlib>
#include <memory>

#include <openssl/sha.h>
#include <sodium.h>
#include <utf8proc.h>

#include "base/check.hpp"

namespace relais::base {
namespace {

const auto* bytes_of(std::string_view text) { return reinterpret_cast<const utf8proc_uint8_t*>(text.data()); }

std::string decomposed(std::string_view utf8) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK |
                                                      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  const auto length = utf8proc_map(bytes_of(utf8), static_cast<utf8proc_ssize_t>(utf8.size()), &mapped, options);
  if (length < 0) return {};
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)};
}

bool is_word(utf8proc_int32_t codepoint) {
  switch (utf8proc_category(codepoint)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
      return true;
    default:
      return false;
  }
}

void append_letter(std::string& out, utf8proc_int32_t codepoint) {
  if (codepoint == 0x153) {
    out += "oe";
  } else if (codepoint == 0xE6) {
    out += "ae";
  } else {
    utf8proc_uint8_t encoded[4];
    const auto length = utf8proc_encode_char(codepoint, encoded);
    out.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(length));
  }
}

}  // namespace

std::string fold(std::string_view utf8) {
  const auto plain = decomposed(utf8);
  std::string out;
  out.reserve(plain.size());
  bool gap = false;
  for (std::size_t at = 0; at < plain.size();) {
    utf8proc_int32_t codepoint = 0;
    const auto step =
        utf8proc_iterate(bytes_of(plain) + at, static_cast<utf8proc_ssize_t>(plain.size() - at), &codepoint);
    if (step <= 0) break;
    at += static_cast<std::size_t>(step);
    if (!is_word(codepoint)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    append_letter(out, codepoint);
  }
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n\f\v";
  const auto first = text.find_first_not_of(blank);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0;;) {
    const auto end = text.find(separator, at);
    parts.push_back(text.substr(at, end - at));
    if (end == text.npos) return parts;
    at = end + 1;
  }
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t codepoint = 0;
    const auto step =
        utf8proc_iterate(bytes_of(text) + at, static_cast<utf8proc_ssize_t>(text.size() - at), &codepoint);
    if (step <= 0) return false;
    at += static_cast<std::size_t>(step);
  }
  return true;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::string plain;
  for (std::string_view rest = trim(text); !rest.empty();) {
    if (rest.starts_with("\u00A0")) {
      rest.remove_prefix(2);
    } else if (rest.starts_with("\u202F")) {
      rest.remove_prefix(3);
    } else {
      if (rest.front() != ' ') plain += rest.front();
      rest.remove_prefix(1);
    }
  }
  std::string_view digits = plain;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::string format_integer(std::int64_t number, bool french) {
  std::string digits = std::to_string(number);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, french ? "\u202F" : ",");
  }
  return digits;
}

std::string sha256_hex(std::string_view bytes) {
  // OpenSSL's uses the processor's own instructions: four times as fast as libsodium's.
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash);
  char text[2 * sizeof hash + 1];
  sodium_bin2hex(text, sizeof text, hash, sizeof hash);
  return text;
}

}  // namespace relais::base
