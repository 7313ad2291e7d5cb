#include "gifts/pledges.hpp"
#include "gifts/refusals.hpp"

namespace relais::gifts {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

namespace {

// Changes nothing, but takes the row: a receipt, a closing and a change of one pledge never overlap, on any engine.
constexpr auto lock_by_code = "UPDATE gifts_pledge SET state = state WHERE programme_id = $1 AND code = $2";
constexpr auto lock_by_id = "UPDATE gifts_pledge SET state = state WHERE id = $1";
constexpr auto select_by_code =
    "SELECT id, programme_id, code, donor_id, state FROM gifts_pledge WHERE programme_id = $1 AND code = $2";
constexpr auto select_by_id = "SELECT id, programme_id, code, donor_id, state FROM gifts_pledge WHERE id = $1";

std::optional<Pledge> read_pledge(store::Rows rows) {
  if (!rows.next()) return std::nullopt;
  const auto state = parse_pledge_state(rows.text(4));
  RELAIS_CHECK(state.has_value());
  return Pledge{rows.id<PledgeId>(0), rows.id<ProgrammeId>(1), rows.string(2), rows.id<OrganisationId>(3), *state};
}

}  // namespace

std::optional<Pledge> lock_pledge(Transaction& transaction, ProgrammeId programme, std::string_view code) {
  if (transaction.execute(lock_by_code, {programme, code}) == 0) return std::nullopt;
  return read_pledge(transaction.query(select_by_code, {programme, code}));
}

std::optional<Pledge> lock_pledge(Transaction& transaction, PledgeId id) {
  if (transaction.execute(lock_by_id, {id}) == 0) return std::nullopt;
  return read_pledge(transaction.query(select_by_id, {id}));
}

namespace {

constexpr auto select_lines =
    "SELECT kind_id, is_second_hand, quantity, expected_from, expected_until, COALESCE(for_audience, ''), "
    "COALESCE(for_departement, '') FROM gifts_pledge_line "
    "WHERE pledge_id = $1 ORDER BY kind_id, is_second_hand";
constexpr auto select_received =
    "SELECT l.kind_id, l.is_second_hand, CAST(SUM(l.quantity) AS BIGINT) FROM gifts_receipt r "
    "JOIN gifts_receipt_line l ON l.receipt_id = r.id WHERE r.pledge_id = $1 AND r.cancelled_at IS NULL "
    "GROUP BY l.kind_id, l.is_second_hand";

std::optional<base::Day> maybe_day(const store::Rows& rows, int column) {
  return rows.is_null(column) ? std::nullopt : std::optional(rows.day(column));
}

}  // namespace

std::vector<PledgeLine> lines_of(Reader& reader, PledgeId pledge) {
  std::vector<PledgeLine> lines;
  for (auto rows = reader.query(select_lines, {pledge}); rows.next();)
    lines.push_back({{rows.id<KindId>(0), rows.boolean(1)},
                     rows.integer(2),
                     maybe_day(rows, 3),
                     maybe_day(rows, 4),
                     {catalogue::parse_audience(rows.text(5)), rows.string(6)}});
  return lines;
}

std::map<LineKey, std::int64_t> received_of(Reader& reader, PledgeId pledge) {
  std::map<LineKey, std::int64_t> received;
  for (auto rows = reader.query(select_received, {pledge}); rows.next();)
    received[{rows.id<KindId>(0), rows.boolean(1)}] = rows.integer(2);
  return received;
}

namespace {

/// A line may not go under what was received of it, unless it was there already.
Result<> check_received(Reader& reader, const Catalogue& catalogue, PledgeId pledge,
                        const std::vector<PledgeLine>& before, const std::vector<PledgeLine>& after) {
  std::map<LineKey, std::int64_t> wanted;
  for (const auto& line : after) wanted[line.key] = line.quantity;
  const auto received = received_of(reader, pledge);
  for (const auto& line : before) {
    const auto counted = received.find(line.key);
    const auto quantity = wanted[line.key];
    if (counted == received.end() || quantity >= line.quantity || quantity >= counted->second) continue;
    return Refusal(refused::below_received,
                   {catalogue.kind(line.key.kind).code, std::to_string(counted->second), std::to_string(quantity)});
  }
  return base::Done{};
}

Result<PledgePlan> plan_change(Reader& reader, const Catalogue& catalogue, const PledgeDraft& draft,
                               const Pledge& existing, PledgePlan plan) {
  if (existing.donor != plan.donor) return Refusal(refused::donor_changed, {plan.code});
  plan.id = existing.id;
  const auto before = lines_of(reader, existing.id);
  plan.outcome = before == plan.lines ? Saved::unchanged : Saved::updated;
  if (plan.outcome == Saved::unchanged) return plan;
  if (draft.must_be_new) return Refusal(refused::code_taken, {plan.code});
  if (existing.state == PledgeState::closed) return Refusal(refused::pledge_closed, {plan.code});
  if (!draft.replaces.empty() && draft.replaces != version_of_lines(before))
    return Refusal(refused::changed_meanwhile, {plan.code});
  RELAIS_TRY_DONE(check_received(reader, catalogue, existing.id, before, plan.lines));
  return plan;
}

}  // namespace

Result<PledgePlan> plan_pledge(Transaction& transaction, const GiftPermit& permit, const Catalogue& catalogue,
                               const PledgeDraft& draft) {
  if (draft.code.empty()) return Refusal(refused::pledge_needs_code);
  const auto donor = people::find_organisation(transaction, catalogue.programme.id, draft.donor_code);
  if (!donor || donor->kind != people::OrganisationKind::donor)
    return Refusal(refused::donor_not_registered, {draft.donor_code});
  RELAIS_TRY_DONE(permit.check(catalogue.programme.id, donor->id));
  if (draft.lines.empty()) return Refusal(refused::pledge_is_empty, {draft.code});
  RELAIS_TRY(auto lines, check_pledge_lines(catalogue, draft.lines));
  PledgePlan plan{.id = {}, .code = draft.code, .donor = donor->id, .lines = std::move(lines)};
  const auto existing = lock_pledge(transaction, catalogue.programme.id, draft.code);
  if (!existing) return plan;
  return plan_change(transaction, catalogue, draft, *existing, std::move(plan));
}

namespace {

constexpr auto insert_pledge =
    "INSERT INTO gifts_pledge (id, programme_id, code, donor_id, state, created_at, created_by) "
    "VALUES ($1, $2, $3, $4, 'open', $5, $6)";
constexpr auto delete_lines = "DELETE FROM gifts_pledge_line WHERE pledge_id = $1";
constexpr auto insert_line =
    "INSERT INTO gifts_pledge_line (pledge_id, kind_id, is_second_hand, quantity, expected_from, expected_until, "
    "for_audience, for_departement) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

std::optional<std::string_view> audience_code(const Earmark& earmark) {
  return earmark.audience ? std::optional(catalogue::code_of(*earmark.audience)) : std::nullopt;
}

std::optional<std::string_view> departement_code(const Earmark& earmark) {
  return earmark.departement.empty() ? std::nullopt : std::optional<std::string_view>(earmark.departement);
}

}  // namespace

PledgeId carry_out(Transaction& transaction, const GiftPermit& permit, ProgrammeId programme, const PledgePlan& plan) {
  if (plan.outcome == Saved::unchanged) return plan.id;
  auto id = plan.id;
  if (plan.outcome == Saved::created) {
    id = PledgeId{transaction.next_id()};
    transaction.execute(insert_pledge, {id, programme, plan.code, plan.donor, transaction.now(), permit.actor()});
  } else {
    transaction.execute(delete_lines, {id});
  }
  for (const auto& line : plan.lines)
    transaction.execute(insert_line,
                        {id, line.key.kind, line.key.is_second_hand ? 1 : 0, line.quantity, line.expected_from,
                         line.expected_until, audience_code(line.for_whom), departement_code(line.for_whom)});
  return id;
}

Result<SavedPledge> save_pledge(Transaction& transaction, const GiftPermit& permit, const Catalogue& catalogue,
                                const PledgeDraft& draft) {
  RELAIS_TRY(const auto plan, plan_pledge(transaction, permit, catalogue, draft));
  return SavedPledge{carry_out(transaction, permit, catalogue.programme.id, plan), plan.outcome};
}

namespace {

constexpr auto close_by_id =
    "UPDATE gifts_pledge SET state = 'closed', closed_at = $2, closed_by = $3 WHERE id = $1 AND state = 'open'";
constexpr auto record_shortfall =
    "UPDATE gifts_pledge_line SET shortfall_at_closing = $4 "
    "WHERE pledge_id = $1 AND kind_id = $2 AND is_second_hand = $3";

}  // namespace

Result<Saved> close_pledge(Transaction& transaction, const GiftPermit& permit, ProgrammeId programme,
                           std::string_view pledge_code) {
  const auto pledge = lock_pledge(transaction, programme, pledge_code);
  if (!pledge) return Refusal(refused::pledge_unknown, {std::string(pledge_code)});
  RELAIS_TRY_DONE(permit.check(programme, pledge->donor));
  if (pledge->state == PledgeState::closed) return Saved::unchanged;
  transaction.execute(close_by_id, {pledge->id, transaction.now(), permit.actor()});
  auto received = received_of(transaction, pledge->id);
  for (const auto& line : lines_of(transaction, pledge->id)) {
    const auto shortfall = progress_of(line.quantity, received[line.key], 0).shortfall;
    transaction.execute(record_shortfall, {pledge->id, line.key.kind, line.key.is_second_hand ? 1 : 0, shortfall});
  }
  return Saved::updated;
}

}  // namespace relais::gifts
