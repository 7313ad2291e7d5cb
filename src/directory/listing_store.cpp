#include "directory/listing_store.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "directory/place_store.hpp"

namespace relais::directory {
namespace {

constexpr std::int64_t radius_udeg = 899'322;  // 100 km along a meridian

// What a listing is made of, in the order that listing_of reads it: `o` the structure, `p` its place, `c` its commune.
#define LISTING                                                                                                  \
  "o.id, o.code, COALESCE(p.name, o.name), COALESCE(p.address, ''), COALESCE(p.address_complement, ''), "        \
  "COALESCE(p.postal_code, ''), COALESCE(c.insee, ''), COALESCE(c.name, ''), o.departement, "                    \
  "COALESCE(p.latitude_udeg, c.latitude_udeg), COALESCE(p.longitude_udeg, c.longitude_udeg), "                   \
  "COALESCE(p.is_position_approximate, 1), COALESCE(p.phone, ''), COALESCE(p.site, ''), COALESCE(p.hours, ''), " \
  "COALESCE(p.services, ''), o.pivot, COALESCE(p.list_code, ''), p.updated_on, o.is_illustrative"

// The structures of programme $1 whose last accreditation is good on day $2.
#define ACCREDITED                                                                                  \
  "people_organisation o JOIN people_accreditation a ON a.organisation_id = o.id "                  \
  "AND o.programme_id = $1 AND o.kind = 'structure' "                                               \
  "AND a.state = 'accredited' AND (a.valid_until IS NULL OR a.valid_until >= $2) AND a.position = " \
  "(SELECT MAX(m.position) FROM people_accreditation m WHERE m.organisation_id = o.id) "

#define PLACED                                               \
  "LEFT JOIN directory_place p ON p.organisation_id = o.id " \
  "LEFT JOIN places_commune c ON c.insee = COALESCE(p.commune, o.commune) "

constexpr auto count_by_departement = "SELECT o.departement, COUNT(*) FROM " ACCREDITED "GROUP BY o.departement";

constexpr auto select_of_departement =
    "SELECT " LISTING ", COALESCE(p.sort_key, lower(o.name)) FROM " ACCREDITED PLACED
    "WHERE o.departement = $3 AND (COALESCE(p.sort_key, lower(o.name)), o.id) > ($4, $5) "
    "ORDER BY COALESCE(p.sort_key, lower(o.name)), o.id LIMIT $6";

// $3 $4 the centre, $5 its shrink per mille, $6 the radius north and south, $7 east and west.
constexpr auto select_around =
    "WITH located AS ("
    "SELECT p.organisation_id, p.latitude_udeg - $3 AS north, (p.longitude_udeg - $4) * $5 / 1000 AS east "
    "FROM directory_place p WHERE p.programme_id = $1 "
    "AND p.latitude_udeg BETWEEN $3 - $6 AND $3 + $6 AND p.longitude_udeg BETWEEN $4 - $7 AND $4 + $7 "
    "UNION ALL "
    "SELECT o.id, c.latitude_udeg - $3, (c.longitude_udeg - $4) * $5 / 1000 "
    "FROM places_commune c JOIN people_organisation o ON o.commune = c.insee AND o.programme_id = $1 "
    "WHERE c.latitude_udeg BETWEEN $3 - $6 AND $3 + $6 AND c.longitude_udeg BETWEEN $4 - $7 AND $4 + $7 "
    "AND NOT EXISTS (SELECT 1 FROM directory_place p WHERE p.organisation_id = o.id)), "
    "ranked AS (SELECT organisation_id, north * north + east * east AS nearness FROM located) "
    "SELECT " LISTING ", CAST(n.nearness AS TEXT) FROM " ACCREDITED "JOIN ranked n ON n.organisation_id = o.id " PLACED
    "WHERE n.nearness <= $6 * $6 AND (n.nearness, o.id) > ($8, $9) ORDER BY n.nearness, o.id LIMIT $10";

#undef LISTING
#undef ACCREDITED
#undef PLACED

Listing listing_of(const store::Rows& rows) {
  Listing listing;
  listing.organisation = rows.id<people::OrganisationId>(0);
  listing.code = rows.string(1);
  listing.name = rows.string(2);
  listing.address = rows.string(3);
  listing.address_complement = rows.string(4);
  listing.postal_code = rows.string(5);
  listing.commune = rows.string(6);
  listing.commune_name = rows.string(7);
  listing.departement = rows.string(8);
  if (!rows.is_null(9)) listing.position = places::Point{rows.integer(9), rows.integer(10)};
  listing.is_position_approximate = rows.boolean(11);
  listing.phone = rows.string(12);
  listing.site = rows.string(13);
  listing.hours = rows.string(14);
  listing.services = split_services(rows.text(15));
  listing.pivot = rows.string(16);
  listing.list = rows.string(17);
  if (!rows.is_null(18)) listing.updated_on = rows.day(18);
  listing.is_illustrative = rows.boolean(19);
  return listing;
}

std::vector<Keyed> all_listings(store::Rows rows) {
  std::vector<Keyed> found;
  while (rows.next()) found.push_back({listing_of(rows), rows.string(20)});
  return found;
}

}  // namespace

Around Around::point(places::Point centre) {
  const double latitude = static_cast<double>(centre.latitude_udeg) * std::numbers::pi / 180'000'000.0;
  return {centre, std::max<std::int64_t>(1, std::llround(1'000 * std::cos(latitude)))};
}

std::vector<DepartementCount> count_accredited_by_departement(store::Reader& reader, people::ProgrammeId programme,
                                                              base::Day today) {
  std::map<std::string, std::int64_t> counted;
  for (auto rows = reader.query(count_by_departement, {programme, today}); rows.next();) {
    counted[rows.string(0)] = rows.integer(1);
  }
  std::vector<DepartementCount> counts;
  for (auto& departement : places::list_departements(reader)) {
    const auto structures = counted[departement.code];
    counts.push_back({std::move(departement), structures});
  }
  return counts;
}

std::vector<Keyed> listings_of_departement(store::Reader& reader, const Accredited& which, std::string_view departement,
                                           std::string_view after_key, std::int64_t after_id, int rows_max) {
  return all_listings(
      reader.query(select_of_departement, {which.programme, which.on, departement, after_key, after_id, rows_max}));
}

std::vector<Keyed> listings_around(store::Reader& reader, const Accredited& which, const Around& around,
                                   std::int64_t after_nearness, std::int64_t after_id, int rows_max) {
  const auto east_udeg = radius_udeg * 1'000 / around.shrink_per_mille;
  return all_listings(reader.query(
      select_around, {which.programme, which.on, around.centre.latitude_udeg, around.centre.longitude_udeg,
                      around.shrink_per_mille, radius_udeg, east_udeg, after_nearness, after_id, rows_max}));
}

}  // namespace relais::directory
