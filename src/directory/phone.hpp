#pragma once
#include <string>
#include <string_view>

namespace relais::directory {

/// A phone number as it is read aloud: `+33442645975` -> `04 42 64 59 75`. Anything else stays as it was written.
std::string phone_text(std::string_view phone);

/// The number of a `tel:` link: of several numbers the first; empty when there is none to call.
/// Source  RFC 3966, section 5.1.4.
std::string phone_link(std::string_view phone);

}  // namespace relais::directory
