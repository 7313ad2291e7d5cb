#include "allocation/computation_states.hpp"
#include "allocation/earlier.hpp"
#include "allocation/refusals.hpp"
#include "base/codes.hpp"
#include "base/reference.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

constexpr base::Codes<Purpose, 3> purpose_codes{
    {{Purpose::proposal, "proposal"}, {Purpose::trial, "trial"}, {Purpose::adjustment, "adjustment"}}};
constexpr base::Codes<ComputationState, 4> computation_state_codes{{{ComputationState::waiting, "waiting"},
                                                                    {ComputationState::running, "running"},
                                                                    {ComputationState::done, "done"},
                                                                    {ComputationState::refused, "refused"}}};
constexpr base::Codes<Stage, 3> stage_codes{
    {{Stage::reading, "reading"}, {Stage::solving, "solving"}, {Stage::storing, "storing"}}};

// A node may have died after the allocation was kept and before this was told here.
constexpr auto select_computation =
    "SELECT c.id, c.round_id, c.purpose, c.form, c.actor, c.asked_at, c.state, c.stage, c.progress, c.total, "
    "c.alive_at, COALESCE(c.allocation_id, a.id, 0), c.refusal_code, c.refusal_french, c.refusal_english "
    "FROM allocation_computation c LEFT JOIN allocation_allocation a "
    "ON a.programme_id = c.programme_id AND a.request = c.request WHERE c.id = $1 AND c.programme_id = $2";
constexpr auto select_unfinished =
    "SELECT id, programme_id FROM allocation_computation WHERE round_id = $1 AND state IN ('waiting', 'running') "
    "AND purpose <> 'trial' AND alive_at >= $2 ORDER BY id LIMIT 1";
constexpr auto select_computation_by_request =
    "SELECT id, form, actor FROM allocation_computation WHERE programme_id = $1 AND request = $2";
constexpr auto select_newest =
    "SELECT id, number, proposed_by, proposed_at FROM allocation_allocation "
    "WHERE round_id = $1 AND trial_of_id IS NULL ORDER BY number DESC LIMIT 1";
constexpr auto insert_computation =
    "INSERT INTO allocation_computation (id, programme_id, round_id, request, purpose, form, actor, asked_at, state, "
    "alive_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $8)";
constexpr auto update_progress =
    "UPDATE allocation_computation SET state = 'running', stage = $2, progress = $3, total = $4, alive_at = $5 "
    "WHERE id = $1 AND state IN ('waiting', 'running')";
constexpr auto update_alive =
    "UPDATE allocation_computation SET alive_at = $2 WHERE id = $1 AND state IN ('waiting', 'running')";
constexpr auto update_done =
    "UPDATE allocation_computation SET state = 'done', allocation_id = $2 WHERE id = $1 "
    "AND state IN ('waiting', 'running')";
constexpr auto update_refused =
    "UPDATE allocation_computation SET state = 'refused', refusal_code = $2, refusal_french = $3, "
    "refusal_english = $4 WHERE id = $1 AND state IN ('waiting', 'running')";

Result<std::optional<Begun>> find_repeated_computation(Reader& reader, ProgrammeId programme, const Permit& permit,
                                                       const ComputationOrder& order) {
  auto rows = reader.query(select_computation_by_request, {programme, order.request});
  if (!rows.next()) return std::optional<Begun>();
  if (rows.text(1) != order.form || rows.text(2) != permit.actor())
    return Refusal(refused::request_reused, {order.request});
  return std::optional(Begun{rows.id<ComputationId>(0), true});
}

/// Whoever asks for a proposal has seen the newest of the round, and no other is being computed.
Result<> check_is_next(Reader& reader, const ComputationOrder& order, base::Instant now) {
  if (order.purpose == Purpose::trial) return base::Done{};
  if (const auto going_on = find_unfinished(reader, order.round, now))
    return Refusal(refused::computation_going_on, {going_on->actor});
  if (order.purpose == Purpose::adjustment) return base::Done{};
  const auto newest = find_newest(reader, order.round);
  if (newest && newest->reference != order.newest_seen)
    return Refusal(refused::proposed_meanwhile, {newest->reference, newest->proposed_by});
  return base::Done{};
}

}  // namespace

Result<Begun> begin_computation(Transaction& transaction, const people::AllocatePermit& permit,
                                const ComputationOrder& order) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  const auto programme = find_programme_of(transaction, order.round);
  if (!programme) return Refusal(refused::round_unknown);
  RELAIS_TRY_DONE(permit.check(*programme));
  RELAIS_TRY(const auto repeat, find_repeated_computation(transaction, *programme, permit, order));
  if (repeat) return *repeat;
  RELAIS_TRY_DONE(check_is_next(transaction, order, transaction.now()));
  const auto id = transaction.new_id<ComputationId>();
  transaction.execute(insert_computation,
                      {id, *programme, order.round, order.request, base::code_in(purpose_codes, order.purpose),
                       order.form, permit.actor(), transaction.now()});
  return Begun{id, false};
}

std::optional<Computation> find_computation(Reader& reader, ProgrammeId programme, ComputationId id) {
  auto rows = reader.query(select_computation, {id, programme});
  if (!rows.next()) return std::nullopt;
  const auto purpose = base::value_in(purpose_codes, rows.text(2));
  const auto state = base::value_in(computation_state_codes, rows.text(6));
  RELAIS_CHECK(purpose && state);
  const auto made = rows.id<AllocationId>(11);
  return Computation{rows.id<ComputationId>(0),
                     rows.id<RoundId>(1),
                     *purpose,
                     rows.string(3),
                     rows.string(4),
                     rows.instant(5),
                     made ? ComputationState::done : *state,
                     base::value_in(stage_codes, rows.text(7)),
                     rows.integer(8),
                     rows.integer(9),
                     rows.instant(10),
                     made,
                     rows.string(12),
                     {rows.string(13), rows.string(14)}};
}

bool has_begun(Reader& reader, ProgrammeId programme, std::string_view request) {
  return reader.query(select_computation_by_request, {programme, request}).next();
}

std::optional<Computation> find_unfinished(Reader& reader, RoundId round, base::Instant now) {
  ComputationId id;
  ProgrammeId programme;
  {
    auto rows = reader.query(select_unfinished, {round, now - silence_max});
    if (!rows.next()) return std::nullopt;
    id = rows.id<ComputationId>(0);
    programme = rows.id<ProgrammeId>(1);
  }
  return find_computation(reader, programme, id);
}

std::optional<Newest> find_newest(Reader& reader, RoundId round) {
  auto rows = reader.query(select_newest, {round});
  if (!rows.next()) return std::nullopt;
  return Newest{rows.id<AllocationId>(0), base::format_reference('A', rows.integer(1)), rows.string(2),
                rows.instant(3)};
}

void record_progress(Transaction& transaction, ComputationId id, Stage stage, std::int64_t progress,
                     std::int64_t total) {
  transaction.execute(update_progress, {id, base::code_in(stage_codes, stage), progress, total, transaction.now()});
}

void record_alive(Transaction& transaction, ComputationId id) {
  transaction.execute(update_alive, {id, transaction.now()});
}

void record_done(Transaction& transaction, ComputationId id, AllocationId allocation) {
  transaction.execute(update_done, {id, allocation});
}

void record_refused(Transaction& transaction, ComputationId id, const Refusal& refusal) {
  transaction.execute(update_refused, {id, refusal.code(), refusal.message(base::Language::french),
                                       refusal.message(base::Language::english)});
}

}  // namespace relais::allocation
