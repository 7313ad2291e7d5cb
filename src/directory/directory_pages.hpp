#pragma once
#include "base/time.hpp"
#include "store/store.hpp"
#include "web/site.hpp"

namespace relais::directory {

/// Adds the public directory (annuaire) of the newest programme, for people and, under /api/v1, for programs:
///
///   /directory                              every département, and a search box
///   /directory/departements/{departement}   its accredited structures, `after=` the page before
///   /directory/search?q=                    those around a postal code or a commune; `commune=` picks one of several,
///                                           `near=43.30,-0.37` is where the visitor is
///
/// and what open_data_pages.hpp and poster_pages.hpp list. `site_url`: where people reach them.
///
/// Permission  none: what it shows is published.
/// Ownership   `site`, `database` and `clock` must outlive `router`.
void add_directory_pages(web::Site& site, web::Router& router, store::Database& database,
                         const base::Clock* clock = nullptr, std::string site_url = {});

}  // namespace relais::directory
