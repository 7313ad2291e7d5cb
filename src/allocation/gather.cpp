#include "allocation/gather.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "allocation/earlier.hpp"
#include "allocation/goods.hpp"
#include "allocation/policy.hpp"
#include "allocation/refusals.hpp"
#include "ledger/ledger.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using needs::ApprovedNeed;
using people::Organisation;
using store::Reader;

using Structures = std::unordered_map<OrganisationId, Organisation>;

Structures read_structures(Reader& reader, ProgrammeId programme) {
  Structures structures;
  for (auto& one : people::list_organisations(reader, programme, people::OrganisationKind::structure))
    structures.emplace(one.id, std::move(one));
  return structures;
}

/// What is known of earlier allocations.
struct Before {
  std::map<NeedId, std::int64_t> granted;
  Past past;
  std::map<NeedId, std::int64_t> promised;
};

Result<Before> read_before(Reader& reader, const ProposalOrder& order, ProgrammeId programme) {
  Before before{granted_by_need(reader, order.round), granted_so_far(reader, programme), {}};
  if (!order.keeps_grants_of) return before;
  auto promised = granted_in(reader, order.round, order.keeps_grants_of);
  if (!promised) return Refusal(refused::promise_unknown);
  before.promised = *std::move(promised);
  return before;
}

template <class Map, class Key>
std::int64_t value_or_zero(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? 0 : found->second;
}

Line line_of(const ApprovedNeed& need, const std::string& name, const UrgencyRule& rule, const Before& before) {
  Line line;
  line.need = need.id;
  line.structure = need.structure;
  line.name = name;
  line.audience = need.audience;
  line.product = need.product;
  line.urgency = need.urgency;
  line.people = need.people;
  line.is_checked = need.is_checked;
  line.asked = need.quantity;
  // A need that was lowered after it was served keeps what it got: it asks for nothing more.
  line.earlier = std::min(value_or_zero(before.granted, need.id), need.quantity);
  line.tier = rule.tier;
  line.weight = need.people * rule.weight;
  line.cap = line.asked - line.earlier;
  line.floor = std::min(value_or_zero(before.promised, need.id), line.cap);
  line.past = value_or_zero(before.past, std::tuple(need.structure, need.audience, need.product));
  return line;
}

std::vector<Line> read_lines(Reader& reader, const ProposalOrder& order, const Catalogue& catalogue,
                             const Structures& structures, const Before& before) {
  std::vector<Line> lines;
  needs::list_approved_needs(reader, order.round, order.day, [&](const ApprovedNeed& need) {
    const auto name = fmt::format("{}/{}/{}", structures.at(need.structure).code, catalogue::code_of(need.audience),
                                  catalogue.product(need.product).code);
    auto line = line_of(need, name, order.policy.rule_of(need.urgency), before);
    if (line.cap > 0) lines.push_back(std::move(line));
  });
  return lines;
}

std::vector<std::string> departements_of(const std::vector<Line>& lines, const Structures& structures) {
  std::vector<std::string> departements;
  departements.reserve(lines.size());
  for (const auto& line : lines) departements.push_back(structures.at(line.structure).departement);
  return departements;
}

}  // namespace

void read_free_stock(Reader& reader, ProgrammeId programme, Inputs& inputs) {
  std::unordered_map<OrganisationId, std::string> depots;
  for (const auto& depot : people::list_organisations(reader, programme, people::OrganisationKind::depot))
    depots.emplace(depot.id, depot.code);
  inputs.stock.clear();
  for (const auto& balance : ledger::list_balances(reader, programme, ledger::AccountKind::depot)) {
    const auto wanted = std::any_of(inputs.kinds.begin(), inputs.kinds.end(),
                                    [&](const KindInput& kind) { return kind.id == balance.kind; });
    if (wanted) inputs.stock.push_back({balance.holder, depots.at(balance.holder), balance.kind, balance.quantity});
  }
  sort(inputs);
}

Result<Gathered> gather(Reader& reader, const ProposalOrder& order) {
  const auto programme = needs::get_round(reader, order.round).programme;
  Gathered gathered{catalogue::get_catalogue(reader, programme), {}, {}};
  const auto& catalogue = gathered.catalogue;
  RELAIS_TRY_DONE(check(order.policy, catalogue));
  RELAIS_TRY(const Before before, read_before(reader, order, programme));
  const auto structures = read_structures(reader, programme);

  gathered.needs_fingerprint = needs::fingerprint_of_approved_needs(reader, order.round, order.day);
  auto& inputs = gathered.inputs;
  inputs.seed = order.seed;
  inputs.lines = read_lines(reader, order, catalogue, structures, before);
  if (inputs.lines.empty()) return Refusal(refused::nothing_asked);
  std::vector<ProductId> products;
  for (const auto& line : inputs.lines) products.push_back(line.product);
  add_goods(inputs, catalogue, products, order.policy);
  read_free_stock(reader, programme, inputs);
  if (inputs.stock.empty()) return Refusal(refused::nothing_free);
  raise_departement_floors(inputs, departements_of(inputs.lines, structures), order.policy.departement_floor);
  return gathered;
}

}  // namespace relais::allocation
