#include "directory/place_store.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace relais::directory {
namespace {

constexpr auto lock =
    "INSERT INTO directory_list (programme_id, code) VALUES ($1, $2) "
    "ON CONFLICT (programme_id, code) DO UPDATE SET code = excluded.code";

const std::string select_places =
    "SELECT organisation_id, source_id, name, address, address_complement, commune, postal_code, latitude_udeg, "
    "longitude_udeg, is_position_approximate, phone, site, hours, services, pivot, updated_on" +
    detail_list("{}") + " FROM directory_place WHERE programme_id = $1 AND list_code = $2";

// What an import brings of a place, in the order of Stated.
const std::string stated =
    "name, sort_key, address, address_complement, commune, postal_code, latitude_udeg, longitude_udeg, "
    "is_position_approximate, phone, site, hours, services, pivot, updated_on" +
    detail_list("{}");
constexpr std::size_t stated_count = 15 + Details::count;

std::string placeholders(std::size_t first, std::size_t count) {
  std::string list;
  for (auto number = first; number < first + count; ++number)
    list += fmt::format("{}${}", list.empty() ? "" : ", ", number);
  return list;
}

const std::string insert = "INSERT INTO directory_place (organisation_id, programme_id, list_code, source_id, " +
                           stated + ") VALUES (" + placeholders(1, 4 + stated_count) + ")";
// A row of values: both engines know it since 2018.
const std::string update =
    "UPDATE directory_place SET (" + stated + ") = (" + placeholders(2, stated_count) + ") WHERE organisation_id = $1";

/// The values of `stated`; it keeps the texts that are made for them.
class Stated {
 public:
  explicit Stated(const Place& place)
      : place_(place),
        sort_key_(base::fold(place.name)),
        sites_(join_values(place.sites)),
        services_(join_values(place.services)) {}

  void add_to(std::vector<store::Parameter>& to) const {
    const auto& p = place_;
    to.insert(to.end(), {p.name, sort_key_, p.address, p.address_complement, p.commune, p.postal_code,
                         p.position.latitude_udeg, p.position.longitude_udeg, p.is_position_approximate, p.phone,
                         sites_, p.hours, services_, p.pivot, p.updated_on});
    for (const auto& column : detail_columns()) to.emplace_back(p.details[column.detail]);
  }

 private:
  const Place& place_;
  std::string sort_key_, sites_, services_;
};

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
  place.sites = split_values(rows.text(11));
  place.hours = rows.string(12);
  place.services = split_values(rows.text(13));
  place.pivot = rows.string(14);
  if (!rows.is_null(15)) place.updated_on = rows.day(15);
  place.details = read_details(rows, 16);
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
                  people::OrganisationId organisation, const Place& place) {
  const Stated values(place);
  std::vector<store::Parameter> parameters{organisation, programme, list, place.source_id};
  values.add_to(parameters);
  transaction.execute(insert, parameters);
}

void update_place(store::Transaction& transaction, people::OrganisationId organisation, const Place& place) {
  const Stated values(place);
  std::vector<store::Parameter> parameters{organisation};
  values.add_to(parameters);
  transaction.execute(update, parameters);
}

std::string join_values(const std::vector<std::string>& values) {
  std::string text;
  for (std::string value : values) {
    std::replace(value.begin(), value.end(), '|', '/');
    if (!text.empty()) text += '|';
    text += value;
  }
  return text;
}

std::vector<std::string> split_values(std::string_view text) {
  std::vector<std::string> values;
  for (const auto value : base::split(text, '|')) {
    if (!value.empty()) values.emplace_back(value);
  }
  return values;
}

std::string detail_list(std::string_view pattern) {
  std::string list;
  for (const auto& column : detail_columns()) list += ", " + fmt::format(fmt::runtime(pattern), column.column);
  return list;
}

Details read_details(const store::Rows& rows, int first) {
  Details details;
  for (const auto& column : detail_columns()) details[column.detail] = rows.string(first++);
  return details;
}

}  // namespace relais::directory
