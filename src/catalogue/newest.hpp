#pragma once
#include "catalogue/catalogue.hpp"

namespace relais::catalogue {

/// The programme that the public pages are about: the newest. One query.
///
/// Refuses  no_programme.
base::Result<Programme> find_newest_programme(store::Reader& reader);

}  // namespace relais::catalogue
