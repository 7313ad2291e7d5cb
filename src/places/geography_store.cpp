#include "places/geography.hpp"

#include <map>
#include <unordered_map>

#include "places/name.hpp"

namespace relais::places {
namespace {

constexpr auto select_version = "SELECT version FROM places_geography WHERE id = 1";

/// Waits for another process that is loading, and then sees its version.
constexpr auto lock_version =
    "INSERT INTO places_geography (id, version) VALUES (1, '') "
    "ON CONFLICT (id) DO UPDATE SET version = places_geography.version RETURNING version";

constexpr auto update_version = "UPDATE places_geography SET version = $1 WHERE id = 1";

std::string version_of(store::Rows rows) { return rows.next() ? rows.string(0) : std::string(); }

constexpr auto upsert_departement =
    "INSERT INTO places_departement (code, name, region_code, region, zone) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (code) DO UPDATE SET name = excluded.name, region_code = excluded.region_code, "
    "region = excluded.region, zone = excluded.zone";

void store_departements(store::Transaction& transaction, const Geography& geography) {
  for (const auto& d : geography.departements) {
    transaction.execute(upsert_departement, {d.code, d.name, d.region_code, d.region, d.zone});
  }
}

std::optional<std::string_view> city_of(const Commune& commune) {
  return commune.city.empty() ? std::nullopt : std::optional<std::string_view>(commune.city);
}

bool same(const Commune& a, const Commune& b) {
  return a.name == b.name && a.departement == b.departement && a.city == b.city && a.population == b.population &&
         a.centre == b.centre && a.is_centre_approximate == b.is_centre_approximate;
}

constexpr auto update_commune =
    "UPDATE places_commune SET name = $2, departement = $3, city = $4, population = $5, latitude_udeg = $6, "
    "longitude_udeg = $7, is_centre_approximate = $8 WHERE insee = $1";

constexpr auto commune_columns =
    "insee, name, departement, city, population, latitude_udeg, longitude_udeg, is_centre_approximate";

template <class Write>
void write_commune(const Commune& c, Write&& write) {
  write({c.insee, c.name, c.departement, city_of(c), c.population, c.centre.latitude_udeg, c.centre.longitude_udeg,
         c.is_centre_approximate});
}

constexpr auto select_communes =
    "SELECT insee, name, departement, city, population, latitude_udeg, longitude_udeg, is_centre_approximate "
    "FROM places_commune";

std::unordered_map<std::string, Commune> stored_communes(store::Reader& reader) {
  std::unordered_map<std::string, Commune> stored;
  for (auto rows = reader.query(select_communes); rows.next();) {
    stored.emplace(rows.string(0), Commune{rows.string(0),
                                           rows.string(1),
                                           rows.string(2),
                                           rows.maybe_string(3).value_or(""),
                                           rows.integer(4),
                                           {rows.integer(5), rows.integer(6)},
                                           rows.boolean(7)});
  }
  return stored;
}

void store_communes(store::Transaction& transaction, const Geography& geography) {
  const auto stored = stored_communes(transaction);
  const auto bulk = transaction.bulk_insert("places_commune", commune_columns);
  for (const auto& line : geography.communes) {
    if (stored.contains(line.commune.insee)) continue;
    write_commune(line.commune, [&](store::Parameters values) { bulk->row(values); });
  }
  bulk->finish();
  for (const auto& line : geography.communes) {
    const auto before = stored.find(line.commune.insee);
    if (before == stored.end() || same(before->second, line.commune)) continue;
    write_commune(line.commune, [&](store::Parameters values) { transaction.execute(update_commune, values); });
  }
}

void store_names(store::Transaction& transaction, const Geography& geography) {
  std::map<std::pair<std::string, std::string>, bool> former_by_name;
  for (const auto& line : geography.communes) {
    former_by_name.emplace(std::pair(name_key(line.commune.name), line.commune.insee), false);
  }
  for (const auto& [name, insee] : geography.former_names)
    former_by_name.emplace(std::pair(name_key(name), insee), true);

  transaction.execute("DELETE FROM places_commune_name");
  const auto bulk = transaction.bulk_insert("places_commune_name", "name_key, insee, beginning, is_former");
  for (const auto& [name, is_former] : former_by_name) {
    bulk->row({name.first, name.second, beginning_of(name.first), is_former});
  }
  bulk->finish();
}

void store_postal_codes(store::Transaction& transaction, const Geography& geography) {
  transaction.execute("DELETE FROM places_commune_postal_code");
  const auto bulk = transaction.bulk_insert("places_commune_postal_code", "postal_code, insee");
  for (const auto& line : geography.communes) {
    for (const auto& code : line.postal_codes) bulk->row({code, line.commune.insee});
  }
  bulk->finish();
}

void store_former_codes(store::Transaction& transaction, const Geography& geography) {
  transaction.execute("DELETE FROM places_former_insee");
  const auto bulk = transaction.bulk_insert("places_former_insee", "former_insee, insee");
  for (const auto& [former, insee] : geography.former_codes) bulk->row({former, insee});
  bulk->finish();
}

}  // namespace

std::string stored_geography_version(store::Reader& reader) { return version_of(reader.query(select_version)); }

Loaded store_geography(store::Transaction& transaction, const Geography& geography) {
  if (version_of(transaction.query(lock_version)) == geography.version) return Loaded::unchanged;
  store_departements(transaction, geography);
  store_communes(transaction, geography);
  store_names(transaction, geography);
  store_postal_codes(transaction, geography);
  store_former_codes(transaction, geography);
  transaction.execute(update_version, {geography.version});
  return Loaded::updated;
}

}  // namespace relais::places
