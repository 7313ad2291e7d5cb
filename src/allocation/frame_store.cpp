#include <algorithm>

#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Rows;

constexpr auto select_range = "SELECT first_line, last_line FROM allocation_allocation WHERE id = $1";
constexpr auto select_parts =
    "SELECT p.id, p.code, a.kind_id, a.quantity, COALESCE(m.units, 1) FROM allocation_part a "
    "JOIN catalogue_product p ON p.id = a.product_id "
    "LEFT JOIN allocation_minimum_lot m ON m.allocation_id = a.allocation_id AND m.product_id = a.product_id "
    "WHERE a.allocation_id = $1 ORDER BY p.id";
constexpr auto select_accepted =
    "SELECT a.part_id, a.kind_id, k.code FROM allocation_accepted a JOIN catalogue_kind k ON k.id = a.kind_id "
    "WHERE a.allocation_id = $1 ORDER BY a.part_id, a.position";
constexpr auto select_stock =
    "SELECT s.depot_id, o.code, s.kind_id, k.code, s.quantity FROM allocation_stock s "
    "JOIN people_organisation o ON o.id = s.depot_id JOIN catalogue_kind k ON k.id = s.kind_id "
    "WHERE s.allocation_id = $1";
constexpr auto select_classes =
    "SELECT tier, product_id, lines, asked, granted, cutoff_numerator, cutoff_denominator, cutoff_line, "
    "refused_numerator, refused_denominator, refused_line FROM allocation_outcome WHERE allocation_id = $1";
constexpr auto select_ran_out =
    "SELECT s.tier, s.product_id, s.kind_id FROM allocation_price s JOIN catalogue_kind k ON k.id = s.kind_id "
    "WHERE s.allocation_id = $1 ORDER BY k.code";
constexpr auto select_routes =
    "SELECT tier, product_id, part_id, kind_id, quantity FROM allocation_route WHERE allocation_id = $1";

void read_products(Reader& reader, AllocationId allocation, Inputs& inputs) {
  for (auto rows = reader.query(select_parts, {allocation}); rows.next();) {
    const auto product = rows.id<ProductId>(0);
    if (inputs.products.empty() || inputs.products.back().id != product)
      inputs.products.push_back({product, rows.string(1), rows.integer(4), {}});
    inputs.products.back().parts.push_back({rows.id<KindId>(2), rows.integer(3)});
  }
}

void read_accepted(Reader& reader, AllocationId allocation, Inputs& inputs) {
  for (auto rows = reader.query(select_accepted, {allocation}); rows.next();) {
    const auto part = rows.id<KindId>(0);
    if (inputs.accepted.empty() || inputs.accepted.back().part != part) inputs.accepted.push_back({part, {}});
    inputs.accepted.back().kinds.push_back(rows.id<KindId>(1));
    const KindInput kind{rows.id<KindId>(1), rows.string(2)};
    if (std::find(inputs.kinds.begin(), inputs.kinds.end(), kind) == inputs.kinds.end()) inputs.kinds.push_back(kind);
  }
}

void read_goods(Reader& reader, const Allocation& allocation, Inputs& inputs) {
  inputs.seed = allocation.seed;
  inputs.policy = allocation.policy;
  read_products(reader, allocation.id, inputs);
  read_accepted(reader, allocation.id, inputs);
  for (auto rows = reader.query(select_stock, {allocation.id}); rows.next();)
    inputs.stock.push_back(
        {rows.id<OrganisationId>(0), rows.string(1), rows.id<KindId>(2), rows.string(3), rows.integer(4)});
  sort_goods(inputs);
}

std::optional<Rank> class_rank_at(const Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return Rank{rows.integer(column), rows.integer(column + 1)};
}

Class class_at(const Rows& rows) {
  Class one;
  one.tier = static_cast<std::int32_t>(rows.integer(0));
  one.product = rows.id<ProductId>(1);
  one.lines = rows.integer(2);
  one.asked = rows.integer(3);
  one.granted = rows.integer(4);
  one.cutoff = class_rank_at(rows, 5);
  one.cutoff_line = rows.string(7);
  one.refused = class_rank_at(rows, 8);
  one.refused_line = rows.string(10);
  return one;
}

std::vector<Class> read_classes(Reader& reader, AllocationId allocation) {
  std::vector<Class> classes;
  for (auto rows = reader.query(select_classes, {allocation}); rows.next();) classes.push_back(class_at(rows));
  for (auto rows = reader.query(select_ran_out, {allocation}); rows.next();)
    for (auto& one : classes)
      if (one.tier == rows.integer(0) && one.product == rows.id<ProductId>(1))
        one.ran_out.push_back(rows.id<KindId>(2));
  return classes;
}

/// The place of a kind among those that do for a part.
std::size_t acceptance_of(const Inputs& inputs, KindId part, KindId kind) {
  for (const auto& accepted : inputs.accepted)
    if (accepted.part == part)
      return static_cast<std::size_t>(std::find(accepted.kinds.begin(), accepted.kinds.end(), kind) -
                                      accepted.kinds.begin());
  base::throw_defect("a route for a part that no product has", __FILE__, __LINE__);
}

std::vector<Route> read_routes(Reader& reader, AllocationId allocation, const Inputs& inputs) {
  std::vector<Route> routes;
  for (auto rows = reader.query(select_routes, {allocation}); rows.next();)
    routes.push_back({static_cast<std::int32_t>(rows.integer(0)), rows.id<ProductId>(1), rows.id<KindId>(2),
                      rows.id<KindId>(3), rows.integer(4)});
  const auto place = [&](const Route& route) {
    return std::tuple(route.tier, inputs.position_of(route.product), inputs.position_of(route.part),
                      acceptance_of(inputs, route.part, route.kind));
  };
  std::sort(routes.begin(), routes.end(), [&](const Route& a, const Route& b) { return place(a) < place(b); });
  return routes;
}

}  // namespace

std::vector<DealtKind> Frame::kinds_for(const Class& of, KindId part) const {
  std::vector<DealtKind> kinds;
  for (const auto& route : routes)
    if (route.tier == of.tier && route.product == of.product && route.part == part)
      kinds.push_back({route.kind, route.quantity});
  return kinds;
}

const Class& Frame::class_of(std::int32_t tier, ProductId product) const {
  const auto found = std::find_if(classes.begin(), classes.end(),
                                  [&](const Class& one) { return one.tier == tier && one.product == product; });
  RELAIS_CHECK(found != classes.end());
  return *found;
}

Frame read_frame(Reader& reader, AllocationId id) {
  Frame frame;
  frame.allocation = get_allocation(reader, id);
  read_goods(reader, frame.allocation, frame.inputs);
  frame.goods = build_goods(frame.inputs);
  frame.classes = read_classes(reader, id);
  std::sort(frame.classes.begin(), frame.classes.end(), [&](const Class& a, const Class& b) {
    return std::pair(a.tier, frame.inputs.position_of(a.product)) <
           std::pair(b.tier, frame.inputs.position_of(b.product));
  });
  frame.routes = read_routes(reader, id, frame.inputs);
  auto rows = reader.query(select_range, {id});
  RELAIS_CHECK(rows.next());
  frame.first_line = rows.integer(0);
  frame.last_line = rows.integer(1);
  return frame;
}

std::vector<Class> list_classes(Reader& reader, AllocationId allocation) {
  return read_frame(reader, allocation).classes;
}

std::vector<Route> list_routes(Reader& reader, AllocationId allocation) {
  return read_frame(reader, allocation).routes;
}

}  // namespace relais::allocation
