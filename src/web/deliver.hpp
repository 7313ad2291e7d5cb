#pragma once
#include <string>
#include <string_view>

#include "web/http.hpp"

namespace relais::web {

/// Makes an answer ready to send: security headers, Cache-Control, the language cookie when the address asks for a
/// language, a strong ETag and 304 for what may be kept, gzip when it is worth it and accepted.
///
/// Source      RFC 9110 sections 8.8.3 and 13.1.2; RFC 9111 section 5.2.2; W3C CSP level 3.
Response deliver(const Request& request, Response response);

bool accepts_gzip(const Request& request);
/// `level` from 1, fast, to 9, small.
std::string gzip(std::string_view bytes, int level);
/// Sixteen bytes of BLAKE2b in hexadecimal: names a content.
std::string content_hash(std::string_view bytes);

}  // namespace relais::web
