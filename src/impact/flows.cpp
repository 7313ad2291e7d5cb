#include "impact/impact.hpp"
#include "ledger/ledger.hpp"

namespace relais::impact {
namespace {

using ledger::AccountKind;

/// Where the balance of an account shows in the picture.
std::int64_t& figure_of(CategoryFlow& flow, AccountKind account) {
  switch (account) {
    case AccountKind::donor:
      return flow.received;
    case AccountKind::depot:
      return flow.in_stock;
    case AccountKind::reserved:
      return flow.reserved;
    case AccountKind::quarantine:
      return flow.quarantine;
    case AccountKind::workshop:
      return flow.workshop;
    case AccountKind::in_transit:
      return flow.in_transit;
    case AccountKind::shelf:
      return flow.on_shelves;
    case AccountKind::handed_over:
      return flow.handed_over;
    case AccountKind::lost:
      return flow.lost;
    case AccountKind::recycled:
      return flow.recycled;
  }
  base::throw_defect("an unknown kind of account", __FILE__, __LINE__);
}

}  // namespace

std::vector<CategoryFlow> list_flows(store::Reader& reader, ProgrammeId programme) {
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  std::vector<CategoryFlow> flows;
  for (const auto category : {Category::device, Category::sim_card, Category::top_up}) {
    flows.emplace_back();
    flows.back().category = category;
  }
  const auto flow_of = [&](KindId kind) -> CategoryFlow& {
    return flows[static_cast<std::size_t>(catalogue.kind(kind).category)];
  };
  for (const auto& total : gifts::list_donor_totals(reader, programme))
    flow_of(total.kind).pledged += total.progress.pledged;
  for (const auto& balance : ledger::sum_balances(reader, programme)) {
    const auto sign = balance.account_kind == AccountKind::donor ? -1 : 1;
    figure_of(flow_of(balance.kind), balance.account_kind) += sign * balance.quantity;
  }
  return flows;
}

}  // namespace relais::impact
