#include "directory/listing_store.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "directory/place_store.hpp"

namespace relais::directory {
namespace {

constexpr std::int64_t radius_udeg = 899'322;  // 100 km along a meridian

// In the order that listing_of reads it: `o` the structure, `p` its place, `c` its commune.
const std::string listing =
    "o.id, o.code, COALESCE(p.name, o.name), COALESCE(p.address, ''), COALESCE(p.address_complement, ''), "
    "COALESCE(p.postal_code, ''), COALESCE(c.insee, ''), COALESCE(c.name, ''), o.departement, "
    "COALESCE(p.latitude_udeg, c.latitude_udeg), COALESCE(p.longitude_udeg, c.longitude_udeg), "
    "COALESCE(p.is_position_approximate, 1), COALESCE(p.phone, ''), COALESCE(p.site, ''), COALESCE(p.hours, ''), "
    "COALESCE(p.services, ''), o.pivot, COALESCE(p.list_code, ''), p.updated_on, o.is_illustrative" +
    detail_list("COALESCE(p.{}, '')");
constexpr int listing_columns = 20 + static_cast<int>(Details::count);

// The structures of programme $1 whose last accreditation is good on day $2.
const std::string accredited =
    "people_organisation o JOIN people_accreditation a ON a.organisation_id = o.id "
    "AND o.programme_id = $1 AND o.kind = 'structure' "
    "AND a.state = 'accredited' AND (a.valid_until IS NULL OR a.valid_until >= $2) AND a.position = "
    "(SELECT MAX(m.position) FROM people_accreditation m WHERE m.organisation_id = o.id) ";

const std::string placed =
    "LEFT JOIN directory_place p ON p.organisation_id = o.id "
    "LEFT JOIN places_commune c ON c.insee = COALESCE(p.commune, o.commune) ";

const std::string count_by_departement = "SELECT o.departement, COUNT(*) FROM " + accredited + "GROUP BY o.departement";

const std::string select_of_departement =
    "SELECT " + listing + ", COALESCE(p.sort_key, lower(o.name)) FROM " + accredited + placed +
    "WHERE o.departement = $3 AND (COALESCE(p.sort_key, lower(o.name)), o.id) > ($4, $5) "
    "ORDER BY COALESCE(p.sort_key, lower(o.name)), o.id LIMIT $6";

const std::string select_published =
    "SELECT " + listing + ", a.changed_at FROM " + accredited + placed +
    "WHERE ($3 = '' OR o.departement = $3) ORDER BY o.departement, COALESCE(p.sort_key, lower(o.name)), o.id";

// What national_row asks of a place.
const std::string count_of_published =
    "SELECT o.is_illustrative, CASE WHEN o.pivot <> '' AND COALESCE(p.address, '') <> '' AND p.postal_code <> '' "
    "THEN 1 ELSE 0 END AS is_whole, COUNT(*) FROM " +
    accredited +
    "LEFT JOIN directory_place p ON p.organisation_id = o.id WHERE ($3 = '' OR o.departement = $3) "
    "GROUP BY o.is_illustrative, CASE WHEN o.pivot <> '' AND COALESCE(p.address, '') <> '' AND p.postal_code <> '' "
    "THEN 1 ELSE 0 END";

// What lies in the box around $3 $4: $5 its shrink per mille, $6 its reach north and south, $7 east and west.
const std::string located =
    "SELECT p.organisation_id, p.latitude_udeg - $3 AS north, (p.longitude_udeg - $4) * $5 / 1000 AS east "
    "FROM directory_place p WHERE p.programme_id = $1 "
    "AND p.latitude_udeg BETWEEN $3 - $6 AND $3 + $6 AND p.longitude_udeg BETWEEN $4 - $7 AND $4 + $7 "
    "UNION ALL "
    "SELECT o.id, c.latitude_udeg - $3, (c.longitude_udeg - $4) * $5 / 1000 "
    "FROM places_commune c JOIN people_organisation o ON o.commune = c.insee AND o.programme_id = $1 "
    "WHERE c.latitude_udeg BETWEEN $3 - $6 AND $3 + $6 AND c.longitude_udeg BETWEEN $4 - $7 AND $4 + $7 "
    "AND NOT EXISTS (SELECT 1 FROM directory_place p WHERE p.organisation_id = o.id)";

const std::string select_around =
    "WITH located AS (" + located +
    "), ranked AS (SELECT organisation_id, north * north + east * east AS nearness FROM located) "
    "SELECT " +
    listing + ", CAST(n.nearness AS TEXT) FROM " + accredited + "JOIN ranked n ON n.organisation_id = o.id " + placed +
    "WHERE n.nearness <= $6 * $6 AND (n.nearness, o.id) > ($8, $9) ORDER BY n.nearness, o.id LIMIT $10";

Listing listing_of(const store::Rows& rows) {
  Listing read;
  read.organisation = rows.id<people::OrganisationId>(0);
  read.code = rows.string(1);
  read.name = rows.string(2);
  read.address = rows.string(3);
  read.address_complement = rows.string(4);
  read.postal_code = rows.string(5);
  read.commune = rows.string(6);
  read.commune_name = rows.string(7);
  read.departement = rows.string(8);
  if (!rows.is_null(9)) read.position = places::Point{rows.integer(9), rows.integer(10)};
  read.is_position_approximate = rows.boolean(11);
  read.phone = rows.string(12);
  read.sites = split_values(rows.text(13));
  read.hours = rows.string(14);
  read.services = split_values(rows.text(15));
  read.pivot = rows.string(16);
  read.list = rows.string(17);
  if (!rows.is_null(18)) read.updated_on = rows.day(18);
  read.is_illustrative = rows.boolean(19);
  read.details = read_details(rows, 20);
  return read;
}

std::vector<Keyed> all_listings(store::Rows rows) {
  std::vector<Keyed> found;
  while (rows.next()) found.push_back({listing_of(rows), rows.string(listing_columns)});
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

void for_each_published(store::Reader& reader, people::ProgrammeId programme, base::Day today,
                        std::string_view departement, const std::function<void(const Published&)>& take) {
  for (auto rows = reader.query(select_published, {programme, today, departement}); rows.next();)
    take({listing_of(rows), std::chrono::floor<std::chrono::days>(rows.instant(listing_columns))});
}

PublishedCounts count_published(store::Reader& reader, const Accredited& which, std::string_view departement) {
  PublishedCounts counts;
  for (auto rows = reader.query(count_of_published, {which.programme, which.on, departement}); rows.next();)
    (rows.boolean(0) ? counts.made_up : rows.boolean(1) ? counts.published : counts.left_out) += rows.integer(2);
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
