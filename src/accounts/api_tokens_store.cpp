#include <algorithm>

#include "accounts/api_tokens.hpp"
#include "accounts/kept.hpp"
#include "accounts/refusals.hpp"
#include "accounts/verified.hpp"
#include "base/reference.hpp"
#include "base/text.hpp"

namespace relais::accounts {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Rows;
using store::Transaction;

constexpr std::size_t token_name_bytes_max = 80;

/// From the request and the key file, so that a form sent twice gives one secret. Neither is in the database.
std::string secret_of(const Key& key, std::string_view request) {
  return "relais_" + key.digest("secret of a token " + std::string(request));
}
std::string request_digest_of(const Key& key, std::string_view request) {
  return key.digest("request of a token " + std::string(request));
}

std::string scopes_text(const std::vector<Right>& scopes) {
  std::string text;
  for (const auto right : scopes) text += (text.empty() ? "" : " ") + std::string(people::code_of(right));
  return text;
}

std::vector<Right> scopes_from(std::string_view text) {
  std::vector<Right> scopes;
  for (const auto code : base::split(text, ' '))
    if (const auto right = people::parse_right(code)) scopes.push_back(*right);
  return scopes;
}

Result<> check_token(const people::Organisation& organisation, const TokenDraft& draft, base::Day today) {
  const auto name = base::trim(draft.name);
  if (name.empty() || name.size() > token_name_bytes_max) return Refusal(refused::token_name_missing);
  if (draft.scopes.empty()) return Refusal(refused::scopes_missing);
  const auto possible = scopes_of(organisation.kind);
  for (const auto right : draft.scopes)
    if (std::find(possible.begin(), possible.end(), right) == possible.end())
      return Refusal(refused::scope_unfit, {std::string(people::code_of(right)), organisation.name});
  if (draft.until < today) return Refusal(refused::end_past);
  if (draft.until > today + token_lives_max) return Refusal(refused::token_end_far);
  return Done{};
}

constexpr auto take_token_number = "UPDATE accounts_token_sequence SET last = last + 1 WHERE id = 1 RETURNING last";
constexpr auto insert_token =
    "INSERT INTO accounts_token (id, number, organisation_id, name, secret_digest, request_digest, scopes, "
    "valid_until, "
    "created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr auto select_token_of_request =
    "SELECT number, organisation_id, scopes, created_by, created_at FROM accounts_token WHERE request_digest = $1";

/// The token that this very request made; nothing when there is none yet.
Result<std::optional<NewToken>> find_made(Reader& reader, const people::Permit& permit, const Key& key,
                                          const TokenDraft& draft, base::Instant now) {
  auto rows = reader.query(select_token_of_request, {request_digest_of(key, draft.request)});
  if (!rows.next()) return std::optional<NewToken>();
  const auto reference = reference_of_token(rows.integer(0));
  const bool is_the_same = rows.id<OrganisationId>(1) == draft.organisation &&
                           rows.text(2) == scopes_text(draft.scopes) && rows.text(3) == permit.actor();
  if (!is_the_same || now - rows.instant(4) > token_shown_for) return Refusal(refused::token_shown, {reference});
  return std::optional(NewToken{reference, PersonalText(secret_of(key, draft.request)), true});
}

}  // namespace

Result<NewToken> add_token(Transaction& transaction, const people::AccountPermit& permit, const Key& key,
                           const TokenDraft& draft) {
  const auto organisation = people::get_organisation(transaction, draft.organisation);
  RELAIS_TRY_DONE(permit.check(organisation.programme, organisation.id));
  if (draft.request.empty()) return Refusal(refused::request_missing);
  // Taken first: two of one request wait for each other here.
  const auto number = transaction.integer(take_token_number);
  RELAIS_TRY(auto made, find_made(transaction, permit, key, draft, transaction.now()));
  if (made) return *std::move(made);
  RELAIS_TRY_DONE(check_token(organisation, draft, day_of(transaction.now())));
  const auto secret = secret_of(key, draft.request);
  transaction.execute(insert_token, {transaction.new_id<TokenId>(), number, organisation.id, base::trim(draft.name),
                                     key.digest(secret), request_digest_of(key, draft.request),
                                     scopes_text(draft.scopes), draft.until, transaction.now(), permit.actor()});
  return NewToken{reference_of_token(number), PersonalText(secret), false};
}

