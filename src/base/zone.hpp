#pragma once
#include <string_view>

#include "base/time.hpp"

namespace relais::base {

/// The minutes that the clocks of a zone of the IANA database (`Indian/Reunion`) are ahead of UTC at an instant. It is
/// a defect to name a zone that does not exist. Source  the time zones of ICU, which Debian keeps up to date.
int minutes_ahead(Instant instant, std::string_view zone);

}  // namespace relais::base
