#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relais::base {

/// Text as it is compared and searched: no accents, lower case, ligatures opened, every run of anything that is not a
/// letter or a digit one space, none at the ends. `Saint-Étienne-d’Œuvre` -> `saint etienne d oeuvre`.
std::string fold(std::string_view utf8);

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
bool is_valid_utf8(std::string_view text);

/// A whole number in decimal digits, with an optional sign; spaces around and as thousands separators (also U+00A0 and
/// U+202F) are accepted. Nothing when anything else is there or it does not fit.
std::optional<std::int64_t> parse_integer(std::string_view text);
/// `75 000` in French (narrow no-break space), `75,000` in English.
std::string format_integer(std::int64_t number, bool french = true);

/// SHA-256, as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace relais::base
