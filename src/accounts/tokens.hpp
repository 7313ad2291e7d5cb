#pragma once
#include <string>
#include <string_view>

namespace relais::accounts {

/// 256 random bits, as 64 hexadecimal digits: nobody guesses it, so a plain hash of it is safe to keep.
std::string new_token();
std::string token_hash(std::string_view token);

}  // namespace relais::accounts
