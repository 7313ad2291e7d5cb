#pragma once
#include <string>
#include <string_view>

namespace relais::oidc {

/// RFC 4648, section 5, without padding.
std::string base64url(std::string_view bytes);
/// As a form or the query of an address carries it.
std::string form_encode(std::string_view text);

}  // namespace relais::oidc
