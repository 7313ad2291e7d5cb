#pragma once
#include <vector>

#include "base/result.hpp"
#include "directory/directory.hpp"
#include "web/template.hpp"

namespace relais::directory {

/// What directory/listings.mustache shows of each structure.
web::Data listings_data(const std::vector<Listing>& listings, base::Language language);

}  // namespace relais::directory
