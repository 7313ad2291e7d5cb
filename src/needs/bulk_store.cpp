#include <unordered_set>

#include "needs/kept.hpp"

namespace relais::needs {

using store::Reader;
using store::Transaction;

namespace {

constexpr auto select_kept =
    "SELECT structure_id, product_id, audience, id, people, quantity, urgency, is_withdrawn FROM needs_need "
    "WHERE round_id = $1";

}  // namespace

KeptNeeds read_kept_needs(Reader& reader, RoundId round) {
  KeptNeeds kept;
  for (auto rows = reader.query(select_kept, {round}); rows.next();) {
    const auto audience = catalogue::parse_audience(rows.text(2));
    const auto urgency = parse_urgency(rows.text(6));
    RELAIS_CHECK(audience && urgency);
    const auto figures = rows.boolean(7) ? Figures{} : Figures{rows.integer(4), rows.integer(5), *urgency};
    kept.emplace(NeedKey{rows.id<OrganisationId>(0), rows.id<ProductId>(1), *audience},
                 KeptNeed{rows.id<NeedId>(3), figures});
  }
  return kept;
}

namespace {

void insert_created(Transaction& transaction, const NeedPermit& permit, RoundId round,
                    const std::vector<NewNeed>& created) {
  const auto now = transaction.now();
  auto bulk = transaction.bulk_insert("needs_need",
                                      "id, round_id, structure_id, audience, product_id, people, quantity, urgency, "
                                      "state, version, changed_at, changed_by, doubt");
  for (const auto& [key, figures, doubt] : created)
    bulk->row({transaction.next_id(), round, key.structure, catalogue::code_of(key.audience), key.product,
               figures.people, figures.quantity, code_of(figures.urgency), code_of(NeedState::submitted), 1, now,
               permit.actor(), code_of(doubt)});
  bulk->finish();
}

// As update_need of save_need, for all differences at once.
constexpr auto apply_differences =
    "UPDATE needs_need SET people = d.people, quantity = d.quantity, urgency = d.urgency, state = 'submitted', "
    "version = version + 1, changed_at = $1, changed_by = $2, reviewed_at = NULL, reviewed_by = NULL, "
    "checked_people = CASE WHEN needs_need.people = d.people THEN checked_people END, "
    "checked_at = CASE WHEN needs_need.people = d.people THEN checked_at END, "
    "checked_by = CASE WHEN needs_need.people = d.people THEN checked_by END, doubt = d.doubt, is_withdrawn = 0 "
    "FROM needs_difference d WHERE needs_need.id = d.need_id";
constexpr auto delete_differences = "DELETE FROM needs_difference";

void apply_changed(Transaction& transaction, const NeedPermit& permit, const std::vector<ChangedNeed>& changed) {
  auto bulk = transaction.bulk_insert("needs_difference", "need_id, people, quantity, urgency, doubt");
  for (const auto& [id, structure, figures, doubt] : changed)
    bulk->row({id, figures.people, figures.quantity, code_of(figures.urgency), code_of(doubt)});
  bulk->finish();
  const auto applied = transaction.execute(apply_differences, {transaction.now(), permit.actor()});
  RELAIS_CHECK(applied == static_cast<std::int64_t>(changed.size()));
  transaction.execute(delete_differences);
}

// As touch_answer, for all structures that the table changed.
constexpr auto touch_answers =
    "INSERT INTO needs_answer (round_id, structure_id, request, version, answered_at, answered_by) "
    "SELECT CAST($1 AS BIGINT), structure_id, '', 1, CAST($2 AS BIGINT), CAST($3 AS TEXT) FROM needs_touched "
    "WHERE structure_id > 0 ON CONFLICT (round_id, structure_id) DO UPDATE SET request = excluded.request, "
    "version = needs_answer.version + 1, answered_at = excluded.answered_at, answered_by = excluded.answered_by, "
    "sent_back_at = NULL, sent_back_by = NULL, sent_back_reason = NULL";
constexpr auto delete_touched = "DELETE FROM needs_touched";

void note_answers(Transaction& transaction, const NeedPermit& permit, RoundId round,
                  const std::unordered_set<OrganisationId>& structures) {
  auto bulk = transaction.bulk_insert("needs_touched", "structure_id");
  for (const auto structure : structures) bulk->row({structure});
  bulk->finish();
  transaction.execute(touch_answers, {round, transaction.now(), permit.actor()});
  transaction.execute(delete_touched);
}

}  // namespace

void write_needs(Transaction& transaction, const NeedPermit& permit, RoundId round, const std::vector<NewNeed>& created,
                 const std::vector<ChangedNeed>& changed) {
  if (!created.empty()) insert_created(transaction, permit, round, created);
  if (!changed.empty()) apply_changed(transaction, permit, changed);
  std::unordered_set<OrganisationId> structures;
  for (const auto& need : created) structures.insert(need.key.structure);
  for (const auto& need : changed) structures.insert(need.structure);
  if (!structures.empty()) note_answers(transaction, permit, round, structures);
}

}  // namespace relais::needs
