#include <algorithm>
#include <cmath>
#include <numbers>

#include "places/lookup.hpp"
#include "places/name.hpp"
#include "places/places.hpp"

namespace relais::places {
namespace {

// In the order that commune_of reads them.
const std::string columns =
    "c.insee, c.name, c.departement, c.city, c.population, c.latitude_udeg, c.longitude_udeg, c.is_centre_approximate ";

Commune commune_of(const store::Rows& rows) {
  return {rows.string(0),  rows.string(1),
          rows.string(2),  rows.maybe_string(3).value_or(""),
          rows.integer(4), {rows.integer(5), rows.integer(6)},
          rows.boolean(7)};
}

std::optional<Commune> one_commune(store::Rows rows) {
  return rows.next() ? std::optional(commune_of(rows)) : std::nullopt;
}

std::vector<Commune> all_communes(store::Rows rows) {
  std::vector<Commune> communes;
  while (rows.next()) communes.push_back(commune_of(rows));
  return communes;
}

std::vector<NamedCommune> all_named(store::Rows rows) {
  std::vector<NamedCommune> named;
  while (rows.next()) named.push_back({commune_of(rows), rows.string(8), rows.boolean(9)});
  return named;
}

Departement departement_of(const store::Rows& rows) {
  return {rows.string(0), rows.string(1), rows.string(2), rows.string(3), rows.string(4)};
}

constexpr auto select_departement =
    "SELECT code, name, region_code, region, zone FROM places_departement WHERE code = $1";
constexpr auto select_departements =
    "SELECT code, name, region_code, region, zone FROM places_departement ORDER BY code";

const std::string select_commune = "SELECT " + columns + "FROM places_commune c WHERE c.insee = $1";

const std::string select_by_postal_code =
    "SELECT " + columns +
    "FROM places_commune_postal_code p JOIN places_commune c ON c.insee = p.insee "
    "WHERE p.postal_code = $1 AND c.city IS NULL ORDER BY c.population DESC, c.insee";

const std::string select_by_beginning =
    "SELECT " + columns +
    "FROM places_commune_name n JOIN places_commune c ON c.insee = n.insee "
    "WHERE n.beginning = $2 AND substr(n.name_key, 1, length(CAST($1 AS TEXT))) = $1 "
    "GROUP BY c.insee "
    "ORDER BY MIN(CASE WHEN n.name_key = $1 THEN n.is_former ELSE 2 END), c.population DESC, c.insee LIMIT $3";

const std::string select_in_box =
    "SELECT " + columns +
    "FROM places_commune c WHERE c.latitude_udeg BETWEEN $1 AND $2 AND c.longitude_udeg BETWEEN $3 AND $4 "
    "AND c.city IS NULL";

const std::string select_named_by_postal_code =
    "SELECT " + columns +
    ", n.name_key, n.is_former FROM places_commune_postal_code p JOIN places_commune c ON c.insee = p.insee "
    "JOIN places_commune_name n ON n.insee = c.insee WHERE p.postal_code = $1 ORDER BY c.population DESC, c.insee";

const std::string select_named_by_insee = "SELECT " + columns +
                                          ", n.name_key, n.is_former FROM places_commune c "
                                          "JOIN places_commune_name n ON n.insee = c.insee WHERE c.insee = $1";

const std::string select_named_by_key =
    "SELECT " + columns +
    ", n.name_key, n.is_former FROM places_commune_name n JOIN places_commune c ON c.insee = n.insee "
    "WHERE n.name_key = $1 ORDER BY n.is_former, c.population DESC, c.insee";

const std::string select_arrondissement =
    "SELECT " + columns +
    "FROM places_commune_postal_code p JOIN places_commune c ON c.insee = p.insee "
    "WHERE p.postal_code = $2 AND c.city = $1 ORDER BY c.insee";

constexpr auto select_former_insee = "SELECT insee FROM places_former_insee WHERE former_insee = $1";

constexpr auto count_postal_code =
    "SELECT COUNT(*) FROM places_commune_postal_code WHERE insee = $1 AND postal_code = $2";

/// Every commune less than `radius_m` away is in the box; the corners are farther.
std::vector<Commune> communes_around(store::Reader& reader, Point from, std::int64_t radius_m) {
  constexpr double udeg_per_m = 1'000'000 / 111'195.0;  // along a meridian
  const double latitude = static_cast<double>(from.latitude_udeg) * std::numbers::pi / 180'000'000.0;
  const auto north = static_cast<std::int64_t>(static_cast<double>(radius_m) * udeg_per_m) + 1;
  const auto east = static_cast<std::int64_t>(static_cast<double>(north) / std::max(0.01, std::cos(latitude))) + 1;
  return all_communes(reader.query(select_in_box, {from.latitude_udeg - north, from.latitude_udeg + north,
                                                   from.longitude_udeg - east, from.longitude_udeg + east}));
}

}  // namespace

std::optional<Departement> find_departement(store::Reader& reader, std::string_view code) {
  auto rows = reader.query(select_departement, {code});
  return rows.next() ? std::optional(departement_of(rows)) : std::nullopt;
}

std::vector<Departement> list_departements(store::Reader& reader) {
  std::vector<Departement> departements;
  for (auto rows = reader.query(select_departements); rows.next();) departements.push_back(departement_of(rows));
  return departements;
}

std::optional<Commune> find_commune(store::Reader& reader, std::string_view insee) {
  return one_commune(reader.query(select_commune, {insee}));
}

std::vector<Commune> list_communes_by_postal_code(store::Reader& reader, std::string_view postal_code) {
  return all_communes(reader.query(select_by_postal_code, {postal_code}));
}

std::vector<Commune> search_communes(store::Reader& reader, std::string_view name, int results_max) {
  const auto key = name_key(name);
  if (key.empty()) return {};
  return all_communes(reader.query(select_by_beginning, {key, beginning_of(key), results_max}));
}

std::vector<Commune> list_nearest_communes(store::Reader& reader, Point from, int results_max) {
  constexpr std::int64_t first_radius_m = 10'000;
  constexpr std::int64_t half_the_earth_m = 20'100'000;
  const auto wanted = static_cast<std::size_t>(results_max);
  for (std::int64_t radius_m = first_radius_m;; radius_m *= 4) {
    auto communes = communes_around(reader, from, radius_m);
    const auto nearer = [&](const Commune& a, const Commune& b) {
      return std::pair(distance_m(from, a.centre), a.insee) < std::pair(distance_m(from, b.centre), b.insee);
    };
    std::sort(communes.begin(), communes.end(), nearer);
    const bool all_within =
        communes.size() >= wanted && (wanted == 0 || distance_m(from, communes[wanted - 1].centre) <= radius_m);
    if (!all_within && radius_m < half_the_earth_m) continue;
    communes.resize(std::min(communes.size(), wanted));
    return communes;
  }
}

std::vector<NamedCommune> list_named_by_postal_code(store::Reader& reader, std::string_view postal_code) {
  return all_named(reader.query(select_named_by_postal_code, {postal_code}));
}

std::vector<NamedCommune> list_named_by_insee(store::Reader& reader, std::string_view insee) {
  return all_named(reader.query(select_named_by_insee, {insee}));
}

std::vector<NamedCommune> list_named_by_key(store::Reader& reader, std::string_view key) {
  return all_named(reader.query(select_named_by_key, {key}));
}

std::string current_insee(store::Reader& reader, std::string_view former_insee) {
  auto rows = reader.query(select_former_insee, {former_insee});
  return rows.next() ? rows.string(0) : std::string();
}

bool has_postal_code(store::Reader& reader, std::string_view insee, std::string_view postal_code) {
  return reader.integer(count_postal_code, {insee, postal_code}) > 0;
}

std::optional<Commune> find_arrondissement(store::Reader& reader, std::string_view city, std::string_view postal_code) {
  return one_commune(reader.query(select_arrondissement, {city, postal_code}));
}

}  // namespace relais::places
