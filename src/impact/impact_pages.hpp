#pragma once
#include "store/store.hpp"
#include "web/site.hpp"

namespace relais::impact {

/// Adds what the public sees of the newest programme, for people and, under /api/v1, for programs:
///
///   /                       the dashboard: targets, the way of the gifts, coverage on a map, networks, donors;
///                           `sort=` orders the départements
///   /departements/{code}    one département
///   /api/v1/programme, /api/v1/impact, /api/v1/departements, /api/v1/departements/{code}
///
/// Permission  none: it shows counts, and no person.
/// Ownership   `site` and `database` must outlive `router`.
void add_impact_pages(web::Site& site, web::Router& router, store::Database& database);

}  // namespace relais::impact
