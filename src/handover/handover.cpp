#include "handover/handover.hpp"

#include <algorithm>
#include <map>

#include "allocation/allocation.hpp"
#include "base/reference.hpp"
#include "handover/records.hpp"
#include "handover/refusals.hpp"
#include "ledger/ledger.hpp"

namespace relais::handover {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using ledger::AccountKind;
using store::Reader;
using store::Transaction;

constexpr std::int64_t people_max = 1'000'000;

Result<> check_people(std::int64_t people) {
  if (people < 1) return Refusal(refused::people_not_positive);
  if (people > people_max)
    return Refusal(refused::count_too_large, {std::to_string(people), std::to_string(people_max)});
  return Done{};
}

Result<> check_day(const catalogue::Programme& programme, base::Day day) {
  if (day < programme.starts_on) return Refusal(refused::programme_not_started, {base::iso_day(programme.starts_on)});
  if (programme.ends_on && day > *programme.ends_on)
    return Refusal(refused::programme_ended, {base::iso_day(*programme.ends_on)});
  return Done{};
}

Result<> check(const Catalogue& catalogue, const people::Organisation& structure, const HandOverOrder& order) {
  const auto is_product = std::any_of(catalogue.products.begin(), catalogue.products.end(),
                                      [&](const auto& product) { return product.id == order.product; });
  if (!is_product) return Refusal(refused::product_unknown);
  RELAIS_TRY_DONE(check_people(order.people));
  RELAIS_TRY_DONE(check_day(catalogue.programme, order.day));
  if (!people::is_accredited(structure, order.day)) return Refusal(refused::structure_not_accredited, {structure.name});
  return Done{};
}

bool is_as_ordered(const HandOver& made, const HandOverOrder& order) {
  return made.structure == order.structure && made.audience == order.audience && made.product == order.product &&
         made.people == order.people && made.day == order.day;
}

/// What the shelf holds, of all kinds: a structure has few.
std::vector<Part> goods_on(Reader& reader, const Catalogue& catalogue, ledger::AccountId shelf) {
  std::vector<Part> goods;
  for (const auto& kind : catalogue.kinds)
    if (const auto quantity = ledger::balance_of(reader, shelf, kind.id); quantity > 0)
      goods.push_back({kind.id, quantity});
  return goods;
}

/// By kind, in the order of codes.
std::vector<Part> add_up(const Catalogue& catalogue, const std::vector<allocation::Portion>& portions) {
  std::map<std::string_view, Part> sums;
  for (const auto& portion : portions) {
    auto& sum = sums.try_emplace(catalogue.kind(portion.kind).code, Part{portion.kind, 0}).first->second;
    sum.quantity += portion.quantity;
  }
  std::vector<Part> given;
  for (const auto& [code, part] : sums) given.push_back(part);
  return given;
}

Result<> move_goods(Transaction& transaction, const HandOverPermit& permit, ProgrammeId programme,
                    ledger::AccountId shelf, const HandOver& made) {
  const auto given = ledger::open_account(transaction, programme, AccountKind::handed_over, made.structure);
  const auto about = base::format_reference('H', made.id.value);
  ledger::EntryOrder entry{programme, about, ledger::Reason::handed_over, about, {}};
  for (const auto& part : made.given) ledger::add_move(entry, shelf, given, part.kind, part.quantity);
  RELAIS_TRY_DONE(ledger::record(transaction, permit, entry));
  return Done{};
}

}  // namespace

Result<HandOver> hand_over(Transaction& transaction, const HandOverPermit& permit, const Catalogue& catalogue,
                           const HandOverOrder& order) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  const auto programme = catalogue.programme.id;
  RELAIS_TRY_DONE(permit.check(programme, order.structure));
  if (auto before = find_by_request(transaction, programme, order.request)) {
    if (!is_as_ordered(*before, order)) return Refusal(refused::request_reused, {order.request});
    before->repeated = true;
    return *std::move(before);
  }
  if (!has_structure(transaction, programme, order.structure)) return Refusal(refused::structure_unknown);
  const auto structure = people::get_organisation(transaction, order.structure);
  RELAIS_TRY_DONE(check(catalogue, structure, order));

  const auto shelf = ledger::open_account(transaction, programme, AccountKind::shelf, order.structure);
  const auto portions =
      allocation::compose(catalogue, order.product, order.people, goods_on(transaction, catalogue, shelf));
  if (!portions)
    return Refusal(refused::not_on_shelf,
                   {structure.name, std::to_string(order.people), catalogue.product(order.product).name.french});
  const HandOver made{transaction.new_id<HandOverId>(),
                      order.structure,
                      order.audience,
                      order.product,
                      order.people,
                      order.day,
                      add_up(catalogue, *portions),
                      false};
  RELAIS_TRY_DONE(move_goods(transaction, permit, programme, shelf, made));
  insert(transaction, permit, programme, order.request, made);
  return made;
}

Result<std::vector<HandOver>> hand_over_many(Transaction& transaction, const HandOverPermit& permit,
                                             const Catalogue& catalogue, const std::vector<HandOverOrder>& orders) {
  std::vector<HandOver> all;
  for (const auto& order : orders) {
    RELAIS_TRY(HandOver one, hand_over(transaction, permit, catalogue, order));
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace relais::handover
