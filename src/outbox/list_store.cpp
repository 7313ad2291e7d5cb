#include "outbox/endpoints.hpp"

namespace relais::outbox {
namespace {

using store::Reader;
using store::Rows;

constexpr auto select_messages =
    "SELECT id, key, kind, target, state, attempts, posted_at, next_at, ended_at, outcome, "
    "CASE WHEN payload IS NULL THEN 0 ELSE 1 END FROM outbox_message "
    "WHERE id < $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR kind = $3) AND ($4 = '' OR target = $4) "
    "ORDER BY id DESC LIMIT $5";
constexpr auto select_messages_to =
    "SELECT id, key, kind, target, state, attempts, posted_at, next_at, ended_at, outcome, "
    "CASE WHEN payload IS NULL THEN 0 ELSE 1 END FROM outbox_message WHERE target = $1 AND id < $2 "
    "ORDER BY id DESC LIMIT $3";
constexpr auto select_message =
    "SELECT id, key, kind, target, state, attempts, posted_at, next_at, ended_at, outcome, "
    "CASE WHEN payload IS NULL THEN 0 ELSE 1 END FROM outbox_message WHERE key = $1";
constexpr auto count_in_state = "SELECT COUNT(*) FROM outbox_message WHERE state = $1";
constexpr auto select_attempts = "SELECT at, took_ms, outcome FROM outbox_attempt WHERE message_id = $1 ORDER BY id";

std::optional<base::Instant> maybe_instant(const Rows& rows, int column) {
  return rows.is_null(column) ? std::nullopt : std::optional(rows.instant(column));
}

Message read_message(const Rows& rows) {
  return {.id = rows.id<MessageId>(0),
          .key = rows.string(1),
          .kind = rows.string(2),
          .target = rows.string(3),
          .state = *parse_state(rows.text(4)),
          .attempts = rows.integer(5),
          .posted_at = rows.instant(6),
          .next_at = maybe_instant(rows, 7),
          .ended_at = maybe_instant(rows, 8),
          .outcome = rows.string(9),
          .has_payload = rows.boolean(10)};
}

}  // namespace

std::vector<Message> list_messages(Reader& reader, const MessageFilter& filter) {
  const auto before = filter.before ? filter.before->value : std::numeric_limits<std::int64_t>::max();
  const auto state = filter.state ? code_of(*filter.state) : std::string_view("");
  std::vector<Message> messages;
  for (auto rows = reader.query(select_messages, {before, state, filter.kind, filter.target, filter.count_max});
       rows.next();)
    messages.push_back(read_message(rows));
  return messages;
}

std::vector<Message> list_messages_to(Reader& reader, EndpointId endpoint, std::optional<MessageId> before,
                                      int count_max) {
  const auto below = before ? before->value : std::numeric_limits<std::int64_t>::max();
  std::vector<Message> messages;
  for (auto rows = reader.query(select_messages_to, {target_of(endpoint), below, count_max}); rows.next();)
    messages.push_back(read_message(rows));
  return messages;
}

std::optional<Message> find_message(Reader& reader, std::string_view key) {
  auto rows = reader.query(select_message, {key});
  return rows.next() ? std::optional(read_message(rows)) : std::nullopt;
}

std::int64_t count_messages(Reader& reader, State state) { return reader.integer(count_in_state, {code_of(state)}); }

std::vector<Attempt> list_attempts(Reader& reader, MessageId message) {
  std::vector<Attempt> attempts;
  for (auto rows = reader.query(select_attempts, {message}); rows.next();)
    attempts.push_back({rows.instant(0), rows.integer(1), rows.string(2)});
  return attempts;
}

}  // namespace relais::outbox
