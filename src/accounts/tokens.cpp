#include "accounts/tokens.hpp"

#include <sodium.h>

#include "base/check.hpp"
#include "base/text.hpp"

namespace relais::accounts {

std::string new_token() {
  RELAIS_CHECK(sodium_init() >= 0);
  unsigned char bytes[32];
  randombytes_buf(bytes, sizeof bytes);
  char text[2 * sizeof bytes + 1];
  sodium_bin2hex(text, sizeof text, bytes, sizeof bytes);
  return text;
}

std::string token_hash(std::string_view token) { return base::sha256_hex(token); }

}  // namespace relais::accounts
