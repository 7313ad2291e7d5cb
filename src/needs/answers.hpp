#pragma once
/// The answer of a structure to a round as a whole: all that it needs, given, approved or sent back at once.

#include <optional>
#include <string>
#include <vector>

#include "needs/needs.hpp"

namespace relais::needs {

struct AnswerLine {
  Audience audience = Audience::precarious_person;
  std::string product_code;
  std::int64_t people = 0;
  std::int64_t quantity = 0;
  Urgency urgency = Urgency::normal;
  std::optional<base::Day> waiting_since = {};
};

struct AnswerDraft {
  std::string request;  ///< the same twice acts once
  std::string round_code;
  std::string structure_code;
  std::int64_t version_seen = 0;  ///< of the answer that was on the form; 0: none was there
  bool needs_nothing = false;
  std::vector<AnswerLine> lines;
};

struct SavedAnswer {
  bool repeated = false;
};

/// Whether a line may stand in an answer to the round; on `today` nobody waits since tomorrow.
///
/// Refuses  product_unknown, not_asked_for, people_not_positive, quantity_not_positive, count_too_large,
/// exceeds_people,
///          waiting_since_future.
base::Result<> check_line(const Catalogue& catalogue, const Round& round, const people::Organisation& structure,
                          const AnswerLine& line, base::Day today);

/// Makes the structure's needs in the round those of the draft: as save_need for each line, and the needs that no line
/// names are withdrawn. Even when no figure changed the answer is now of today, and what was sent back is to be
/// reviewed again.
///
/// Permission  covers the structure.
/// Retry       safe: the same request changes nothing.
/// Refuses     round_unknown, structure_unknown, people's not_yours, structure_not_accredited, round_closed,
///             answer_changed (`version_seen` is no longer its version), answer_is_empty, answer_not_empty,
///             line_repeated, those of check_line.
base::Result<SavedAnswer> save_answer(store::Transaction& transaction, const NeedPermit& permit,
                                      const Catalogue& catalogue, const AnswerDraft& draft);

struct SentBack {
  std::string reason;
  std::string actor;
  base::Instant at;
};

struct Answer {
  std::int64_t version = 0;  ///< changes with every change of the answer or of one of its needs
  std::string request;       ///< of the form that saved it last; empty when no form did
  base::Instant answered_at;
  std::string answered_by;
  std::optional<SentBack> sent_back;
  std::vector<Need> needs;  ///< without those withdrawn

  std::int64_t count(NeedState state) const;
  std::int64_t count_to_verify() const;  ///< of those submitted
};

/// Nothing when the structure has not answered the round. Two queries.
std::optional<Answer> find_answer(store::Reader& reader, RoundId round, OrganisationId structure);
/// The structure's answer to the last round before this one that it answered: what a new one starts from.
std::optional<Answer> find_answer_before(store::Reader& reader, const Round& round, OrganisationId structure);

/// Whether an answer is too old to rely on.
bool is_stale(const Round& round, base::Instant answered_at, base::Instant now);

struct ApprovedAnswer {
  std::int64_t approved = 0;
  std::int64_t to_verify = 0;  ///< left submitted: their people are doubtful and nobody checked them
  bool repeated = false;       ///< nothing was left to approve
};
/// Approves the submitted needs of a structure that are plausible or verified.
///
/// Permission  covers the structure.
/// Refuses     people's not_yours, answer_unknown, answer_changed.
base::Result<ApprovedAnswer> approve_answer(store::Transaction& transaction, const CensusPermit& permit, RoundId round,
                                            OrganisationId structure, std::int64_t version_seen);
/// Sends an answer back to its structure, with what it should look at again: its needs no longer count.
///
/// Permission  covers the structure.
/// Retry       safe: sent back already for that reason, it stays so.
/// Refuses     people's not_yours, answer_unknown, reason_missing, answer_changed.
base::Result<people::Saved> send_back(store::Transaction& transaction, const CensusPermit& permit, RoundId round,
                                      OrganisationId structure, std::int64_t version_seen, std::string_view reason);

}  // namespace relais::needs
