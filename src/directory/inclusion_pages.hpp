#pragma once
#include "directory/open_data.hpp"
#include "web/json.hpp"

namespace relais::directory {

/// A structure, and what it does in the programme, as data.inclusion writes them; `kinds` are what is given.
/// Source  data.inclusion 1.0 (gip-inclusion/data-inclusion-schema 1.0.8).
web::Json inclusion_structure(const OpenData& data, const Published& published);
web::Json inclusion_service(const OpenData& data, const std::vector<catalogue::Kind>& kinds,
                            const Published& published);

}  // namespace relais::directory
