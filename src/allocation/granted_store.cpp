#include <algorithm>

#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

constexpr auto select_granted_needs =
    "SELECT need_id, structure_id, audience, product_id, granted FROM allocation_granted WHERE allocation_id = $1";

struct GrantedNeed {
  NeedId need;
  OrganisationId structure;
  Audience audience = Audience::precarious_person;
  ProductId product;
  std::int64_t granted = 0;
  auto operator<=>(const GrantedNeed&) const = default;
};

std::vector<GrantedNeed> granted_needs_of(const Recorded& recorded) {
  const auto& inputs = recorded.inputs;
  std::vector<GrantedNeed> needs;
  for (std::size_t at = 0; at < inputs.lines.size(); ++at) {
    const auto& line = inputs.lines[at];
    if (recorded.plan.granted[at] > 0)
      needs.push_back({line.need, inputs.structures[line.structure].id, line.audience, inputs.products[line.product].id,
                       recorded.plan.granted[at]});
  }
  std::sort(needs.begin(), needs.end());
  return needs;
}

}  // namespace

void insert_granted(store::Transaction& transaction, const Recorded& recorded) {
  auto bulk = transaction.bulk_insert("allocation_granted",
                                      "allocation_id, need_id, structure_id, audience, product_id, granted");
  for (const auto& one : granted_needs_of(recorded))
    bulk->row(
        {recorded.allocation.id, one.need, one.structure, catalogue::code_of(one.audience), one.product, one.granted});
  bulk->finish();
}

bool is_granted_as_recorded(store::Reader& reader, const Recorded& recorded) {
  std::vector<GrantedNeed> laid_out;
  for (auto rows = reader.query(select_granted_needs, {recorded.allocation.id}); rows.next();) {
    const auto audience = catalogue::parse_audience(rows.text(2));
    if (!audience) return false;
    laid_out.push_back(
        {rows.id<NeedId>(0), rows.id<OrganisationId>(1), *audience, rows.id<ProductId>(3), rows.integer(4)});
  }
  std::sort(laid_out.begin(), laid_out.end());
  if (recorded.allocation.state != State::approved) return laid_out.empty();
  return laid_out == granted_needs_of(recorded);
}

}  // namespace relais::allocation