namespace {

constexpr auto select_to_end =
    "SELECT t.id, t.organisation_id, o.programme_id FROM accounts_token t "
    "JOIN people_organisation o ON o.id = t.organisation_id WHERE t.number = $1";
constexpr auto update_ended =
    "UPDATE accounts_token SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";

}  // namespace

Result<Saved> end_token(Transaction& transaction, const people::AccountPermit& permit, std::string_view reference) {
  const Refusal unknown(refused::token_unknown, {std::string(reference.substr(0, 40))});
  const auto number = base::parse_reference('T', reference);
  if (!number) return unknown;
  TokenId id;
  for (auto rows = transaction.query(select_to_end, {*number}); rows.next();)
    if (permit.coverage().covers(rows.id<ProgrammeId>(2), rows.id<OrganisationId>(1))) id = rows.id<TokenId>(0);
  if (!id) return unknown;
  const auto changed = transaction.execute(update_ended, {id, transaction.now(), permit.actor()});
  return changed == 0 ? Saved::unchanged : Saved::updated;
}

namespace {

constexpr auto select_tokens =
    "SELECT t.id, t.number, t.organisation_id, o.code, o.name, t.name, t.scopes, t.valid_until, t.created_at, "
    "t.created_by, t.seen_at, t.ended_at FROM accounts_token t JOIN people_organisation o ON o.id = t.organisation_id "
    "WHERE o.programme_id = $1 AND t.id < $2 AND (CAST($3 AS BIGINT) = 0 OR t.organisation_id = $3) "
    "ORDER BY t.id DESC LIMIT $4";

std::optional<base::Instant> instant_or_none(const Rows& rows, int column) {
  return rows.is_null(column) ? std::nullopt : std::optional(rows.instant(column));
}

Token read_token(const Rows& rows) {
  return {.id = rows.id<TokenId>(0),
          .reference = reference_of_token(rows.integer(1)),
          .organisation = rows.id<OrganisationId>(2),
          .organisation_code = rows.string(3),
          .organisation_name = rows.string(4),
          .name = rows.string(5),
          .scopes = scopes_from(rows.text(6)),
          .until = rows.day(7),
          .created_at = rows.instant(8),
          .created_by = rows.string(9),
          .seen_at = instant_or_none(rows, 10),
          .ended_at = instant_or_none(rows, 11)};
}

}  // namespace

std::vector<Token> list_tokens(Reader& reader, const people::AccountPermit& permit, ProgrammeId programme,
                               const TokenFilter& filter) {
  std::vector<Token> tokens;
  const auto& coverage = permit.coverage();
  if (!coverage.covers(programme) && !coverage.covers(programme, filter.organisation)) return tokens;
  const auto before = filter.before ? filter.before.value : std::numeric_limits<std::int64_t>::max();
  for (auto rows = reader.query(select_tokens, {programme, before, filter.organisation, filter.tokens_max});
       rows.next();)
    tokens.push_back(read_token(rows));
  return tokens;
}

namespace {

constexpr auto select_bearer =
    "SELECT t.id, t.number, t.organisation_id, o.programme_id, o.kind, t.scopes, t.seen_at FROM accounts_token t "
    "JOIN people_organisation o ON o.id = t.organisation_id "
    "WHERE t.secret_digest = $1 AND t.ended_at IS NULL AND t.valid_until >= $2";
constexpr auto update_token_seen =
    "UPDATE accounts_token SET seen_at = $2 WHERE id = $1 AND (seen_at IS NULL OR seen_at < $2)";

}  // namespace

std::optional<Bearer> find_bearer(Reader& reader, const Key& key, std::string_view secret, base::Instant now) {
  auto rows = reader.query(select_bearer, {key.digest(secret), day_of(now)});
  if (!rows.next()) return std::nullopt;
  const auto kind = people::parse_organisation_kind(rows.text(4));
  RELAIS_CHECK(kind.has_value());
  const people::Membership membership{rows.id<ProgrammeId>(3), rows.id<OrganisationId>(2), program_role_of(*kind)};
  return Bearer{
      rows.id<TokenId>(0), membership.programme,
      Verified::program("token:" + reference_of_token(rows.integer(1)), membership, scopes_from(rows.text(5))),
      instant_or_none(rows, 6)};
}

void touch_token(Transaction& transaction, TokenId token) {
  transaction.execute(update_token_seen, {token, transaction.now()});
}

}  // namespace relais::accounts
