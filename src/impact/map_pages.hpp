#pragma once
#include <string_view>

#include "impact/desk_pages.hpp"
#include "web/template.hpp"

namespace relais::impact {

/// The map and its tiles, as impact/map.mustache draws them; `areas`, `tiles` and `legend`.
/// Overseas, and the four départements that are too small to be hit on a map, are tiles.
void set_map(web::Data& data, const Departements& departements, base::Language language);

/// The class that colours a coverage: `cover-0` (below a quarter) to `cover-4` (all), `cover-none` (nothing asked).
std::string_view cover_class(std::optional<std::int64_t> permille);

}  // namespace relais::impact
