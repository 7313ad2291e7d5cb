#pragma once
/// Tokens by which the programs of an organisation act for it, within some of its rights. docs/decisions/0013.

#include "accounts/accounts.hpp"
#include "accounts/keys.hpp"
#include "people/actor.hpp"
#include "people/rights.hpp"

namespace relais::accounts {

using TokenId = base::Id<struct ApiTokenTag>;
using people::Right;

/// A token lasts a year at most; then another one is made.
inline constexpr std::chrono::days token_lives_max{366};
/// How long a form that was sent twice is shown the secret again.
inline constexpr std::chrono::minutes token_shown_for{10};

/// `T-0001-1`: how a token is named on pages, in the ledger (`token:T-0001-1`) and in the audit trail.
std::string reference_of_token(std::int64_t number);

/// As which role the programs of an organisation act: one for each kind of organisation.
Role program_role_of(people::OrganisationKind kind);
/// The rights that tokens of such an organisation may have: those of that role, but for keeping accounts and reading
/// the audit trail, which stay with people.
std::vector<Right> scopes_of(people::OrganisationKind kind);

struct TokenDraft {
  std::string request;  ///< the request key: the same key acts once
  OrganisationId organisation;
  std::string name;  ///< of the program that will use it; no person's
  std::vector<Right> scopes;
  base::Day until;  ///< the last day
};
struct NewToken {
  std::string reference;
  PersonalText secret;    ///< to be shown now and never again; kept nowhere
  bool repeated = false;  ///< the same request had made it before
};

/// Makes a token.
///
/// Permission  covers the organisation.
/// Retry       safe for ten minutes: the same request gives the same secret again; later it is refused.
/// Refuses     people's not_yours, request_missing, token_shown, token_name_missing, scopes_missing, scope_unfit,
///             end_past, token_end_far.
base::Result<NewToken> add_token(store::Transaction& transaction, const people::AccountPermit& permit, const Key& key,
                                 const TokenDraft& draft);
/// Ends a token now.
///
/// Permission  covers the organisation.
/// Retry       safe: an ended token stays so.
/// Refuses     token_unknown (also another's).
base::Result<people::Saved> end_token(store::Transaction& transaction, const people::AccountPermit& permit,
                                      std::string_view reference);

struct Token {
  TokenId id;
  std::string reference;
  OrganisationId organisation;
  std::string organisation_code;
  std::string organisation_name;
  std::string name;
  std::vector<Right> scopes;
  base::Day until;
  base::Instant created_at;
  std::string created_by;
  std::optional<base::Instant> seen_at;
  std::optional<base::Instant> ended_at;
};
struct TokenFilter {
  OrganisationId organisation = {};  ///< none: the whole programme, if the permit covers it
  TokenId before = {};               ///< for the next page: the last of the one before
  std::int64_t tokens_max = 50;
};
/// The newest first, ended ones too. One query.
std::vector<Token> list_tokens(store::Reader& reader, const people::AccountPermit& permit, ProgrammeId programme,
                               const TokenFilter& filter = {});

/// Who shows a token.
struct Bearer {
  TokenId token;
  ProgrammeId programme;
  people::Actor actor;
  std::optional<base::Instant> seen_at;
};
/// One query whatever the text is; nothing when no token of that secret counts now.
std::optional<Bearer> find_bearer(store::Reader& reader, const Key& key, std::string_view secret, base::Instant now);
/// Notes that it was used; once a minute is enough.
void touch_token(store::Transaction& transaction, TokenId token);
bool is_worth_touching(const Bearer& bearer, base::Instant now);

}  // namespace relais::accounts
