#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "outbox/endpoints.hpp"
#include "outbox/outbox.hpp"
#include "outbox/queue.hpp"
#include "outbox/refusals.hpp"
#include "outbox/rules.hpp"

namespace relais::outbox {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using nlohmann::json;
using store::Reader;
using store::Transaction;

}  // namespace

Result<Posted> post_mail(Transaction& transaction, const Mail& mail) {
  RELAIS_TRY_DONE(check_mail(mail));
  const json payload{{"to", *parse_mail_address(mail.to.reveal())},
                     {"subject", base::trim(mail.subject)},
                     {"text", mail.text.reveal()}};
  return put_message(transaction, mail.key, mail_kind, mail_target, payload.dump(), mail.useful_until);
}

namespace {

constexpr auto select_listeners =
    "SELECT e.id, e.owner FROM outbox_wanted w JOIN outbox_endpoint e ON e.id = w.endpoint_id "
    "WHERE w.event = $1 AND e.is_active = 1 ORDER BY e.id";

/// One query whoever the owners are: few endpoints want one event.
std::vector<EndpointId> find_listeners(Reader& reader, const Event& event) {
  std::vector<EndpointId> listeners;
  for (auto rows = reader.query(select_listeners, {event.type}); rows.next();)
    if (std::find(event.owners.begin(), event.owners.end(), rows.integer(1)) != event.owners.end())
      listeners.push_back(rows.id<EndpointId>(0));
  return listeners;
}

std::string listener_key(const Event& event, EndpointId listener) {
  return fmt::format("{}/to/{}", event.key, listener.value);
}

Result<std::string> body_of_event(const Transaction& transaction, const std::string& type, const json& data) {
  if (!is_event_name(type)) return Refusal(refused::event_malformed, {type.substr(0, 100)});
  const json body{{"type", type}, {"timestamp", base::iso_instant(transaction.now())}, {"data", data}};
  auto bytes = body.dump(-1, ' ', false, json::error_handler_t::replace);
  if (bytes.size() > body_bytes_max) return Refusal(refused::body_too_long, {std::to_string(body_bytes_max)});
  return bytes;
}

}  // namespace

Result<std::int64_t> post_event(Transaction& transaction, const Event& event, const json& data) {
  if (!is_key(listener_key(event, EndpointId{std::numeric_limits<std::int64_t>::max()})))
    return Refusal(refused::key_malformed);
  RELAIS_TRY(const auto bytes, body_of_event(transaction, event.type, data));
  std::int64_t count = 0;
  for (const auto listener : find_listeners(transaction, event)) {
    const auto posted =
        put_message(transaction, listener_key(event, listener), webhook_kind, target_of(listener), bytes, std::nullopt);
    if (posted.is_new) ++count;
  }
  return count;
}

std::vector<std::int64_t> list_owners_wanting(Reader& reader, std::string_view event_type) {
  std::vector<std::int64_t> owners;
  for (auto rows = reader.query(select_listeners, {event_type}); rows.next();)
    if (std::find(owners.begin(), owners.end(), rows.integer(1)) == owners.end()) owners.push_back(rows.integer(1));
  return owners;
}

Result<Posted> post_test(Transaction& transaction, EndpointId endpoint, std::string_view request) {
  const auto found = find_endpoint(transaction, endpoint);
  if (!found) return Refusal(refused::endpoint_unknown);
  if (!found->is_active) return Refusal(refused::endpoint_is_paused);
  const auto key = fmt::format("webhook_test/{}/to/{}", request, endpoint.value);
  if (request.empty() || !is_key(key)) return Refusal(refused::key_malformed);
  RELAIS_TRY(const auto bytes, body_of_event(transaction, "webhook.test", json::object()));
  return put_message(transaction, key, webhook_kind, target_of(endpoint), bytes, std::nullopt);
}

namespace {

constexpr auto select_sendable =
    "SELECT state, CASE WHEN payload IS NULL THEN 0 ELSE 1 END, target FROM outbox_message WHERE key = $1";
constexpr auto update_queued =
    "UPDATE outbox_message SET state = 'queued', next_at = $2, ended_at = NULL, "
    "attempts = CASE WHEN state = 'queued' THEN attempts ELSE 0 END WHERE key = $1 AND state <> 'sending'";
constexpr auto delete_pause_of = "DELETE FROM outbox_pause WHERE target = $1";

}  // namespace

Result<> send_again(Transaction& transaction, std::string_view key) {
  std::optional<State> state;
  bool has_payload = false;
  std::string target;
  for (auto rows = transaction.query(select_sendable, {key}); rows.next();) {
    state = parse_state(rows.text(0));
    has_payload = rows.boolean(1);
    target = rows.string(2);
  }
  if (!state) return Refusal(refused::message_unknown, {std::string(key.substr(0, 200))});
  if (*state == State::sending) return Refusal(refused::being_sent, {std::string(key)});
  if (!has_payload) return Refusal(refused::message_erased, {std::string(key)});
  if (transaction.execute(update_queued, {key, transaction.now()}) == 0)  // a sender was faster
    return Refusal(refused::being_sent, {std::string(key)});
  transaction.execute(delete_pause_of, {target});
  return Done{};
}

}  // namespace relais::outbox
