#include "allocation/propose.hpp"

#include "allocation/adjustments.hpp"
#include "allocation/earlier.hpp"
#include "allocation/policy.hpp"
#include "allocation/refusals.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

bool is_as_ordered(Reader& reader, const Allocation& allocation, const Order& order) {
  const auto made_for = find_adjustment(reader, allocation.id);
  if (made_for.has_value() != (order.adjusts != nullptr)) return false;
  if (made_for)
    return made_for->from == order.adjusts->allocation && made_for->need == order.adjusts->need &&
           made_for->quantity == order.adjusts->quantity && made_for->reason == order.adjusts->reason;
  return allocation.round == order.round && allocation.day == order.day && allocation.seed == order.seed &&
         allocation.policy == in_order(order.policy) && allocation.keeps_grants_of == order.keeps_grants_of &&
         !allocation.trial_of;
}

/// What the solver needs, or what the request proposed before.
struct Prepared {
  std::optional<Proposed> repeat;
  Gathered gathered;
};

Result<Prepared> prepare(Reader& reader, const AllocatePermit& permit, const Order& order, const Progress& progress) {
  const auto programme = find_programme_of(reader, order.round);
  if (!programme) return Refusal(refused::round_unknown);
  RELAIS_TRY_DONE(permit.check(*programme));
  RELAIS_TRY(const auto repeat, find_repeated_proposal(reader, order));
  if (repeat) return Prepared{repeat, {}};
  RELAIS_TRY(Gathered gathered, gather(reader, order, progress));
  return Prepared{std::nullopt, std::move(gathered)};
}

/// Whether what was computed still stands on what is there.
Result<> check_unchanged(Reader& reader, const Order& order, const Gathered& gathered) {
  const auto programme = gathered.catalogue.programme.id;
  if (stamp_of_needs(reader, programme, order.round) != gathered.needs_stamp) return Refusal(refused::needs_changed);
  Inputs now;
  now.kinds = gathered.inputs.kinds;
  read_free_stock(reader, programme, now);
  if (stock_fingerprint(now) != stock_fingerprint(gathered.inputs)) return Refusal(refused::stock_changed);
  return base::Done{};
}

Header header_of(const Order& order, const Gathered& gathered) {
  return {gathered.catalogue.programme.id,
          order.round,
          order.day,
          order.seed,
          order.request,
          in_order(order.policy),
          order.keeps_grants_of,
          {},
          gathered.needs_fingerprint};
}

Result<Proposed> keep(Transaction& transaction, const Permit& permit, const Order& order, const Gathered& gathered,
                      const Outcome& outcome, const Progress& progress) {
  RELAIS_TRY(const auto repeat, find_repeated_proposal(transaction, order));
  if (repeat) return *repeat;
  RELAIS_TRY_DONE(check_unchanged(transaction, order, gathered));
  std::int64_t granted_before = 0;
  if (order.adjusts != nullptr) {
    // The proposal that the coordinator looked at is still the one of the round.
    RELAIS_TRY(const auto looked_at, line_to_adjust(transaction, *order.adjusts));
    granted_before = looked_at.line.granted;
  }
  const auto id = insert_proposal(transaction, permit, header_of(order, gathered), gathered.catalogue, gathered.inputs,
                                  outcome, progress);
  if (order.adjusts != nullptr)
    insert_adjustment(transaction, permit, order.round,
                      {order.adjusts->allocation,
                       id,
                       order.adjusts->need,
                       granted_before,
                       order.adjusts->quantity,
                       order.adjusts->reason,
                       {},
                       {}});
  return Proposed{id, false};
}

}  // namespace

Result<std::optional<Proposed>> find_repeated_proposal(Reader& reader, const Order& order) {
  const auto programme = find_programme_of(reader, order.round);
  if (!programme) return Refusal(refused::round_unknown);
  const auto before = find_by_request(reader, *programme, order.request);
  if (!before) return std::optional<Proposed>();
  if (!is_as_ordered(reader, *before, order)) return Refusal(refused::request_reused, {order.request});
  return std::optional(Proposed{before->id, true});
}

Result<Proposed> propose_order(store::Database& database, const AllocatePermit& permit, const Order& order,
                               const Progress& progress) {
  RELAIS_TRY(Prepared prepared,
             database.read([&](Reader& reader) { return prepare(reader, permit, order, progress); }));
  if (prepared.repeat) return *prepared.repeat;
  auto& gathered = prepared.gathered;
  const auto lines = static_cast<std::int64_t>(gathered.inputs.lines.size());
  if (progress) progress(Stage::solving, 0, lines);
  auto instance = build_instance(gathered.inputs);
  raise_floors(gathered.inputs, instance, gathered.earmarks);
  RELAIS_TRY(const Outcome outcome, work_out(std::move(instance)));
  if (progress) progress(Stage::storing, 0, lines);
  auto proposed = database.write(
      [&](Transaction& transaction) { return keep(transaction, permit, order, gathered, outcome, progress); });
  if (proposed && progress) progress(Stage::storing, lines, lines);
  return proposed;
}

Result<Proposed> propose(store::Database& database, const AllocatePermit& permit, const ProposalOrder& order,
                         const Progress& progress) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  return propose_order(database, permit, Order{order, nullptr}, progress);
}

}  // namespace relais::allocation
