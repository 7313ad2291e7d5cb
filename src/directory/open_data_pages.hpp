#pragma once
#include "base/time.hpp"
#include "store/store.hpp"
#include "web/site.hpp"

namespace relais::directory {

/// Adds what other directories take from this one, of all départements or of `departement=`:
///
///   /directory/open-data                 what there is, under which licence, and what is left out
///   /directory/open-data/places.csv      the national schema of places, and the same as .json and .geojson
///   /directory/open-data/structures.json data.inclusion's structures, and services.json beside
///
/// Permission  none: what it shows is published.
/// Ownership   `site`, `database` and `clock` must outlive `router`.
void add_open_data_pages(web::Site& site, web::Router& router, store::Database& database, const base::Clock* clock);

}  // namespace relais::directory
