#include "needs/reminders.hpp"

namespace relais::needs {

using base::Result;
using store::Reader;
using store::Transaction;

namespace {

constexpr auto select_reminded =
    "SELECT structure_id, MAX(reminded_at) FROM needs_reminder WHERE round_id = $1 GROUP BY structure_id";
// Of two that remind at once the second finds the row of the first, or breaks the primary key and is tried again.
constexpr auto insert_reminder =
    "INSERT INTO needs_reminder (round_id, structure_id, reminded_at, reminded_by) SELECT CAST($1 AS BIGINT), "
    "CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT) WHERE NOT EXISTS (SELECT 1 FROM needs_reminder "
    "WHERE round_id = $1 AND structure_id = $2 AND reminded_at > $5)";

}  // namespace

bool is_to_remind(const Participant& participant, const LastReminders& reminded, base::Instant now) {
  const auto last = reminded.find(participant.structure);
  return !is_answered(participant.standing) && (last == reminded.end() || now - last->second >= reminded_every);
}

LastReminders list_reminded(Reader& reader, RoundId round) {
  LastReminders reminded;
  for (auto rows = reader.query(select_reminded, {round}); rows.next();)
    reminded.emplace(rows.id<OrganisationId>(0), rows.instant(1));
  return reminded;
}

std::vector<Participant> list_to_remind(Reader& reader, const Round& round, base::Instant now,
                                        const people::Coverage& coverage) {
  if (round.state == RoundState::closed) return {};
  auto participants = list_participants(reader, round, now, coverage);
  const auto reminded = list_reminded(reader, round.id);
  std::erase_if(participants, [&](const Participant& one) { return !is_to_remind(one, reminded, now); });
  return participants;
}

Result<bool> note_reminder(Transaction& transaction, const CensusPermit& permit, const Round& round,
                           OrganisationId structure) {
  RELAIS_TRY_DONE(permit.check(round.programme, structure));
  const auto now = transaction.now();
  return transaction.execute(insert_reminder, {round.id, structure, now, permit.actor(), now - reminded_every}) == 1;
}

}  // namespace relais::needs
