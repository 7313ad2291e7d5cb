#include "allocation/adjustments.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Transaction;

constexpr auto select_adjustments =
    "SELECT from_id, to_id, need_id, granted_before, quantity, reason, actor, adjusted_at FROM allocation_adjustment "
    "WHERE round_id = $1 AND (CAST($2 AS BIGINT) = 0 OR need_id = $2) ORDER BY adjusted_at, to_id";
constexpr auto select_adjustment_for =
    "SELECT from_id, to_id, need_id, granted_before, quantity, reason, actor, adjusted_at FROM allocation_adjustment "
    "WHERE to_id = $1";
// In the order in which they were made: the last of a need stands.
constexpr auto select_standing =
    "SELECT j.need_id, j.quantity FROM allocation_adjustment j JOIN allocation_allocation t ON t.id = j.to_id "
    "WHERE j.round_id = $1 AND t.number > (SELECT COALESCE(MAX(number), 0) FROM allocation_allocation "
    "WHERE round_id = $1 AND state = 'approved') ORDER BY t.number";
constexpr auto insert_one_adjustment =
    "INSERT INTO allocation_adjustment (to_id, round_id, from_id, need_id, granted_before, quantity, reason, actor, "
    "adjusted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

Adjustment adjustment_at(const store::Rows& rows) {
  return {rows.id<AllocationId>(0), rows.id<AllocationId>(1), rows.id<NeedId>(2), rows.integer(3),
          rows.maybe_integer(4),    rows.string(5),           rows.string(6),     rows.instant(7)};
}

}  // namespace

std::vector<Adjustment> list_adjustments(Reader& reader, RoundId round, NeedId need) {
  std::vector<Adjustment> adjustments;
  for (auto rows = reader.query(select_adjustments, {round, need}); rows.next();)
    adjustments.push_back(adjustment_at(rows));
  return adjustments;
}

std::optional<Adjustment> find_adjustment(Reader& reader, AllocationId to) {
  auto rows = reader.query(select_adjustment_for, {to});
  if (!rows.next()) return std::nullopt;
  return adjustment_at(rows);
}

Grants adjusted_by_need(Reader& reader, RoundId round) {
  Grants adjusted;
  for (auto rows = reader.query(select_standing, {round}); rows.next();) {
    if (rows.is_null(1))
      adjusted.erase(rows.id<NeedId>(0));
    else
      adjusted[rows.id<NeedId>(0)] = rows.integer(1);
  }
  return adjusted;
}

void insert_adjustment(Transaction& transaction, const Permit& permit, RoundId round, const Adjustment& made) {
  transaction.execute(insert_one_adjustment, {made.to, round, made.from, made.need, made.granted_before, made.quantity,
                                              made.reason, permit.actor(), transaction.now()});
}

}  // namespace relais::allocation
