#include "allocation/gather.hpp"

#include <algorithm>
#include <unordered_map>

#include "allocation/adjustments.hpp"
#include "allocation/earlier.hpp"
#include "allocation/earmarks.hpp"
#include "allocation/goods.hpp"
#include "allocation/policy.hpp"
#include "allocation/refusals.hpp"
#include "ledger/ledger.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using needs::ApprovedNeed;
using store::Reader;

constexpr std::int64_t needs_per_step = 50'000;  ///< of progress

/// What is known of the round besides its needs.
struct Before {
  Grants granted;
  Past past;
  Grants promised;
  Grants adjusted;
};

Result<Before> read_before(Reader& reader, const Order& order, ProgrammeId programme) {
  Before before{granted_by_need(reader, order.round),
                granted_so_far(reader, programme),
                {},
                adjusted_by_need(reader, order.round)};
  if (order.adjusts) before.adjusted.erase(order.adjusts->need);
  if (order.adjusts && order.adjusts->quantity) before.adjusted[order.adjusts->need] = *order.adjusts->quantity;
  if (!order.keeps_grants_of) return before;
  auto promised = granted_in(reader, order.round, order.keeps_grants_of);
  if (!promised) return Refusal(refused::promise_unknown);
  before.promised = *std::move(promised);
  return before;
}

/// Makes lines of needs, one after the other.
class LineMaker {
 public:
  LineMaker(Reader& reader, const Catalogue& catalogue, const Before& before, Inputs& inputs)
      : catalogue_(catalogue), before_(before), inputs_(inputs) {
    for (auto& one : people::list_organisations(reader, catalogue.programme.id, people::OrganisationKind::structure)) {
      structure_at_.emplace(one.id, inputs_.structures.size());
      inputs_.structures.push_back({one.id, std::move(one.code), std::move(one.departement)});
    }
  }

  void add(const ApprovedNeed& need) {
    LineInput line;
    line.need = need.id;
    line.structure = structure_at(need.structure);
    line.product = product_at(need.product);
    line.audience = need.audience;
    line.urgency = need.urgency;
    line.is_checked = need.is_checked;
    line.people = need.people;
    line.asked = need.quantity;
    // A need that was lowered after it was served keeps what it got: it asks for nothing more.
    line.earlier = std::min(found_or_zero(before_.granted, need.id), need.quantity);
    if (line.earlier == line.asked) return;
    if (const auto set = before_.adjusted.find(need.id); set != before_.adjusted.end())
      line.adjusted = std::min(set->second, line.asked - line.earlier);
    line.guarantee.promised = std::min(found_or_zero(before_.promised, need.id), line.cap());
    line.past = found_or_zero(before_.past, PastKey{need.structure, need.audience, need.product});
    inputs_.lines.push_back(line);
  }

 private:
  template <class Map, class Key>
  static std::int64_t found_or_zero(const Map& map, const Key& key) {
    if (map.empty()) return 0;
    const auto found = map.find(key);
    return found == map.end() ? 0 : found->second;
  }

  /// A structure's needs mostly come together.
  std::uint32_t structure_at(OrganisationId structure) {
    if (inputs_.structures[last_structure_].id != structure)
      last_structure_ = static_cast<std::uint32_t>(structure_at_.at(structure));
    return last_structure_;
  }

  std::uint32_t product_at(ProductId product) {
    for (std::uint32_t at = 0; at < inputs_.products.size(); ++at)
      if (inputs_.products[at].id == product) return at;
    inputs_.products.push_back(product_input(catalogue_, product));
    return static_cast<std::uint32_t>(inputs_.products.size() - 1);
  }

  const Catalogue& catalogue_;
  const Before& before_;
  Inputs& inputs_;
  std::unordered_map<OrganisationId, std::size_t> structure_at_;
  std::uint32_t last_structure_ = 0;
};

void read_needs(Reader& reader, const Order& order, const Before& before, const Progress& progress,
                Gathered& gathered) {
  LineMaker maker(reader, gathered.catalogue, before, gathered.inputs);
  std::int64_t read = 0;
  gathered.needs_fingerprint =
      needs::fingerprint_of_approved_needs(reader, order.round, order.day, [&](const ApprovedNeed& need) {
        maker.add(need);
        if (++read % needs_per_step == 0 && progress) progress(Stage::reading, read, 0);
      });
}

/// What was set by hand is a floor as well as a cap.
void set_by_hand(Inputs& inputs, fairness::Instance& instance) {
  for (std::size_t at = 0; at < inputs.lines.size(); ++at) {
    auto& line = inputs.lines[at];
    if (!line.adjusted) continue;
    line.guarantee.by_hand = *line.adjusted - line.guarantee.promised - line.guarantee.earmarked;
    instance.lines[at].floor = *line.adjusted;
  }
}

}  // namespace

void raise_floors(Inputs& inputs, fairness::Instance& instance, const std::vector<Earmark>& earmarks) {
  raise_earmark_floors(inputs, instance, earmarks);
  set_by_hand(inputs, instance);
  raise_departement_floors(inputs, instance);
}

void read_free_stock(Reader& reader, ProgrammeId programme, Inputs& inputs) {
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  std::unordered_map<OrganisationId, std::string> depots;
  for (const auto& depot : people::list_organisations(reader, programme, people::OrganisationKind::depot))
    depots.emplace(depot.id, depot.code);
  inputs.stock.clear();
  for (const auto& balance : ledger::list_balances(reader, programme, ledger::AccountKind::depot))
    inputs.stock.push_back(
        {balance.holder, depots.at(balance.holder), balance.kind, catalogue.kind(balance.kind).code, balance.quantity});
  sort_goods(inputs);
}

Result<Gathered> gather(Reader& reader, const Order& order, const Progress& progress) {
  const auto programme = find_programme_of(reader, order.round);
  if (!programme) return Refusal(refused::round_unknown);
  Gathered gathered;
  gathered.catalogue = catalogue::get_catalogue(reader, *programme);
  RELAIS_TRY_DONE(check(order.policy, gathered.catalogue));
  RELAIS_TRY(const Before before, read_before(reader, order, *programme));
  gathered.needs_stamp = stamp_of_needs(reader, *programme, order.round);
  auto& inputs = gathered.inputs;
  inputs.seed = order.seed;
  inputs.lines.reserve(static_cast<std::size_t>(gathered.needs_stamp.needs));
  read_needs(reader, order, before, progress, gathered);
  if (inputs.lines.empty()) return Refusal(refused::nothing_asked);
  apply_policy(inputs, gathered.catalogue, order.policy);
  sort_lines(inputs);
  read_free_stock(reader, *programme, inputs);
  const auto is_wanted = [&](const StockInput& stock) { return inputs.has_kind(stock.kind); };
  if (std::none_of(inputs.stock.begin(), inputs.stock.end(), is_wanted)) return Refusal(refused::nothing_free);
  gathered.earmarks = read_earmarks(reader, *programme);
  return gathered;
}

}  // namespace relais::allocation
