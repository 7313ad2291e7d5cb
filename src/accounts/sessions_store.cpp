#include "accounts/kept.hpp"
#include "accounts/refusals.hpp"
#include "accounts/sessions.hpp"
#include "accounts/tokens.hpp"
#include "accounts/verified.hpp"

namespace relais::accounts {
namespace {

using base::Instant;
using base::Refusal;
using base::Result;
using people::Membership;
using store::Reader;
using store::Rows;
using store::Transaction;

constexpr std::chrono::days kept_after_end{90};

constexpr auto select_session =
    "SELECT s.id, s.account_id, s.opened_at, s.seen_at, s.second_factor_at, a.number, a.display_name, "
    "(SELECT COUNT(*) FROM accounts_second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) "
    "FROM accounts_session s JOIN accounts_account a ON a.id = s.account_id "
    "WHERE s.token_hash = $1 AND s.ended_at IS NULL";
constexpr auto select_memberships =
    "SELECT o.programme_id, m.organisation_id, m.role, m.valid_until FROM accounts_membership m "
    "JOIN people_organisation o ON o.id = m.organisation_id "
    "WHERE m.account_id = $1 AND m.ended_at IS NULL AND (m.valid_until IS NULL OR m.valid_until >= $2) ORDER BY m.id";

std::vector<Membership> memberships_of(Reader& reader, AccountId account, base::Day today) {
  std::vector<Membership> memberships;
  for (auto rows = reader.query(select_memberships, {account, today}); rows.next();) {
    const auto role = people::parse_role(rows.text(2));
    RELAIS_CHECK(role.has_value());
    memberships.push_back({rows.id<ProgrammeId>(0), rows.id<OrganisationId>(1), *role,
                           rows.is_null(3) ? std::nullopt : std::optional(rows.day(3))});
  }
  return memberships;
}

bool has_privileged(const std::vector<Membership>& memberships) {
  for (const auto& one : memberships)
    if (is_privileged(one.role)) return true;
  return false;
}

struct KeptSession {
  SessionId id;
  AccountId account;
  Instant opened_at, seen_at;
  bool gave_second_factor;
  std::int64_t number;
  PersonalText display_name;
  bool has_second_factor;
};

std::optional<KeptSession> find_session(Reader& reader, std::string_view token) {
  auto rows = reader.query(select_session, {token_hash(token)});
  if (!rows.next()) return std::nullopt;
  return KeptSession{
      rows.id<SessionId>(0), rows.id<AccountId>(1),        rows.instant(2), rows.instant(3), !rows.is_null(4),
      rows.integer(5),       PersonalText(rows.string(6)), rows.boolean(7)};
}

Standing standing_of(const KeptSession& session, bool needs_second_factor) {
  if (session.has_second_factor) return session.gave_second_factor ? Standing::full : Standing::owes_code;
  return needs_second_factor ? Standing::owes_set_up : Standing::full;
}

bool has_expired(const KeptSession& session, Standing standing, bool privileged, Instant now) {
  if (standing == Standing::owes_code) return now - session.opened_at >= half_open_time;
  const auto lifetime = lifetime_of(privileged);
  return now - session.seen_at >= lifetime.idle || now - session.opened_at >= lifetime.absolute;
}

}  // namespace

std::optional<Visitor> find_visitor(Reader& reader, std::string_view token, Instant now) {
  auto session = find_session(reader, token);
  if (!session) return std::nullopt;
  auto memberships = memberships_of(reader, session->account, day_of(now));
  const bool privileged = has_privileged(memberships);
  const auto standing = standing_of(*session, privileged);
  if (has_expired(*session, standing, privileged, now)) return std::nullopt;
  if (standing != Standing::full) memberships.clear();
  return Visitor{session->id,
                 session->account,
                 standing,
                 Verified::actor(actor_name(reference_of_number(session->number)), std::move(session->display_name),
                                 std::move(memberships)),
                 session->has_second_factor,
                 session->seen_at};
}

namespace {

constexpr auto insert_session =
    "INSERT INTO accounts_session (id, account_id, token_hash, opened_at, seen_at, wrong_codes, address, browser) "
    "VALUES ($1, $2, $3, $4, $4, 0, $5, $6)";
constexpr auto delete_old_sessions = "DELETE FROM accounts_session WHERE account_id = $1 AND seen_at < $2";
constexpr auto update_seen = "UPDATE accounts_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
constexpr auto update_second_factor =
    "UPDATE accounts_session SET second_factor_at = $2, wrong_codes = 0 WHERE id = $1";
constexpr auto end_one = "UPDATE accounts_session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
constexpr auto end_all =
    "UPDATE accounts_session SET ended_at = $2 WHERE account_id = $1 AND id <> $3 AND ended_at IS NULL";
constexpr auto end_own =
    "UPDATE accounts_session SET ended_at = $3 WHERE id = $1 AND account_id = $2 AND ended_at IS NULL";

}  // namespace

PersonalText open_session(Transaction& transaction, AccountId account, const Origin& origin) {
  const auto now = transaction.now();
  transaction.execute(delete_old_sessions, {account, now - kept_after_end});
  PersonalText token(new_token());
  transaction.execute(insert_session, {transaction.new_id<SessionId>(), account, token_hash(token.reveal()), now,
                                       origin.address, origin.browser});
  return token;
}

void touch_session(Transaction& transaction, SessionId session) {
  transaction.execute(update_seen, {session, transaction.now()});
}

void strengthen_session(Transaction& transaction, SessionId session) {
  transaction.execute(update_second_factor, {session, transaction.now()});
}

void end_session(Transaction& transaction, SessionId session) {
  transaction.execute(end_one, {session, transaction.now()});
}

void end_sessions(Transaction& transaction, AccountId account, SessionId but) {
  transaction.execute(end_all, {account, transaction.now(), but});
}

Result<> end_own_session(Transaction& transaction, AccountId account, SessionId session) {
  if (transaction.execute(end_own, {session, account, transaction.now()}) == 0)
    return Refusal(refused::session_unknown);
  return base::Done{};
}

namespace {

constexpr auto select_open =
    "SELECT id, opened_at, seen_at, address, browser FROM accounts_session "
    "WHERE account_id = $1 AND ended_at IS NULL AND seen_at > $2 AND opened_at > $3 ORDER BY seen_at DESC, id DESC";

}  // namespace

std::vector<OpenSession> list_sessions(Reader& reader, AccountId account, Instant now) {
  const auto lifetime = lifetime_of(has_privileged(memberships_of(reader, account, day_of(now))));
  std::vector<OpenSession> sessions;
  for (auto rows = reader.query(select_open, {account, now - lifetime.idle, now - lifetime.absolute}); rows.next();)
    sessions.push_back({rows.id<SessionId>(0), rows.instant(1), rows.instant(2), {rows.string(3), rows.string(4)}});
  return sessions;
}

}  // namespace relais::accounts
