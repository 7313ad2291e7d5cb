#pragma once
/// Who is signed in. A session is a random token in the person's browser; here there is only its hash.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "accounts/accounts.hpp"
#include "people/actor.hpp"

namespace relais::accounts {

using SessionId = base::Id<struct SessionTag>;

/// How long a session lasts. Chosen after the ANSSI's and OWASP's advice; docs/decisions/0009.
struct Lifetime {
  std::chrono::milliseconds idle;
  std::chrono::milliseconds absolute;
};
/// 30 minutes idle and 12 hours in all for a role that asks for a second factor; 12 hours and 30 days for the others.
Lifetime lifetime_of(bool is_privileged);
/// For whom has given the password and owes the second factor: 10 minutes.
inline constexpr std::chrono::minutes half_open_time{10};

/// full: may work. owes_code: the password was right, the second factor is awaited. owes_set_up: a role asks for a
/// second factor and there is none yet.
enum class Standing { full, owes_code, owes_set_up };

struct Visitor {
  SessionId session;
  AccountId account;
  Standing standing = Standing::owes_code;
  people::Actor actor;  ///< its roles count only when the standing is full
  bool has_second_factor = false;
  base::Instant seen_at;
};
/// Whose session the token is, with the roles that count today. Two queries; nothing when there is none, or when it
/// ended, expired, or was idle too long.
std::optional<Visitor> find_visitor(store::Reader& reader, std::string_view token, base::Instant now);

/// From where a session is used, as its owner recognises it.
struct Origin {
  std::string address;
  std::string browser;  ///< `Firefox, Android`: of the User-Agent, never the whole of it
};
std::string browser_of(std::string_view user_agent);

/// Opens a session; gives its token, which is kept nowhere else. What expired long ago is deleted.
PersonalText open_session(store::Transaction& transaction, AccountId account, const Origin& origin);
/// Notes that it was used, at most once a minute.
void touch_session(store::Transaction& transaction, SessionId session);
bool is_worth_touching(const Visitor& visitor, base::Instant now);
/// The second factor was given in it.
void strengthen_session(store::Transaction& transaction, SessionId session);

void end_session(store::Transaction& transaction, SessionId session);
/// All of an account, but one when it is named.
void end_sessions(store::Transaction& transaction, AccountId account, SessionId but = {});
/// Refuses  session_unknown (also another's).
base::Result<> end_own_session(store::Transaction& transaction, AccountId account, SessionId session);

struct OpenSession {
  SessionId id;
  base::Instant opened_at;
  base::Instant seen_at;
  Origin origin;
};
/// Those that did not end or expire, the last used first. One query.
std::vector<OpenSession> list_sessions(store::Reader& reader, AccountId account, base::Instant now);

/// A value bound to the session that a form must bring back. Another site cannot know it.
std::string form_token(std::string_view session_token);
bool is_form_token(std::string_view session_token, std::string_view given);

}  // namespace relais::accounts
