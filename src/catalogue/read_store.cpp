#include <map>

#include "catalogue/catalogue.hpp"

namespace relais::catalogue {
namespace {

using store::Reader;
using store::Rows;

Programme programme_of(const Rows& rows) {
  Programme programme;
  programme.id = rows.id<ProgrammeId>(0);
  programme.code = rows.string(1);
  programme.name = {rows.string(2), rows.string(3)};
  programme.starts_on = rows.day(4);
  if (!rows.is_null(5)) programme.ends_on = rows.day(5);
  programme.is_illustrative = rows.boolean(6);
  return programme;
}

template <class Value>
Value known(std::optional<Value> value) {
  RELAIS_CHECK(value.has_value());
  return *value;
}

constexpr auto select_kinds =
    "SELECT id, code, name_french, name_english, category, tracking, volume_gb, validity_days, has_unlimited_calls "
    "FROM catalogue_kind WHERE programme_id = $1 ORDER BY position";
constexpr auto select_serves =
    "SELECT s.kind_id, s.served_id FROM catalogue_serves s JOIN catalogue_kind k ON k.id = s.kind_id "
    "JOIN catalogue_kind served ON served.id = s.served_id "
    "WHERE k.programme_id = $1 ORDER BY k.position, served.position";

std::vector<Kind> list_kinds(Reader& reader, ProgrammeId programme) {
  std::vector<Kind> kinds;
  std::map<KindId, std::size_t> index;
  for (auto rows = reader.query(select_kinds, {programme}); rows.next();) {
    Kind kind;
    kind.id = rows.id<KindId>(0);
    kind.code = rows.string(1);
    kind.name = {rows.string(2), rows.string(3)};
    kind.category = known(parse_category(rows.text(4)));
    kind.tracking = known(parse_tracking(rows.text(5)));
    kind.volume_gb = rows.integer(6);
    kind.validity_days = rows.integer(7);
    kind.has_unlimited_calls = rows.boolean(8);
    index.emplace(kind.id, kinds.size());
    kinds.push_back(std::move(kind));
  }
  for (auto rows = reader.query(select_serves, {programme}); rows.next();)
    kinds[index.at(rows.id<KindId>(0))].serves.push_back(rows.id<KindId>(1));
  return kinds;
}

constexpr auto select_products =
    "SELECT id, code, name_french, name_english FROM catalogue_product WHERE programme_id = $1 ORDER BY position";
constexpr auto select_parts =
    "SELECT a.product_id, a.kind_id, a.quantity FROM catalogue_part a JOIN catalogue_product p ON p.id = a.product_id "
    "JOIN catalogue_kind k ON k.id = a.kind_id WHERE p.programme_id = $1 ORDER BY p.position, k.position";

std::vector<Product> list_products(Reader& reader, ProgrammeId programme) {
  std::vector<Product> products;
  std::map<ProductId, std::size_t> index;
  for (auto rows = reader.query(select_products, {programme}); rows.next();) {
    index.emplace(rows.id<ProductId>(0), products.size());
    products.push_back({rows.id<ProductId>(0), rows.string(1), {rows.string(2), rows.string(3)}, {}});
  }
  for (auto rows = reader.query(select_parts, {programme}); rows.next();)
    products[index.at(rows.id<ProductId>(0))].parts.push_back({rows.id<KindId>(1), rows.integer(2)});
  return products;
}

constexpr auto select_targets =
    "SELECT audience, measure, people FROM catalogue_target WHERE programme_id = $1 ORDER BY audience, measure";

std::vector<Target> list_targets(Reader& reader, ProgrammeId programme) {
  std::vector<Target> targets;
  for (auto rows = reader.query(select_targets, {programme}); rows.next();)
    targets.push_back({known(parse_audience(rows.text(0))), known(parse_measure(rows.text(1))), rows.integer(2)});
  return targets;
}

constexpr auto select_programmes =
    "SELECT id, code, name_french, name_english, starts_on, ends_on, is_illustrative FROM catalogue_programme "
    "ORDER BY starts_on DESC, code";
constexpr auto select_programme_by_code =
    "SELECT id, code, name_french, name_english, starts_on, ends_on, is_illustrative FROM catalogue_programme "
    "WHERE code = $1";
constexpr auto select_programme =
    "SELECT id, code, name_french, name_english, starts_on, ends_on, is_illustrative FROM catalogue_programme "
    "WHERE id = $1";

}  // namespace

std::vector<Programme> list_programmes(Reader& reader) {
  std::vector<Programme> programmes;
  for (auto rows = reader.query(select_programmes); rows.next();) programmes.push_back(programme_of(rows));
  return programmes;
}

std::optional<Programme> find_programme(Reader& reader, std::string_view code) {
  auto rows = reader.query(select_programme_by_code, {code});
  if (!rows.next()) return std::nullopt;
  return programme_of(rows);
}

Catalogue get_catalogue(Reader& reader, ProgrammeId programme) {
  Catalogue catalogue;
  {
    auto rows = reader.query(select_programme, {programme});
    RELAIS_CHECK(rows.next());
    catalogue.programme = programme_of(rows);
  }
  catalogue.kinds = list_kinds(reader, programme);
  catalogue.products = list_products(reader, programme);
  catalogue.targets = list_targets(reader, programme);
  return catalogue;
}

}  // namespace relais::catalogue
