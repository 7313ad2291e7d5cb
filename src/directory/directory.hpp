#pragma once
/// The directory (annuaire): accredited structures, by place. Public: it holds nothing that a structure does not
/// publish of itself. For lists of places coming in, see import.hpp.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "directory/place.hpp"
#include "people/organisations.hpp"
#include "places/places.hpp"
#include "store/store.hpp"

namespace relais::directory {

/// An accredited structure as the public sees it. A structure that no list placed has its name and commune only.
struct Listing {
  people::OrganisationId organisation;
  std::string code;
  std::string name;
  std::string address;
  std::string address_complement;
  std::string postal_code;
  std::string commune;       ///< INSEE code, or empty
  std::string commune_name;  ///< or empty
  std::string departement;
  std::optional<places::Point> position;
  bool is_position_approximate = false;  ///< the centre of its commune
  std::string phone;
  std::vector<std::string> sites;  ///< http or https addresses
  std::string hours;               ///< several lines perhaps
  std::vector<std::string> services;
  std::string pivot;
  std::string list;  ///< the list it comes from, or empty
  std::optional<base::Day> updated_on;
  Details details;
  bool is_illustrative = false;
  std::optional<std::int64_t> distance_m;  ///< in a search: from where was asked
};

/// A listing as it leaves for other directories.
struct Published {
  Listing listing;
  base::Day decided_on;  ///< when the programme last decided on its accreditation
};

/// Structures by what the national schema of places can do with them.
struct PublishedCounts {
  std::int64_t published = 0;
  std::int64_t left_out = 0;  ///< without SIRET or RNA, or without an address
  std::int64_t made_up = 0;   ///< illustrative: they leave for no other directory
};

struct DepartementCount {
  places::Departement departement;
  std::int64_t structures = 0;
};

struct PageRequest {
  std::string after = {};  ///< the `next` of the page before; empty for the first page
  int size = 50;
};

struct Page {
  std::vector<Listing> listings;
  std::string next;  ///< empty on the last page
};

/// Every département, those without an accredited structure too, in the order of their codes. Queries: 2.
std::vector<DepartementCount> count_accredited_by_departement(store::Reader& reader, people::ProgrammeId programme,
                                                              base::Day today);

/// The accredited structures of one département, by name. Queries: 1, whatever the size.
///
/// Refuses  page_key_malformed.
base::Result<Page> list_accredited(store::Reader& reader, people::ProgrammeId programme, std::string_view departement,
                                   base::Day today, const PageRequest& page);

/// Calls `take` with every accredited structure, or with those of one département, by département and name. One query,
/// a row at a time.
void for_each_published(store::Reader& reader, people::ProgrammeId programme, base::Day today,
                        std::string_view departement, const std::function<void(const Published&)>& take);

struct Search {
  places::Commune around;                 ///< what distances are measured from; without INSEE code: the visitor
  std::vector<places::Commune> could_be;  ///< other communes that the question may mean, the most populated first
  Page page;
};

/// The accredited structures around what a person typed: a postal code, the name of a commune, or both; the nearest
/// first, at most 100 km away. Queries: 5 at most, whatever the size.
///
/// Refuses  where_is_unclear, page_key_malformed; postal_code_unknown, commune_unknown and
///          commune_not_of_postal_code, of places.
base::Result<Search> search_accredited(store::Reader& reader, people::ProgrammeId programme, std::string_view where,
                                       base::Day today, const PageRequest& page);

/// The same around one commune, by its INSEE code: one that a search offered. Queries: 2.
///
/// Refuses  commune_unknown, of places; page_key_malformed.
base::Result<Search> search_accredited_around(store::Reader& reader, people::ProgrammeId programme,
                                              std::string_view insee, base::Day today, const PageRequest& page);

/// The same around where the visitor is. Queries: 1.
///
/// Refuses  page_key_malformed.
base::Result<Search> search_accredited_near(store::Reader& reader, people::ProgrammeId programme, places::Point here,
                                            base::Day today, const PageRequest& page);

}  // namespace relais::directory
