#pragma once
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "directory/directory.hpp"
#include "web/template.hpp"

namespace relais::directory {

/// What directory/listings.mustache shows of each structure.
/// `now` says which are open.
web::Data listings_data(const std::vector<Listing>& listings, base::Instant now, base::Language language);

/// `Ouvert jusqu’à 17:00`, on the clock of the place; empty when its hours are not understood.
std::string open_text(const Listing& listing, base::Instant now, base::Language language);

}  // namespace relais::directory
