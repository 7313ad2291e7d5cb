#pragma once
#include <string>

#include "directory/desk_pages.hpp"
#include "web/site.hpp"

namespace relais::directory {

/// Adds the lists that are read elsewhere than on our pages:
///
///   /directory/departements/{departement}/poster   a sheet to print, with a QR code that leads to the list
///   /directory/departements/{departement}/embed    the list alone, for a frame in another site's page
///
/// `site_url` is where people reach the program, as a code on paper must say it.
void add_poster_pages(web::Site& site, web::Router& router, const Desk& desk, std::string site_url);

}  // namespace relais::directory
