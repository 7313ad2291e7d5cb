#pragma once
/// Where partners want to be told, by webhooks after the Standard Webhooks specification.

#include "outbox/outbox.hpp"

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

/// Refuses  url_malformed, url_not_allowed, events_missing, event_malformed, endpoint_exists.
base::Result<NewEndpoint> add_endpoint(store::Transaction& transaction, const EndpointDraft& draft, Reach reach);

/// A new secret for an endpoint; the old one signs nothing from now on.
/// Refuses  endpoint_unknown.
base::Result<base::Personal<std::string>> change_secret(store::Transaction& transaction, EndpointId endpoint);

/// Replaces what the endpoint wants to hear of, or stops and starts it. What waits for a stopped endpoint ends refused.
/// Refuses  endpoint_unknown, events_missing, event_malformed.
base::Result<> want_events(store::Transaction& transaction, EndpointId endpoint,
                           const std::vector<std::string>& events);
base::Result<> set_active(store::Transaction& transaction, EndpointId endpoint, bool is_active);

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

}  // namespace relais::outbox
