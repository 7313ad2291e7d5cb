#pragma once
/// Where partners want to be told, by webhooks after the Standard Webhooks specification.

#include "outbox/outbox.hpp"
#include "outbox/sealer.hpp"

namespace relais::outbox {

using EndpointId = base::Id<struct OutboxEndpointTag>;

struct EndpointDraft {
  std::int64_t owner;  ///< as the caller numbers them
  std::string url;
  std::vector<std::string> events;  ///< `allocation.approved`, …
};

/// Whom the program may speak to. `anywhere` is for tests and for partners in one's own network: plain http, and
/// private and loopback addresses too.
enum class Reach { public_https, anywhere };

struct NewEndpoint {
  EndpointId id;
  base::Personal<std::string> secret;  ///< `whsec_…`, to be shown once, now
};

inline constexpr std::int64_t endpoints_of_an_owner_max = 20;

/// Refuses  url_malformed, url_not_allowed, events_missing, event_malformed, endpoint_exists, too_many_endpoints.
base::Result<NewEndpoint> add_endpoint(store::Transaction& transaction, const EndpointDraft& draft, Reach reach,
                                       const Sealer& sealer);

/// A new secret for an endpoint; the old one signs nothing from now on.
/// Refuses  endpoint_unknown.
base::Result<base::Personal<std::string>> change_secret(store::Transaction& transaction, EndpointId endpoint,
                                                        const Sealer& sealer);
/// Seals the secrets that an older version kept in the clear; gives how many.
std::int64_t seal_old_secrets(store::Database& database, const Sealer& sealer);

/// Replaces what the endpoint wants to hear of, or stops and starts it. What waits for a stopped endpoint ends refused.
/// Refuses  endpoint_unknown, events_missing, event_malformed.
base::Result<> want_events(store::Transaction& transaction, EndpointId endpoint,
                           const std::vector<std::string>& events);
base::Result<> set_active(store::Transaction& transaction, EndpointId endpoint, bool is_active);
/// Forgets the endpoint and its secret. What waits for it ends refused; what was sent stays in the list of messages.
/// Refuses  endpoint_unknown.
base::Result<> remove_endpoint(store::Transaction& transaction, EndpointId endpoint);
/// Sends `webhook.test` to that endpoint alone, whatever it wants to hear of.
/// Retry    safe: the same request posts one.
/// Refuses  endpoint_unknown, endpoint_is_paused, key_malformed.
base::Result<Posted> post_test(store::Transaction& transaction, EndpointId endpoint, std::string_view request);

/// Without the secret: no list has it.
struct Endpoint {
  EndpointId id;
  std::int64_t owner;
  std::string url;
  bool is_active;
  base::Instant added_at;
  std::vector<std::string> events;
};

std::vector<Endpoint> list_endpoints(store::Reader& reader, std::int64_t owner);
std::vector<Endpoint> list_all_endpoints(store::Reader& reader);
std::optional<Endpoint> find_endpoint(store::Reader& reader, EndpointId id);

/// What the messages to that endpoint have as their `target`.
std::string target_of(EndpointId id);

/// Those to that endpoint, the newest first; one indexed query.
std::vector<Message> list_messages_to(store::Reader& reader, EndpointId endpoint, std::optional<MessageId> before,
                                      int count_max);

}  // namespace relais::outbox
