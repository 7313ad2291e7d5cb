#include "needs/kept.hpp"
#include "needs/refusals.hpp"

namespace relais::needs {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Transaction;

namespace {

// A change that another process made since the version was read leaves no row to change.
constexpr auto update_review =
    "UPDATE needs_need SET state = $3, version = version + 1, reviewed_at = $4, reviewed_by = $5 "
    "WHERE id = $1 AND version = $2";
constexpr auto update_check =
    "UPDATE needs_need SET checked_people = $3, checked_at = $4, checked_by = $5, version = version + 1 "
    "WHERE id = $1 AND version = $2";
constexpr auto approve_submitted =
    "UPDATE needs_need SET state = 'approved', version = version + 1, reviewed_at = $2, reviewed_by = $3 "
    "WHERE round_id = $1 AND state = 'submitted' AND (doubt = '' OR checked_at IS NOT NULL) AND (CAST($4 AS BIGINT) = "
    "0 OR structure_id IN "
    "(SELECT id FROM people_organisation WHERE network_id = $4))";

Result<Need> need_to_change(Transaction& transaction, const CensusPermit& permit, NeedId id) {
  auto need = find_need(transaction, id);
  if (!need) return Refusal(refused::need_unknown, {std::to_string(id.value)});
  RELAIS_TRY_DONE(permit.check(get_round(transaction, need->round).programme, need->structure));
  return *std::move(need);
}

Result<Saved> updated_or_changed(std::int64_t rows, NeedId id) {
  if (rows == 1) return Saved::updated;
  return Refusal(refused::need_changed, {std::to_string(id.value)});
}

}  // namespace

Result<Saved> review_need(Transaction& transaction, const CensusPermit& permit, NeedId id, std::int64_t version_seen,
                          NeedState state) {
  RELAIS_TRY(const auto need, need_to_change(transaction, permit, id));
  if (need.state == state) return Saved::unchanged;
  if (state == NeedState::approved && need.is_to_be_verified())
    return Refusal(refused::people_not_verified, {std::to_string(id.value)});
  const bool is_reviewed = state != NeedState::submitted;
  const auto at = is_reviewed ? std::optional(transaction.now()) : std::nullopt;
  const auto by = is_reviewed ? std::optional(permit.actor()) : std::nullopt;
  return updated_or_changed(transaction.execute(update_review, {id, version_seen, code_of(state), at, by}), id);
}

Result<std::int64_t> approve_submitted_needs(Transaction& transaction, const CensusPermit& permit, RoundId round,
                                             OrganisationId network) {
  const auto programme = get_round(transaction, round).programme;
  RELAIS_TRY_DONE(network ? permit.check(programme, network) : permit.check(programme));
  return transaction.execute(approve_submitted, {round, transaction.now(), permit.actor(), network});
}

Result<Saved> check_people(Transaction& transaction, const CensusPermit& permit, NeedId id, std::int64_t version_seen,
                           std::int64_t people) {
  RELAIS_TRY(const auto need, need_to_change(transaction, permit, id));
  RELAIS_TRY_DONE(check_people_count(people));
  if (need.check && need.check->people == people) return Saved::unchanged;
  return updated_or_changed(
      transaction.execute(update_check, {id, version_seen, people, transaction.now(), permit.actor()}), id);
}

}  // namespace relais::needs
