#include <algorithm>
#include <limits>

#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Reader;

constexpr auto select_parts =
    "SELECT p.id, p.code, a.kind_id, a.quantity, COALESCE(m.units, 1) FROM allocation_part a "
    "JOIN catalogue_product p ON p.id = a.product_id "
    "LEFT JOIN allocation_minimum_lot m ON m.allocation_id = a.allocation_id AND m.product_id = a.product_id "
    "WHERE a.allocation_id = $1 ORDER BY p.id";
constexpr auto select_accepted =
    "SELECT a.part_id, a.kind_id, k.code FROM allocation_accepted a JOIN catalogue_kind k ON k.id = a.kind_id "
    "WHERE a.allocation_id = $1 ORDER BY a.part_id, a.position";
constexpr auto select_stock =
    "SELECT s.depot_id, o.code, s.kind_id, s.quantity FROM allocation_stock s "
    "JOIN people_organisation o ON o.id = s.depot_id WHERE s.allocation_id = $1";

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

}  // namespace

Inputs read_inputs(Reader& reader, AllocationId allocation) {
  Inputs inputs;
  inputs.seed = get_allocation(reader, allocation).seed;
  read_products(reader, allocation, inputs);
  read_accepted(reader, allocation, inputs);
  for (auto rows = reader.query(select_stock, {allocation}); rows.next();)
    inputs.stock.push_back({rows.id<OrganisationId>(0), rows.string(1), rows.id<KindId>(2), rows.integer(3)});
  inputs.lines = list_lines(reader, allocation, {.lines_max = std::numeric_limits<std::int64_t>::max()});
  sort(inputs);
  return inputs;
}

fairness::Instance get_instance(Reader& reader, AllocationId allocation) {
  return build_instance(read_inputs(reader, allocation));
}

}  // namespace relais::allocation
