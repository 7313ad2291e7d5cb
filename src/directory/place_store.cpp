#include "directory/place_store.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace relais::directory {
namespace {

constexpr auto lock =
    "INSERT INTO directory_list (programme_id, code) VALUES ($1, $2) "
    "ON CONFLICT (programme_id, code) DO UPDATE SET code = excluded.code";

constexpr auto select_places =
    "SELECT organisation_id, source_id, name, address, address_complement, commune, postal_code, latitude_udeg, "
    "longitude_udeg, is_position_approximate, phone, site, hours, services, pivot, updated_on "
    "FROM directory_place WHERE programme_id = $1 AND list_code = $2";

constexpr auto insert =
    "INSERT INTO directory_place (organisation_id, programme_id, list_code, source_id, name, sort_key, address, "
    "address_complement, commune, postal_code, latitude_udeg, longitude_udeg, is_position_approximate, phone, site, "
    "hours, services, pivot, updated_on) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";

constexpr auto update =
    "UPDATE directory_place SET name = $2, sort_key = $3, address = $4, address_complement = $5, commune = $6, "
    "postal_code = $7, latitude_udeg = $8, longitude_udeg = $9, is_position_approximate = $10, phone = $11, site = "
    "$12, "
    "hours = $13, services = $14, pivot = $15, updated_on = $16 WHERE organisation_id = $1";

Place place_of(const store::Rows& rows) {
  Place place;
  place.source_id = rows.string(1);
  place.name = rows.string(2);
  place.address = rows.string(3);
  place.address_complement = rows.string(4);
  place.commune = rows.string(5);
  place.postal_code = rows.string(6);
  place.position = {rows.integer(7), rows.integer(8)};
  place.is_position_approximate = rows.boolean(9);
  place.phone = rows.string(10);
  place.site = rows.string(11);
  place.hours = rows.string(12);
  place.services = split_services(rows.text(13));
  place.pivot = rows.string(14);
  if (!rows.is_null(15)) place.updated_on = rows.day(15);
  return place;
}

}  // namespace

void lock_list(store::Transaction& transaction, people::ProgrammeId programme, std::string_view list) {
  transaction.execute(lock, {programme, list});
}

std::unordered_map<std::string, StoredPlace> stored_places(store::Reader& reader, people::ProgrammeId programme,
                                                           std::string_view list) {
  std::unordered_map<std::string, StoredPlace> stored;
  for (auto rows = reader.query(select_places, {programme, list}); rows.next();) {
    stored.emplace(rows.string(1), StoredPlace{rows.id<people::OrganisationId>(0), place_of(rows)});
  }
  return stored;
}

void insert_place(store::Transaction& transaction, people::ProgrammeId programme, std::string_view list,
                  people::OrganisationId organisation, const Place& p) {
  transaction.execute(
      insert, {organisation, programme, list, p.source_id, p.name, base::fold(p.name), p.address, p.address_complement,
               p.commune, p.postal_code, p.position.latitude_udeg, p.position.longitude_udeg, p.is_position_approximate,
               p.phone, p.site, p.hours, join_services(p.services), p.pivot, p.updated_on});
}

void update_place(store::Transaction& transaction, people::OrganisationId organisation, const Place& p) {
  transaction.execute(
      update, {organisation, p.name, base::fold(p.name), p.address, p.address_complement, p.commune, p.postal_code,
               p.position.latitude_udeg, p.position.longitude_udeg, p.is_position_approximate, p.phone, p.site, p.hours,
               join_services(p.services), p.pivot, p.updated_on});
}

std::string join_services(const std::vector<std::string>& services) {
  std::string text;
  for (std::string service : services) {
    std::replace(service.begin(), service.end(), '|', '/');
    if (!text.empty()) text += '|';
    text += service;
  }
  return text;
}

std::vector<std::string> split_services(std::string_view text) {
  std::vector<std::string> services;
  for (const auto service : base::split(text, '|')) {
    if (!service.empty()) services.emplace_back(service);
  }
  return services;
}

}  // namespace relais::directory
