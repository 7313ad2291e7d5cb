#pragma once
/// What leaves the program goes through here: written in the caller's transaction, sent later by a worker. So nothing
/// is sent for what was rolled back, and nothing that was committed is forgotten.
///
/// The slice knows no domain word and asks for no permit: the caller, who has one, decides what is sent and shown.

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/personal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/store.hpp"

namespace relais::outbox {

using MessageId = base::Id<struct OutboxMessageTag>;

/// queued: waits for its time. sending: a worker holds it, or crashed and its time will run out. refused: the other
/// side said no for good. given_up: the other side did not answer in time, or the message was no longer useful.
enum class State { queued, sending, sent, refused, given_up };
std::string_view code_of(State state);
std::optional<State> parse_state(std::string_view code);

/// A mail in plain text to one person. It is erased once it was sent or has ended otherwise.
struct Mail {
  std::string key;  ///< never personal data: it stays. `invitation/1234`
  base::Personal<std::string> to;
  std::string subject;
  base::Personal<std::string> text;
  std::optional<base::Instant> useful_until = {};  ///< not sent after that
};

struct Posted {
  MessageId id;
  bool is_new;
};

/// Effect   one row in the caller's transaction; the mail goes after the commit.
/// Retry    safe: a key that was posted before changes nothing, whatever the rest says.
/// Refuses  key_malformed, address_malformed, subject_malformed, text_too_long.
base::Result<Posted> post_mail(store::Transaction& transaction, const Mail& mail);

/// The address as it would be written to, or nothing: one `name@host.example`, ASCII, nothing around it.
std::optional<std::string> parse_mail_address(std::string_view text);

/// Something that happened, for whoever asked to hear of it. Its data names no person.
struct Event {
  std::string key;                   ///< one per happening, `allocation_approved/A-0001-1`
  std::string type;                  ///< `allocation.approved`: what endpoints ask for
  std::vector<std::int64_t> owners;  ///< whose endpoints may hear of it
};

/// Effect   one webhook for each active endpoint of the owners that wants this type; gives how many are new.
/// Retry    safe, as with mail.
/// Refuses  key_malformed, event_malformed, body_too_long.
base::Result<std::int64_t> post_event(store::Transaction& transaction, const Event& event, const nlohmann::json& data);
/// The owners of whom an active endpoint wants to hear of events of that type: who would post nothing need not gather
/// what to say. One query.
std::vector<std::int64_t> list_owners_wanting(store::Reader& reader, std::string_view event_type);

/// A message as lists show it: nothing of its content.
struct Message {
  MessageId id;
  std::string key;
  std::string kind;
  std::string target;
  State state;
  std::int64_t attempts;
  base::Instant posted_at;
  std::optional<base::Instant> next_at;
  std::optional<base::Instant> ended_at;
  std::string outcome;  ///< code of the last attempt, empty before the first
  bool has_payload;     ///< whether it could be sent (again)
};

struct MessageFilter {
  std::optional<State> state = {};
  std::string kind = {};    ///< empty: all
  std::string target = {};  ///< empty: all; see `target_of`
  std::optional<MessageId> before = {};
  int count_max = 50;
};

/// The newest first; go on with `before` the last one.
std::vector<Message> list_messages(store::Reader& reader, const MessageFilter& filter = {});
std::optional<Message> find_message(store::Reader& reader, std::string_view key);
std::int64_t count_messages(store::Reader& reader, State state);

struct Attempt {
  base::Instant at;
  std::int64_t took_ms;
  std::string outcome;
};
/// The oldest first.
std::vector<Attempt> list_attempts(store::Reader& reader, MessageId message);

/// Sends again, soon: a message that waits is due now, one that has ended starts anew under the same id, by which the
/// receiver can tell that it has it already.
/// Refuses  message_unknown, message_erased, being_sent.
base::Result<> send_again(store::Transaction& transaction, std::string_view key);

}  // namespace relais::outbox
