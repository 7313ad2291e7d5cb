#include <algorithm>

#include "base/codes.hpp"
#include "base/text.hpp"
#include "needs/answers.hpp"
#include "needs/participation.hpp"
#include "needs/rules.hpp"

namespace relais::needs {
namespace {

using store::Reader;

constexpr base::Codes<Standing, 6> standing_codes{{{Standing::unanswered, "unanswered"},
                                                   {Standing::sent_back, "sent_back"},
                                                   {Standing::stale, "stale"},
                                                   {Standing::to_verify, "to_verify"},
                                                   {Standing::to_review, "to_review"},
                                                   {Standing::reviewed, "reviewed"}}};

// The last change of an accreditation is its state.
constexpr auto select_participants =
    "SELECT o.id, o.code, o.name, o.departement, COALESCE(o.network_id, 0), w.answered_at, w.sent_back_at, "
    "COALESCE(n.needs, 0), COALESCE(n.submitted, 0), COALESCE(n.doubtful, 0) FROM people_organisation o "
    "JOIN people_accreditation a ON a.organisation_id = o.id AND a.position = "
    "(SELECT MAX(position) FROM people_accreditation WHERE organisation_id = o.id) "
    "LEFT JOIN needs_answer w ON w.round_id = $2 AND w.structure_id = o.id "
    "LEFT JOIN (SELECT structure_id, COUNT(*) AS needs, "
    "CAST(SUM(CASE WHEN state = 'submitted' THEN 1 ELSE 0 END) AS BIGINT) AS submitted, "
    "CAST(SUM(CASE WHEN state = 'submitted' AND doubt <> '' AND checked_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) "
    "AS doubtful FROM needs_need WHERE round_id = $2 AND is_withdrawn = 0 GROUP BY structure_id) n "
    "ON n.structure_id = o.id "
    "WHERE o.programme_id = $1 AND o.kind = 'structure' AND a.state = 'accredited' AND "
    "(a.valid_until IS NULL OR a.valid_until >= $3)";

Standing standing_of(const Round& round, const Participant& participant, bool is_sent_back, base::Instant now) {
  if (!participant.answered_at) return Standing::unanswered;
  if (is_sent_back) return Standing::sent_back;
  if (round.state == RoundState::open && is_stale(round, *participant.answered_at, now)) return Standing::stale;
  if (participant.to_verify > 0) return Standing::to_verify;
  return participant.submitted > 0 ? Standing::to_review : Standing::reviewed;
}

Participant read_participant(const store::Rows& rows) {
  return {.structure = rows.id<OrganisationId>(0),
          .code = rows.string(1),
          .name = rows.string(2),
          .departement = rows.string(3),
          .network = rows.id<OrganisationId>(4),
          .answered_at = rows.is_null(5) ? std::nullopt : std::optional(rows.instant(5)),
          .needs = rows.integer(7),
          .submitted = rows.integer(8),
          .to_verify = rows.integer(9)};
}

}  // namespace

std::string_view code_of(Standing standing) { return base::code_in(standing_codes, standing); }
std::optional<Standing> parse_standing(std::string_view code) { return base::value_in(standing_codes, code); }

const catalogue::Label& label_of(Standing standing) {
  static const catalogue::Label labels[] = {{"sans réponse", "no answer"}, {"renvoyée", "sent back"},
                                            {"périmée", "stale"},          {"à vérifier", "to verify"},
                                            {"à examiner", "to review"},   {"examinée", "reviewed"}};
  return labels[static_cast<std::size_t>(standing)];
}

bool is_answered(Standing standing) {
  return standing == Standing::to_verify || standing == Standing::to_review || standing == Standing::reviewed;
}

std::vector<Participant> list_participants(Reader& reader, const Round& round, base::Instant now,
                                           const people::Coverage& coverage) {
  std::vector<std::pair<std::string, Participant>> named;
  for (auto rows = reader.query(select_participants, {round.programme, round.id, day_of(now)}); rows.next();) {
    auto participant = read_participant(rows);
    if (!coverage.covers(round.programme, participant.structure)) continue;
    if (!round.terms.asks_in(participant.departement)) continue;
    participant.standing = standing_of(round, participant, !rows.is_null(6), now);
    named.emplace_back(base::fold(participant.name) + ' ' + participant.code, std::move(participant));
  }
  std::sort(named.begin(), named.end(), [](const auto& one, const auto& other) { return one.first < other.first; });
  std::vector<Participant> participants;
  participants.reserve(named.size());
  for (auto& [name, participant] : named) participants.push_back(std::move(participant));
  return participants;
}

}  // namespace relais::needs
