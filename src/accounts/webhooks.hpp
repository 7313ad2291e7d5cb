#pragma once
/// Where the programs of an organisation are told of what happens to it: the outbox's endpoints, with permits.

#include <span>

#include "accounts/accounts.hpp"
#include "outbox/endpoints.hpp"

namespace relais::accounts {

using outbox::EndpointId;

/// An event that a stage posts, and which organisations it can be about.
struct WebhookEvent {
  std::string_view type;  ///< `shipment.dispatched`
  catalogue::Label label;
  std::vector<people::OrganisationKind> kinds;
};
/// All events that stages post; a new one is added here too, or nobody can ask for it.
const std::vector<WebhookEvent>& webhook_events();
/// Those that an organisation of that kind may hear of.
std::vector<std::string> events_for(people::OrganisationKind kind);

struct WebhookDraft {
  OrganisationId organisation;
  std::string url;
  std::vector<std::string> events;
};
/// Permission  covers the organisation.
/// Refuses     people's not_yours, event_unfit, then as outbox::add_endpoint.
base::Result<outbox::NewEndpoint> add_webhook(store::Transaction& transaction, const people::AccountPermit& permit,
                                              const outbox::Sealer& sealer, const WebhookDraft& draft,
                                              outbox::Reach reach);

/// The endpoint, when it is of an organisation of the programme that the permit covers.
/// Refuses     outbox's endpoint_unknown, also another's.
base::Result<outbox::Endpoint> find_webhook(store::Reader& reader, const people::AccountPermit& permit,
                                            ProgrammeId programme, EndpointId id);
/// Those of an organisation, or of the whole programme when it is none and the permit covers that.
std::vector<outbox::Endpoint> list_webhooks(store::Reader& reader, const people::AccountPermit& permit,
                                            ProgrammeId programme, OrganisationId organisation);

/// Sends a message to that endpoint again.
/// Refuses     outbox's message_unknown (also one to another endpoint), message_erased, being_sent.
base::Result<> replay(store::Transaction& transaction, const outbox::Endpoint& endpoint, outbox::MessageId message);

}  // namespace relais::accounts
