#include "needs/kept.hpp"
#include "needs/refusals.hpp"
#include "needs/rules.hpp"

namespace relais::needs {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

namespace {

constexpr std::string_view select_need =
    "SELECT id, round_id, structure_id, audience, product_id, people, quantity, urgency, state, version, "
    "checked_people, checked_by, checked_at, waiting_since, doubt, is_withdrawn FROM needs_need ";
const std::string select_by_id = std::string(select_need) + "WHERE id = $1";
const std::string select_by_key =
    std::string(select_need) + "WHERE round_id = $1 AND structure_id = $2 AND audience = $3 AND product_id = $4";
// $2 and $3 narrow the list unless they are 0 and empty.
const std::string select_of_structure =
    std::string(select_need) + "WHERE round_id = $1 AND structure_id = $2 ORDER BY id";
const std::string select_page = std::string(select_need) +
                                "WHERE round_id = $1 AND (CAST($2 AS BIGINT) = 0 OR structure_id = $2) "
                                "AND ($3 = '' OR state = $3) AND id > $4 ORDER BY id LIMIT $5";

template <class T>
T known(std::optional<T> value) {
  RELAIS_CHECK(value.has_value());
  return *value;
}

Need read_need(const store::Rows& rows) {
  Need need;
  need.id = rows.id<NeedId>(0);
  need.round = rows.id<RoundId>(1);
  need.structure = rows.id<OrganisationId>(2);
  need.audience = known(catalogue::parse_audience(rows.text(3)));
  need.product = rows.id<ProductId>(4);
  need.people = rows.integer(5);
  need.quantity = rows.integer(6);
  need.urgency = known(parse_urgency(rows.text(7)));
  need.state = known(parse_need_state(rows.text(8)));
  need.version = rows.integer(9);
  if (!rows.is_null(10)) need.check = PeopleCheck{rows.integer(10), rows.string(11), rows.instant(12)};
  if (!rows.is_null(13)) need.waiting_since = rows.day(13);
  need.doubt = known(parse_doubt(rows.text(14)));
  need.is_withdrawn = rows.boolean(15);
  return need;
}

std::optional<Need> first_need(store::Rows rows) { return rows.next() ? std::optional(read_need(rows)) : std::nullopt; }

}  // namespace

std::optional<Need> find_need(Reader& reader, NeedId id) { return first_need(reader.query(select_by_id, {id})); }

Need get_need(Reader& reader, NeedId id) { return known(find_need(reader, id)); }

std::vector<Need> list_needs(Reader& reader, RoundId round, const NeedFilter& filter) {
  const auto state = filter.state ? code_of(*filter.state) : std::string_view();
  std::vector<Need> needs;
  for (auto rows = reader.query(select_page, {round, filter.structure, state, filter.after, filter.needs_max});
       rows.next();)
    needs.push_back(read_need(rows));
  return needs;
}

std::vector<Need> list_all_needs(Reader& reader, RoundId round, OrganisationId structure) {
  std::vector<Need> needs;
  for (auto rows = reader.query(select_of_structure, {round, structure}); rows.next();)
    needs.push_back(read_need(rows));
  return needs;
}

Result<people::Organisation> get_accredited_structure(Reader& reader, const NeedPermit& permit, ProgrammeId programme,
                                                      const std::string& code, base::Day day) {
  auto structure = people::find_organisation(reader, programme, code);
  if (!structure || structure->kind != people::OrganisationKind::structure)
    return Refusal(refused::structure_unknown, {code});
  RELAIS_TRY_DONE(permit.check(programme, structure->id));
  if (!people::is_accredited(*structure, day)) return Refusal(refused::structure_not_accredited, {code});
  return *std::move(structure);
}

namespace {

constexpr auto insert_need =
    "INSERT INTO needs_need (id, round_id, structure_id, audience, product_id, people, quantity, urgency, state, "
    "version, changed_at, changed_by, waiting_since, doubt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'submitted', 1, "
    "$9, $10, $11, $12)";
// Assignments see the row as it was: a check stands as long as the stated people do.
constexpr auto update_need =
    "UPDATE needs_need SET people = $2, quantity = $3, urgency = $4, state = 'submitted', version = version + 1, "
    "changed_at = $5, changed_by = $6, reviewed_at = NULL, reviewed_by = NULL, "
    "checked_people = CASE WHEN people = $2 THEN checked_people END, "
    "checked_at = CASE WHEN people = $2 THEN checked_at END, "
    "checked_by = CASE WHEN people = $2 THEN checked_by END, "
    "waiting_since = $7, doubt = $8, is_withdrawn = 0 WHERE id = $1";

Result<Round> round_of_code(Reader& reader, ProgrammeId programme, std::string_view code) {
  auto round = find_round(reader, programme, code);
  if (!round) return Refusal(refused::round_unknown, {std::string(code)});
  return *std::move(round);
}

}  // namespace

Result<Round> get_open_round(Reader& reader, ProgrammeId programme, std::string_view code) {
  RELAIS_TRY(auto round, round_of_code(reader, programme, code));
  if (round.state == RoundState::closed) return Refusal(refused::round_closed, {std::string(code)});
  return round;
}

namespace {

std::optional<Need> find_same(Reader& reader, const NeedToPut& put) {
  return first_need(reader.query(select_by_key, {put.round.id, put.structure, code_of(put.audience), put.product}));
}

std::optional<base::Day> since_of(const Need& need, const NeedToPut& put) {
  return put.is_whole || put.waiting_since ? put.waiting_since : need.waiting_since;
}

bool says_the_same(const Need& need, const NeedToPut& put) {
  return Figures{need.people, need.quantity, need.urgency} == put.figures && !need.is_withdrawn &&
         since_of(need, put) == need.waiting_since;
}

}  // namespace

SavedNeed put_need(Transaction& transaction, const NeedPermit& permit, const Known& known, const NeedToPut& put) {
  const auto existing = find_same(transaction, put);
  const auto now = transaction.now();
  const auto& figures = put.figures;
  const auto doubt = code_of(doubt_of(known, put.audience, figures.people));
  if (!existing) {
    const auto id = transaction.new_id<NeedId>();
    transaction.execute(insert_need,
                        {id, put.round.id, put.structure, code_of(put.audience), put.product, figures.people,
                         figures.quantity, code_of(figures.urgency), now, permit.actor(), put.waiting_since, doubt});
    return {id, Saved::created};
  }
  const bool reopens = put.is_whole && existing->state == NeedState::rejected;
  if (says_the_same(*existing, put) && !reopens) return {existing->id, Saved::unchanged};
  transaction.execute(update_need, {existing->id, figures.people, figures.quantity, code_of(figures.urgency), now,
                                    permit.actor(), since_of(*existing, put), doubt});
  return {existing->id, Saved::updated};
}

Result<SavedNeed> save_need(Transaction& transaction, const NeedPermit& permit, const Catalogue& catalogue,
                            const NeedDraft& draft) {
  RELAIS_TRY(const auto round, round_of_code(transaction, catalogue.programme.id, draft.round_code));
  RELAIS_TRY(const auto structure, get_accredited_structure(transaction, permit, catalogue.programme.id,
                                                            draft.structure_code, day_of(transaction.now())));
  const auto* product = catalogue.find_product(draft.product_code);
  if (product == nullptr) return Refusal(refused::product_unknown, {draft.product_code});
  RELAIS_TRY_DONE(check_asked(round, structure, draft.audience, draft.product_code));
  RELAIS_TRY_DONE(check_people_count(draft.people));
  RELAIS_TRY_DONE(check_quantity(catalogue, *product, draft.people, draft.quantity));
  const NeedToPut put{round,
                      structure.id,
                      draft.audience,
                      product->id,
                      {draft.people, draft.quantity, draft.urgency},
                      draft.waiting_since,
                      false};
  if (const auto same = find_same(transaction, put); same && says_the_same(*same, put))
    return SavedNeed{same->id, Saved::unchanged};
  if (round.state == RoundState::closed) return Refusal(refused::round_closed, {draft.round_code});
  const auto saved = put_need(transaction, permit, read_known(transaction, round, structure.id), put);
  touch_answer(transaction, permit, round.id, structure.id, {});
  return saved;
}

}  // namespace relais::needs
