#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "needs/answers.hpp"
#include "needs/kept.hpp"
#include "needs/refusals.hpp"

namespace relais::needs {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

namespace {

constexpr auto select_answer =
    "SELECT version, request, answered_at, answered_by, sent_back_at, sent_back_by, sent_back_reason FROM needs_answer "
    "WHERE round_id = $1 AND structure_id = $2";
constexpr auto select_round_before =
    "SELECT r.id FROM needs_answer a JOIN needs_round r ON r.id = a.round_id WHERE a.structure_id = $1 AND "
    "(r.opens_on, r.id) < ($2, $3) ORDER BY r.opens_on DESC, r.id DESC LIMIT 1";
constexpr auto upsert_answer =
    "INSERT INTO needs_answer (round_id, structure_id, request, version, answered_at, answered_by) "
    "VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT (round_id, structure_id) DO UPDATE SET request = excluded.request, "
    "version = needs_answer.version + 1, answered_at = excluded.answered_at, answered_by = excluded.answered_by, "
    "sent_back_at = NULL, sent_back_by = NULL, sent_back_reason = NULL";
// Taken before anything else is changed: of two at once the second waits, then finds another version.
constexpr auto take_answer =
    "UPDATE needs_answer SET version = version + 1 WHERE round_id = $1 AND structure_id = $2 AND version = $3";
constexpr auto withdraw_need =
    "UPDATE needs_need SET state = 'rejected', is_withdrawn = 1, version = version + 1, changed_at = $2, "
    "changed_by = $3, reviewed_at = $2, reviewed_by = $3 WHERE id = $1 AND is_withdrawn = 0";
constexpr auto approve_of_structure =
    "UPDATE needs_need SET state = 'approved', version = version + 1, reviewed_at = $3, reviewed_by = $4 "
    "WHERE round_id = $1 AND structure_id = $2 AND state = 'submitted' AND (doubt = '' OR checked_at IS NOT NULL)";
constexpr auto reject_of_structure =
    "UPDATE needs_need SET state = 'rejected', version = version + 1, reviewed_at = $3, reviewed_by = $4 "
    "WHERE round_id = $1 AND structure_id = $2 AND state <> 'rejected'";
constexpr auto update_sent_back =
    "UPDATE needs_answer SET sent_back_at = $3, sent_back_by = $4, sent_back_reason = $5 "
    "WHERE round_id = $1 AND structure_id = $2";

/// The answer's own row has a version; so has each of its needs. Their sum changes with each of them.
struct KeptAnswer {
  std::int64_t own_version = 0;
  Answer answer;
  std::vector<Need> needs;  ///< those withdrawn too
};

std::optional<KeptAnswer> find_kept(Reader& reader, RoundId round, OrganisationId structure) {
  auto rows = reader.query(select_answer, {round, structure});
  if (!rows.next()) return std::nullopt;
  KeptAnswer kept;
  kept.own_version = rows.integer(0);
  auto& answer = kept.answer;
  answer.request = rows.string(1);
  answer.answered_at = rows.instant(2);
  answer.answered_by = rows.string(3);
  if (!rows.is_null(4)) answer.sent_back = SentBack{rows.string(6), rows.string(5), rows.instant(4)};
  kept.needs = list_all_needs(reader, round, structure);
  answer.version = kept.own_version;
  for (const auto& need : kept.needs) {
    answer.version += need.version;
    if (!need.is_withdrawn) answer.needs.push_back(need);
  }
  return kept;
}

}  // namespace

std::int64_t Answer::count(NeedState state) const {
  return std::count_if(needs.begin(), needs.end(), [&](const Need& need) { return need.state == state; });
}

std::int64_t Answer::count_to_verify() const {
  return std::count_if(needs.begin(), needs.end(),
                       [](const Need& need) { return need.state == NeedState::submitted && need.is_to_be_verified(); });
}

std::optional<Answer> find_answer(Reader& reader, RoundId round, OrganisationId structure) {
  auto kept = find_kept(reader, round, structure);
  return kept ? std::optional(std::move(kept->answer)) : std::nullopt;
}

std::optional<Answer> find_answer_before(Reader& reader, const Round& round, OrganisationId structure) {
  auto rows = reader.query(select_round_before, {structure, round.opens_on, round.id});
  if (!rows.next()) return std::nullopt;
  return find_answer(reader, rows.id<RoundId>(0), structure);
}

bool is_stale(const Round& round, base::Instant answered_at, base::Instant now) {
  return now - answered_at > std::chrono::days(round.terms.stale_after_days);
}

void touch_answer(Transaction& transaction, const NeedPermit& permit, RoundId round, OrganisationId structure,
                  std::string_view request) {
  transaction.execute(upsert_answer, {round, structure, request, transaction.now(), permit.actor()});
}

Result<> check_line(const Catalogue& catalogue, const Round& round, const people::Organisation& structure,
                    const AnswerLine& line, base::Day today) {
  const auto* product = catalogue.find_product(line.product_code);
  if (product == nullptr) return Refusal(refused::product_unknown, {line.product_code});
  RELAIS_TRY_DONE(check_asked(round, structure, line.audience, line.product_code));
  RELAIS_TRY_DONE(check_people_count(line.people));
  RELAIS_TRY_DONE(check_quantity(catalogue, *product, line.people, line.quantity));
  if (line.waiting_since && *line.waiting_since > today)
    return Refusal(refused::waiting_since_future, {base::iso_day(*line.waiting_since)});
  return base::Done{};
}

namespace {

Result<> check_lines(const Catalogue& catalogue, const Round& round, const people::Organisation& structure,
                     const AnswerDraft& draft, base::Day today) {
  if (draft.lines.empty() && !draft.needs_nothing) return Refusal(refused::answer_is_empty);
  if (!draft.lines.empty() && draft.needs_nothing) return Refusal(refused::answer_not_empty);
  std::set<std::pair<Audience, std::string_view>> seen;
  for (const auto& line : draft.lines) {
    RELAIS_TRY_DONE(check_line(catalogue, round, structure, line, today));
    if (!seen.insert({line.audience, line.product_code}).second)
      return Refusal(refused::line_repeated, {line.product_code});
  }
  return base::Done{};
}

/// Refuses  answer_changed.
Result<> take_version(Transaction& transaction, RoundId round, OrganisationId structure,
                      const std::optional<KeptAnswer>& kept, std::int64_t version_seen) {
  if ((kept ? kept->answer.version : 0) != version_seen) return Refusal(refused::answer_changed);
  if (kept && transaction.execute(take_answer, {round, structure, kept->own_version}) == 0)
    return Refusal(refused::answer_changed);
  return base::Done{};
}

void put_lines(Transaction& transaction, const NeedPermit& permit, const Catalogue& catalogue, const Round& round,
               OrganisationId structure, const AnswerDraft& draft) {
  const auto known = read_known(transaction, round, structure);
  for (const auto& line : draft.lines)
    put_need(transaction, permit, known,
             {round,
              structure,
              line.audience,
              catalogue.find_product(line.product_code)->id,
              {line.people, line.quantity, line.urgency},
              line.waiting_since,
              true});
}

void withdraw_unnamed(Transaction& transaction, const NeedPermit& permit, const Catalogue& catalogue,
                      const KeptAnswer& kept, const AnswerDraft& draft) {
  for (const auto& need : kept.answer.needs) {
    const auto names = [&](const AnswerLine& line) {
      return line.audience == need.audience && line.product_code == catalogue.product(need.product).code;
    };
    if (std::none_of(draft.lines.begin(), draft.lines.end(), names))
      transaction.execute(withdraw_need, {need.id, transaction.now(), permit.actor()});
  }
}

}  // namespace

Result<SavedAnswer> save_answer(Transaction& transaction, const NeedPermit& permit, const Catalogue& catalogue,
                                const AnswerDraft& draft) {
  const auto programme = catalogue.programme.id;
  const auto today = day_of(transaction.now());
  const auto round = find_round(transaction, programme, draft.round_code);
  if (!round) return Refusal(refused::round_unknown, {draft.round_code});
  RELAIS_TRY(const auto structure,
             get_accredited_structure(transaction, permit, programme, draft.structure_code, today));
  const auto kept = find_kept(transaction, round->id, structure.id);
  if (kept && !draft.request.empty() && kept->answer.request == draft.request) return SavedAnswer{.repeated = true};
  if (round->state == RoundState::closed) return Refusal(refused::round_closed, {round->code});
  RELAIS_TRY_DONE(take_version(transaction, round->id, structure.id, kept, draft.version_seen));
  RELAIS_TRY_DONE(check_lines(catalogue, *round, structure, draft, today));
  put_lines(transaction, permit, catalogue, *round, structure.id, draft);
  if (kept) withdraw_unnamed(transaction, permit, catalogue, *kept, draft);
  touch_answer(transaction, permit, round->id, structure.id, draft.request);
  return SavedAnswer{};
}

namespace {

/// The answer that somebody reviews, as they saw it.
Result<KeptAnswer> answer_to_review(Transaction& transaction, const CensusPermit& permit, RoundId round,
                                    OrganisationId structure) {
  RELAIS_TRY_DONE(permit.check(get_round(transaction, round).programme, structure));
  auto kept = find_kept(transaction, round, structure);
  if (!kept) return Refusal(refused::answer_unknown);
  return *std::move(kept);
}

}  // namespace

Result<ApprovedAnswer> approve_answer(Transaction& transaction, const CensusPermit& permit, RoundId round,
                                      OrganisationId structure, std::int64_t version_seen) {
  RELAIS_TRY(const auto kept, answer_to_review(transaction, permit, round, structure));
  const auto submitted = kept.answer.count(NeedState::submitted);
  const auto to_verify = kept.answer.count_to_verify();
  if (submitted == to_verify) return ApprovedAnswer{.to_verify = to_verify, .repeated = true};
  RELAIS_TRY_DONE(take_version(transaction, round, structure, kept, version_seen));
  ApprovedAnswer approved;
  approved.approved = transaction.execute(approve_of_structure, {round, structure, transaction.now(), permit.actor()});
  approved.to_verify = submitted - approved.approved;
  return approved;
}

Result<Saved> send_back(Transaction& transaction, const CensusPermit& permit, RoundId round, OrganisationId structure,
                        std::int64_t version_seen, std::string_view reason) {
  RELAIS_TRY(const auto kept, answer_to_review(transaction, permit, round, structure));
  if (kept.answer.sent_back && kept.answer.sent_back->reason == reason) return Saved::unchanged;
  if (base::trim(reason).empty()) return Refusal(refused::reason_missing);
  RELAIS_TRY_DONE(take_version(transaction, round, structure, kept, version_seen));
  const auto now = transaction.now();
  transaction.execute(reject_of_structure, {round, structure, now, permit.actor()});
  transaction.execute(update_sent_back, {round, structure, now, permit.actor(), base::trim(reason)});
  return Saved::updated;
}

}  // namespace relais::needs
