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
    "SELECT id, programme_id, code, name_french, name_english, opens_on, closes_on, state FROM needs_round "
    "WHERE programme_id = $1 AND code = $2";
constexpr auto select_round_by_id =
    "SELECT id, programme_id, code, name_french, name_english, opens_on, closes_on, state FROM needs_round "
    "WHERE id = $1";
constexpr auto select_all =
    "SELECT id, programme_id, code, name_french, name_english, opens_on, closes_on, state FROM needs_round "
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
          *state};
}

std::optional<Round> first_round(store::Rows rows) {
  return rows.next() ? std::optional(read_round(rows)) : std::nullopt;
}

}  // namespace

std::optional<Round> find_round(Reader& reader, ProgrammeId programme, std::string_view code) {
  return first_round(reader.query(select_by_code, {programme, code}));
}

Round get_round(Reader& reader, RoundId id) {
  const auto round = first_round(reader.query(select_round_by_id, {id}));
  RELAIS_CHECK(round.has_value());
  return *round;
}

std::vector<Round> list_rounds(Reader& reader, ProgrammeId programme) {
  std::vector<Round> rounds;
  for (auto rows = reader.query(select_all, {programme}); rows.next();) rounds.push_back(read_round(rows));
  return rounds;
}

namespace {

Result<> check_round(const RoundDraft& draft) {
  if (draft.code.empty()) return Refusal(refused::round_needs_code);
  if (draft.name.french.empty() || draft.name.english.empty()) return Refusal(refused::round_needs_name, {draft.code});
  if (draft.closes_on < draft.opens_on)
    return Refusal(refused::round_days_reversed,
                   {draft.code, base::iso_day(draft.opens_on), base::iso_day(draft.closes_on)});
  return base::Done{};
}

constexpr auto insert_round =
    "INSERT INTO needs_round (id, programme_id, code, name_french, name_english, opens_on, closes_on, state) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, 'open')";
constexpr auto update_round =
    "UPDATE needs_round SET name_french = $2, name_english = $3, opens_on = $4, closes_on = $5 WHERE id = $1";

}  // namespace

Result<SavedRound> save_round(Transaction& transaction, const CensusPermit& permit, ProgrammeId programme,
                              const RoundDraft& draft) {
  RELAIS_TRY_DONE(permit.check(programme));
  RELAIS_TRY_DONE(check_round(draft));
  const auto known = find_round(transaction, programme, draft.code);
  if (!known) {
    const auto id = transaction.new_id<RoundId>();
    transaction.execute(insert_round, {id, programme, draft.code, draft.name.french, draft.name.english, draft.opens_on,
                                       draft.closes_on});
    return SavedRound{id, Saved::created};
  }
  if (known->name == draft.name && known->opens_on == draft.opens_on && known->closes_on == draft.closes_on)
    return SavedRound{known->id, Saved::unchanged};
  transaction.execute(update_round,
                      {known->id, draft.name.french, draft.name.english, draft.opens_on, draft.closes_on});
  return SavedRound{known->id, Saved::updated};
}

namespace {

constexpr auto update_state = "UPDATE needs_round SET state = $2 WHERE id = $1 AND state <> $2";

}  // namespace

Result<Saved> change_round_state(Transaction& transaction, const CensusPermit& permit, RoundId round,
                                 RoundState state) {
  const auto known = first_round(transaction.query(select_round_by_id, {round}));
  if (!known) return Refusal(refused::round_unknown, {std::to_string(round.value)});
  RELAIS_TRY_DONE(permit.check(known->programme));
  return transaction.execute(update_state, {round, code_of(state)}) == 1 ? Saved::updated : Saved::unchanged;
}

}  // namespace relais::needs
