#include "base/text.hpp"
#include "outbox/endpoints.hpp"
#include "outbox/listener.hpp"
#include "outbox/refusals.hpp"
#include "outbox/rules.hpp"
#include "outbox/signature.hpp"

namespace relais::outbox {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using store::Reader;
using store::Rows;
using store::Transaction;

constexpr auto insert_endpoint =
    "INSERT INTO outbox_endpoint (id, owner, url, secret, is_active, added_at, changed_at) "
    "VALUES ($1, $2, $3, $4, 1, $5, $5) ON CONFLICT (owner, url) DO NOTHING";
constexpr auto count_endpoints = "SELECT COUNT(*) FROM outbox_endpoint WHERE owner = $1";
constexpr auto insert_wanted =
    "INSERT INTO outbox_wanted (endpoint_id, event) VALUES ($1, $2) ON CONFLICT (endpoint_id, event) DO NOTHING";

void insert_all_wanted(Transaction& transaction, EndpointId id, const std::vector<std::string>& events) {
  for (const auto& event : events) transaction.execute(insert_wanted, {id, event});
}

}  // namespace

std::string target_of(EndpointId id) { return fmt::format("endpoint/{}", id.value); }
std::string secret_about(EndpointId id) { return "webhook " + target_of(id); }

Result<NewEndpoint> add_endpoint(Transaction& transaction, const EndpointDraft& draft, Reach reach,
                                 const Sealer& sealer) {
  RELAIS_TRY_DONE(check_endpoint_url(draft.url, reach));
  RELAIS_TRY_DONE(check_events(draft.events));
  if (transaction.integer(count_endpoints, {draft.owner}) >= endpoints_of_an_owner_max)
    return Refusal(refused::too_many_endpoints, {std::to_string(endpoints_of_an_owner_max)});
  NewEndpoint made{transaction.new_id<EndpointId>(), make_webhook_secret()};
  const auto sealed = sealer.seal(made.secret.reveal(), secret_about(made.id));
  if (transaction.execute(insert_endpoint, {made.id, draft.owner, draft.url, sealed, transaction.now()}) == 0)
    return Refusal(refused::endpoint_exists);
  insert_all_wanted(transaction, made.id, draft.events);
  return made;
}

namespace {

constexpr auto update_secret = "UPDATE outbox_endpoint SET secret = $2, changed_at = $3 WHERE id = $1";
// What every secret in the clear begins with, and nothing sealed does.
constexpr auto select_in_the_clear = "SELECT id, secret FROM outbox_endpoint WHERE substr(secret, 1, 6) = 'whsec_'";
constexpr auto update_active = "UPDATE outbox_endpoint SET is_active = $2, changed_at = $3 WHERE id = $1";
constexpr auto touch_endpoint = "UPDATE outbox_endpoint SET changed_at = $2 WHERE id = $1";
constexpr auto delete_wanted = "DELETE FROM outbox_wanted WHERE endpoint_id = $1";
constexpr auto delete_endpoint = "DELETE FROM outbox_endpoint WHERE id = $1";

}  // namespace

Result<base::Personal<std::string>> change_secret(Transaction& transaction, EndpointId endpoint, const Sealer& sealer) {
  auto secret = make_webhook_secret();
  const auto sealed = sealer.seal(secret.reveal(), secret_about(endpoint));
  if (transaction.execute(update_secret, {endpoint, sealed, transaction.now()}) == 0)
    return Refusal(refused::endpoint_unknown);
  return secret;
}

std::int64_t seal_old_secrets(store::Database& database, const Sealer& sealer) {
  const auto sealed = database.write([&](Transaction& transaction) -> Result<std::int64_t> {
    std::vector<std::pair<EndpointId, std::string>> old;
    for (auto rows = transaction.query(select_in_the_clear); rows.next();)
      old.emplace_back(rows.id<EndpointId>(0), rows.string(1));
    for (const auto& [id, secret] : old)
      transaction.execute(update_secret, {id, sealer.seal(secret, secret_about(id)), transaction.now()});
    return std::ssize(old);
  });
  return *sealed;
}

Result<> want_events(Transaction& transaction, EndpointId endpoint, const std::vector<std::string>& events) {
  RELAIS_TRY_DONE(check_events(events));
  if (transaction.execute(touch_endpoint, {endpoint, transaction.now()}) == 0)
    return Refusal(refused::endpoint_unknown);
  transaction.execute(delete_wanted, {endpoint});
  insert_all_wanted(transaction, endpoint, events);
  return Done{};
}

Result<> set_active(Transaction& transaction, EndpointId endpoint, bool is_active) {
  if (transaction.execute(update_active, {endpoint, is_active, transaction.now()}) == 0)
    return Refusal(refused::endpoint_unknown);
  return Done{};
}

Result<> remove_endpoint(Transaction& transaction, EndpointId endpoint) {
  transaction.execute(delete_wanted, {endpoint});
  if (transaction.execute(delete_endpoint, {endpoint}) == 0) return Refusal(refused::endpoint_unknown);
  return Done{};
}

namespace {

constexpr auto select_endpoints =
    "SELECT e.id, e.owner, e.url, e.is_active, e.added_at, w.event FROM outbox_endpoint e "
    "JOIN outbox_wanted w ON w.endpoint_id = e.id WHERE e.owner = $1 ORDER BY e.id, w.event";
constexpr auto select_all_endpoints =
    "SELECT e.id, e.owner, e.url, e.is_active, e.added_at, w.event FROM outbox_endpoint e "
    "JOIN outbox_wanted w ON w.endpoint_id = e.id ORDER BY e.id, w.event";
constexpr auto select_endpoint =
    "SELECT e.id, e.owner, e.url, e.is_active, e.added_at, w.event FROM outbox_endpoint e "
    "JOIN outbox_wanted w ON w.endpoint_id = e.id WHERE e.id = $1 ORDER BY e.id, w.event";

/// One row per event that the endpoint wants; there is at least one.
std::vector<Endpoint> read_endpoints(Rows rows) {
  std::vector<Endpoint> endpoints;
  while (rows.next()) {
    const auto id = rows.id<EndpointId>(0);
    if (endpoints.empty() || endpoints.back().id != id)
      endpoints.push_back({id, rows.integer(1), rows.string(2), rows.boolean(3), rows.instant(4), {}});
    endpoints.back().events.push_back(rows.string(5));
  }
  return endpoints;
}

}  // namespace

std::vector<Endpoint> list_endpoints(Reader& reader, std::int64_t owner) {
  return read_endpoints(reader.query(select_endpoints, {owner}));
}

std::vector<Endpoint> list_all_endpoints(Reader& reader) { return read_endpoints(reader.query(select_all_endpoints)); }

std::optional<Endpoint> find_endpoint(Reader& reader, EndpointId id) {
  auto found = read_endpoints(reader.query(select_endpoint, {id}));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

namespace {

constexpr auto select_listener = "SELECT id, url, secret FROM outbox_endpoint WHERE id = $1 AND is_active = 1";

}  // namespace

std::optional<Listener> find_listener(Reader& reader, std::string_view target) {
  const auto id = base::parse_integer(target.substr(target.find('/') + 1));
  if (!id) return std::nullopt;
  auto rows = reader.query(select_listener, {*id});
  if (!rows.next()) return std::nullopt;
  return Listener{rows.id<EndpointId>(0), rows.string(1), rows.string(2)};
}

}  // namespace relais::outbox
