#include "allocation/adjust.hpp"

#include "allocation/adjustments.hpp"
#include "allocation/propose.hpp"
#include "allocation/refusals.hpp"
#include "base/text.hpp"
#include "fairness/refusals.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;

Result<> check_is_open(const Allocation& allocation) {
  switch (allocation.state) {
    case State::proposed:
      return base::Done{};
    case State::approved:
      return Refusal(refused::already_approved, {allocation.reference});
    case State::superseded:
      return Refusal(refused::superseded, {allocation.reference});
    case State::trial:
      return Refusal(refused::is_a_trial, {allocation.reference});
  }
  base::throw_defect("an allocation in an unknown state", __FILE__, __LINE__);
}

Result<> check_quantity(const Line& line, const AdjustOrder& order) {
  if (!order.quantity) {
    if (!line.adjusted) return Refusal(refused::not_adjusted, {line.name});
    return base::Done{};
  }
  const auto asked = line.asked - line.earlier;
  const auto owed = line.guarantee.promised + line.guarantee.earmarked;
  if (*order.quantity < 0 || *order.quantity > asked)
    return Refusal(refused::adjustment_above_asked,
                   {line.name, std::to_string(*order.quantity), std::to_string(asked)});
  if (*order.quantity < owed)
    return Refusal(refused::adjustment_below_guarantee,
                   {line.name, std::to_string(*order.quantity), std::to_string(line.guarantee.promised),
                    std::to_string(line.guarantee.earmarked)});
  return base::Done{};
}

/// The order that proposes anew what the allocation was, adjusted.
Order order_like(const Allocation& allocation, const AdjustOrder& adjust) {
  Order order;
  order.request = adjust.request;
  order.round = allocation.round;
  order.day = allocation.day;
  order.seed = allocation.seed;
  order.policy = allocation.policy;
  order.keeps_grants_of = allocation.keeps_grants_of;
  order.adjusts = &adjust;
  return order;
}

struct Ready {
  Order order;
  std::optional<Proposed> repeat;
};

/// A repeated request is told before anything else: what it looked at is superseded by then.
Result<Ready> ready_to_adjust(Reader& reader, const AllocatePermit& permit, const AdjustOrder& adjust) {
  const auto allocation = find_by_id(reader, adjust.allocation);
  if (!allocation) return Refusal(refused::allocation_unknown);
  RELAIS_TRY_DONE(permit.check(allocation->programme));
  Ready ready{order_like(*allocation, adjust), {}};
  RELAIS_TRY(const auto repeat, find_repeated_proposal(reader, ready.order));
  if (repeat) return Ready{ready.order, repeat};
  RELAIS_TRY_DONE(line_to_adjust(reader, adjust));
  return ready;
}

}  // namespace

Result<LookedAt> line_to_adjust(Reader& reader, const AdjustOrder& order) {
  const auto allocation = find_by_id(reader, order.allocation);
  if (!allocation) return Refusal(refused::allocation_unknown);
  RELAIS_TRY_DONE(check_is_open(*allocation));
  const auto line = find_line(reader, allocation->id, order.need);
  if (!line) return Refusal(refused::line_unknown, {allocation->reference});
  RELAIS_TRY_DONE(check_quantity(*line, order));
  return LookedAt{*allocation, *line};
}

Result<Proposed> adjust(store::Database& database, const AllocatePermit& permit, const AdjustOrder& order,
                        const Progress& progress) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  if (base::trim(order.reason).empty()) return Refusal(refused::reason_is_empty);
  RELAIS_TRY(const Ready ready, database.read([&](Reader& reader) { return ready_to_adjust(reader, permit, order); }));
  if (ready.repeat) return *ready.repeat;
  auto proposed = propose_order(database, permit, ready.order, progress);
  if (!proposed && proposed.refusal().is(fairness::refusals::floors_do_not_fit))
    return Refusal(refused::adjustment_does_not_fit,
                   {std::to_string(order.quantity.value_or(0)), proposed.refusal().facts().back()});
  return proposed;
}

}  // namespace relais::allocation
