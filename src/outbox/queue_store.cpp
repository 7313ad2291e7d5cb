#include "outbox/queue.hpp"

namespace relais::outbox {
namespace {

using store::Reader;
using store::Rows;
using store::Transaction;

constexpr auto insert_message =
    "INSERT INTO outbox_message (id, key, kind, target, payload, state, attempts, posted_at, useful_until, next_at, "
    "lease, ended_at, outcome) VALUES ($1, $2, $3, $4, $5, 'queued', 0, $6, $7, $6, NULL, NULL, '') "
    "ON CONFLICT (key) DO NOTHING";
constexpr auto select_id = "SELECT id FROM outbox_message WHERE key = $1";

}  // namespace

Posted put_message(Transaction& transaction, std::string_view key, std::string_view kind, std::string_view target,
                   std::string_view payload, std::optional<base::Instant> useful_until) {
  const auto id = transaction.new_id<MessageId>();
  if (transaction.execute(insert_message, {id, key, kind, target, payload, transaction.now(), useful_until}) == 1)
    return {id, true};
  return {MessageId{transaction.integer(select_id, {key})}, false};
}

namespace {

constexpr auto select_due =
    "SELECT 1 FROM outbox_message m WHERE m.kind = $1 AND m.next_at <= $2 "
    "AND NOT EXISTS (SELECT 1 FROM outbox_pause p WHERE p.target = m.target AND p.until > $2) LIMIT 1";

// The choice is made once, before the update: as a plain subquery PostgreSQL may make it again for each row.
constexpr auto update_due =
    "WITH due AS MATERIALIZED (SELECT m.id FROM outbox_message m WHERE m.kind = $1 AND m.next_at <= $2 "
    "AND NOT EXISTS (SELECT 1 FROM outbox_pause p WHERE p.target = m.target AND p.until > $2) "
    "ORDER BY m.next_at, m.id LIMIT $3 {skip_locked}) "
    "UPDATE outbox_message SET state = 'sending', attempts = attempts + 1, next_at = $4, lease = $5 "
    "WHERE id IN (SELECT id FROM due) "
    "RETURNING id, key, target, payload, attempts, posted_at, useful_until";

Taken read_taken(const Rows& rows, std::int64_t lease) {
  Taken taken{.id = rows.id<MessageId>(0),
              .key = rows.string(1),
              .target = rows.string(2),
              .payload = rows.string(3),
              .attempt = rows.integer(4),
              .posted_at = rows.instant(5),
              .useful_until = {},
              .lease = lease};
  if (!rows.is_null(6)) taken.useful_until = rows.instant(6);
  return taken;
}

}  // namespace

bool is_any_due(Reader& reader, std::string_view kind, base::Instant now) {
  return reader.query(select_due, {kind, now}).next();
}

std::vector<Taken> take_due(Transaction& transaction, std::string_view kind, int count_max,
                            std::chrono::milliseconds lease) {
  const auto now = transaction.now();
  const auto holder = transaction.next_id();
  std::vector<Taken> taken;
  for (auto rows = transaction.query(update_due, {kind, now, count_max, now + lease, holder}); rows.next();)
    taken.push_back(read_taken(rows, holder));
  std::sort(taken.begin(), taken.end(), [](const Taken& a, const Taken& b) { return a.id < b.id; });
  return taken;
}

namespace {

constexpr auto update_ended =
    "UPDATE outbox_message SET state = $3, next_at = $4, lease = NULL, ended_at = $5, outcome = $6, "
    "payload = CASE WHEN $7 = 1 THEN payload ELSE NULL END WHERE id = $1 AND lease = $2";
constexpr auto insert_attempt =
    "INSERT INTO outbox_attempt (id, message_id, at, took_ms, outcome) VALUES ($1, $2, $3, $4, $5)";
constexpr auto update_released =
    "UPDATE outbox_message SET state = 'queued', attempts = attempts - 1, next_at = $3, lease = NULL "
    "WHERE id = $1 AND lease = $2";

}  // namespace

bool record_ending(Transaction& transaction, const Taken& taken, const Ending& ending) {
  const auto now = transaction.now();
  transaction.execute(insert_attempt, {transaction.next_id(), taken.id, now, ending.took.count(), ending.outcome});
  const auto ended_at = ending.next_at ? std::nullopt : std::optional(now);
  const int keeps = ending.next_at || ending.keeps_payload ? 1 : 0;
  return transaction.execute(update_ended, {taken.id, taken.lease, code_of(ending.state), ending.next_at, ended_at,
                                            ending.outcome, keeps}) == 1;
}

void release(Transaction& transaction, const Taken& taken) {
  transaction.execute(update_released, {taken.id, taken.lease, transaction.now()});
}

namespace {

constexpr auto upsert_failure =
    "INSERT INTO outbox_pause (target, failures, until) VALUES ($1, 1, $2) "
    "ON CONFLICT (target) DO UPDATE SET failures = outbox_pause.failures + 1";
constexpr auto select_failures = "SELECT failures FROM outbox_pause WHERE target = $1";
constexpr auto update_until = "UPDATE outbox_pause SET until = $2 WHERE target = $1 AND until < $2";
constexpr auto delete_pause = "DELETE FROM outbox_pause WHERE target = $1";
constexpr auto update_erased =
    "UPDATE outbox_message SET payload = NULL WHERE ended_at IS NOT NULL AND payload IS NOT NULL AND ended_at < $1";

}  // namespace

std::int64_t note_failure(Transaction& transaction, std::string_view target) {
  transaction.execute(upsert_failure, {target, transaction.now()});
  return transaction.integer(select_failures, {target});
}

void pause_target(Transaction& transaction, std::string_view target, base::Instant until) {
  transaction.execute(update_until, {target, until});
}

void forget_failures(Transaction& transaction, std::string_view target) { transaction.execute(delete_pause, {target}); }

std::int64_t erase_payloads(Transaction& transaction, base::Instant ended_before) {
  return transaction.execute(update_erased, {ended_before});
}

}  // namespace relais::outbox
