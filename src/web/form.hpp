#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.hpp"

namespace relais::web {

/// `%41` -> `A`, and `+` -> blank when `plus_is_blank`. Nothing when a `%` is not followed by two hexadecimal digits,
/// or when the outcome is not UTF-8 or holds a NUL.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank = false);
/// All but letters, digits and `-._~` becomes `%XX`.
std::string percent_encode(std::string_view text);

/// `a=1&b=two+words`: a query or an application/x-www-form-urlencoded body. At most 2,000 fields.
/// Source      WHATWG URL, section 5.1.
std::optional<Fields> parse_urlencoded(std::string_view text);

struct Multipart {
  Fields fields;
  std::vector<Upload> uploads;
};

/// A multipart/form-data body: `content_type` names the boundary. Nothing when it is malformed, cut, or has more than
/// 2,000 parts. A part with a file name is an upload, the others are fields.
/// Source      RFC 7578, RFC 2046 section 5.1.1.
std::optional<Multipart> parse_multipart(std::string_view content_type, std::string_view body);

/// The decoded parts of a path: `/a/b%20c` -> `a`, `b c`; `/` -> none. Nothing when a part is empty inside the path,
/// `.`, `..`, or does not decode to UTF-8 without control characters.
std::optional<std::vector<std::string>> parse_path(std::string_view path);

}  // namespace relais::web
