#include <algorithm>

#include "needs/needs.hpp"
#include "needs/refusals.hpp"

namespace relais::needs {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

namespace {

constexpr auto select_by_code =
    "SELECT id, programme_id, code, name_french, name_english, opens_on, closes_on, state, version, "
    "stale_after_days FROM needs_round "
    "WHERE programme_id = $1 AND code = $2";
constexpr auto select_round_by_id =
    "SELECT id, programme_id, code, name_french, name_english, opens_on, closes_on, state, version, "
    "stale_after_days FROM needs_round "
    "WHERE id = $1";
constexpr auto select_all =
    "SELECT id, programme_id, code, name_french, name_english, opens_on, closes_on, state, version, "
    "stale_after_days FROM needs_round "
    "WHERE programme_id = $1 ORDER BY opens_on DESC, id DESC";

Round read_round(const store::Rows& rows) {
  const auto state = parse_round_state(rows.text(7));
  RELAIS_CHECK(state.has_value());
  return {rows.id<RoundId>(0),
          rows.id<ProgrammeId>(1),
          rows.string(2),
          {rows.string(3), rows.string(4)},
          rows.day(5),
          rows.day(6),
          *state,
          rows.integer(8),
          {.stale_after_days = rows.integer(9)}};
}

constexpr auto select_scope =
    "SELECT round_id, what, value FROM needs_round_scope WHERE round_id = $1 ORDER BY what, value";
constexpr auto select_scopes =
    "SELECT s.round_id, s.what, s.value FROM needs_round_scope s JOIN needs_round r ON r.id = s.round_id "
    "WHERE r.programme_id = $1 ORDER BY s.what, s.value";

void add_to_scope(RoundTerms& terms, std::string_view what, std::string_view value) {
  if (what == "product") terms.products.emplace_back(value);
  if (what == "departement") terms.departements.emplace_back(value);
  if (what != "audience") return;
  const auto audience = catalogue::parse_audience(value);
  RELAIS_CHECK(audience.has_value());
  terms.audiences.push_back(*audience);
}

std::optional<Round> with_scope(Reader& reader, std::optional<Round> round) {
  if (!round) return round;
  for (auto rows = reader.query(select_scope, {round->id}); rows.next();)
    add_to_scope(round->terms, rows.text(1), rows.text(2));
  return round;
}

std::optional<Round> first_round(store::Rows rows) {
  return rows.next() ? std::optional(read_round(rows)) : std::nullopt;
}

}  // namespace

std::optional<Round> find_round(Reader& reader, ProgrammeId programme, std::string_view code) {
  return with_scope(reader, first_round(reader.query(select_by_code, {programme, code})));
}

Round get_round(Reader& reader, RoundId id) {
  const auto round = with_scope(reader, first_round(reader.query(select_round_by_id, {id})));
  RELAIS_CHECK(round.has_value());
  return *round;
}

std::vector<Round> list_rounds(Reader& reader, ProgrammeId programme) {
  std::vector<Round> rounds;
  for (auto rows = reader.query(select_all, {programme}); rows.next();) rounds.push_back(read_round(rows));
  for (auto rows = reader.query(select_scopes, {programme}); rows.next();)
    for (auto& round : rounds)
      if (round.id == rows.id<RoundId>(0)) add_to_scope(round.terms, rows.text(1), rows.text(2));
  return rounds;
}

namespace {

constexpr std::int64_t stale_after_days_max = 366;

Result<> check_round(const RoundDraft& draft) {
  if (draft.code.empty()) return Refusal(refused::round_needs_code);
  if (draft.name.french.empty() || draft.name.english.empty()) return Refusal(refused::round_needs_name, {draft.code});
  if (draft.closes_on < draft.opens_on)
    return Refusal(refused::round_days_reversed,
                   {draft.code, base::iso_day(draft.opens_on), base::iso_day(draft.closes_on)});
  if (draft.terms && (draft.terms->stale_after_days < 1 || draft.terms->stale_after_days > stale_after_days_max))
    return Refusal(refused::stale_days_out_of_range,
                   {std::to_string(draft.terms->stale_after_days), std::to_string(stale_after_days_max)});
  return base::Done{};
}

/// Each once, in the order in which they are read back.
RoundTerms in_order(RoundTerms terms) {
  const auto tidy = [](auto& list, auto before) {
    std::sort(list.begin(), list.end(), before);
    list.erase(std::unique(list.begin(), list.end()), list.end());
  };
  tidy(terms.audiences, [](Audience one, Audience other) { return code_of(one) < code_of(other); });
  tidy(terms.products, std::less<>{});
  tidy(terms.departements, std::less<>{});
  return terms;
}

constexpr auto insert_round =
    "INSERT INTO needs_round (id, programme_id, code, name_french, name_english, opens_on, closes_on, state, "
    "stale_after_days) VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8)";
constexpr auto update_round =
    "UPDATE needs_round SET name_french = $2, name_english = $3, opens_on = $4, closes_on = $5, stale_after_days = $6, "
    "version = version + 1 WHERE id = $1";
constexpr auto delete_scope = "DELETE FROM needs_round_scope WHERE round_id = $1";
constexpr auto insert_scope = "INSERT INTO needs_round_scope (round_id, what, value) VALUES ($1, $2, $3)";

void write_scope(Transaction& transaction, RoundId round, const RoundTerms& terms) {
  transaction.execute(delete_scope, {round});
  for (const auto audience : terms.audiences)
    transaction.execute(insert_scope, {round, "audience", catalogue::code_of(audience)});
  for (const auto& product : terms.products) transaction.execute(insert_scope, {round, "product", product});
  for (const auto& departement : terms.departements)
    transaction.execute(insert_scope, {round, "departement", departement});
}

bool is_as_drafted(const Round& round, const RoundDraft& draft, const RoundTerms& terms) {
  return round.name == draft.name && round.opens_on == draft.opens_on && round.closes_on == draft.closes_on &&
         round.terms == terms;
}

}  // namespace

Result<SavedRound> save_round(Transaction& transaction, const CensusPermit& permit, ProgrammeId programme,
                              const RoundDraft& draft) {
  RELAIS_TRY_DONE(permit.check(programme));
  RELAIS_TRY_DONE(check_round(draft));
  const auto known = find_round(transaction, programme, draft.code);
  const auto terms = draft.terms ? in_order(*draft.terms) : known ? in_order(known->terms) : RoundTerms{};
  if (!known) {
    const auto id = transaction.new_id<RoundId>();
    transaction.execute(insert_round, {id, programme, draft.code, draft.name.french, draft.name.english, draft.opens_on,
                                       draft.closes_on, terms.stale_after_days});
    write_scope(transaction, id, terms);
    return SavedRound{id, Saved::created};
  }
  if (is_as_drafted(*known, draft, terms)) return SavedRound{known->id, Saved::unchanged};
  if (draft.must_be_new) return Refusal(refused::round_code_taken, {draft.code});
  if (draft.version_seen && *draft.version_seen != known->version) return Refusal(refused::round_changed, {draft.code});
  transaction.execute(update_round, {known->id, draft.name.french, draft.name.english, draft.opens_on, draft.closes_on,
                                     terms.stale_after_days});
  write_scope(transaction, known->id, terms);
  return SavedRound{known->id, Saved::updated};
}

namespace {

constexpr auto update_state = "UPDATE needs_round SET state = $2, version = version + 1 WHERE id = $1 AND state <> $2";

}  // namespace

Result<Saved> change_round_state(Transaction& transaction, const CensusPermit& permit, RoundId round,
                                 RoundState state) {
  const auto known = first_round(transaction.query(select_round_by_id, {round}));
  if (!known) return Refusal(refused::round_unknown, {std::to_string(round.value)});
  RELAIS_TRY_DONE(permit.check(known->programme));
  return transaction.execute(update_state, {round, code_of(state)}) == 1 ? Saved::updated : Saved::unchanged;
}

}  // namespace relais::needs
