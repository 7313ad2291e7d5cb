#include "accounts/webhooks.hpp"

#include <algorithm>

#include "accounts/refusals.hpp"
#include "outbox/refusals.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using people::OrganisationKind;
using store::Reader;
using store::Transaction;

bool is_covered(Reader& reader, const people::AccountPermit& permit, ProgrammeId programme, std::int64_t owner) {
  if (!permit.coverage().covers(programme, OrganisationId{owner})) return false;
  return people::get_organisation(reader, OrganisationId{owner}).programme == programme;
}

}  // namespace

const std::vector<WebhookEvent>& webhook_events() {
  static const std::vector<WebhookEvent> events{
      {"gift.received",
       {"un dépôt a compté une livraison d’un don", "a depot counted a delivery of a gift in"},
       {OrganisationKind::coordinator, OrganisationKind::donor, OrganisationKind::depot}},
      {"allocation.approved",
       {"une attribution est approuvée", "an allocation was approved"},
       {OrganisationKind::coordinator, OrganisationKind::network, OrganisationKind::structure,
        OrganisationKind::depot}},
      {"shipment.dispatched",
       {"une expédition est partie", "a shipment was dispatched"},
       {OrganisationKind::coordinator, OrganisationKind::network, OrganisationKind::structure,
        OrganisationKind::depot}},
      {"shipment.received",
       {"une expédition est reçue", "a shipment was received"},
       {OrganisationKind::coordinator, OrganisationKind::network, OrganisationKind::structure,
        OrganisationKind::depot}}};
  return events;
}

std::vector<std::string> events_for(OrganisationKind kind) {
  std::vector<std::string> types;
  for (const auto& event : webhook_events())
    if (std::find(event.kinds.begin(), event.kinds.end(), kind) != event.kinds.end()) types.emplace_back(event.type);
  return types;
}

Result<outbox::NewEndpoint> add_webhook(Transaction& transaction, const people::AccountPermit& permit,
                                        const outbox::Sealer& sealer, const WebhookDraft& draft, outbox::Reach reach) {
  const auto organisation = people::get_organisation(transaction, draft.organisation);
  RELAIS_TRY_DONE(permit.check(organisation.programme, organisation.id));
  const auto possible = events_for(organisation.kind);
  for (const auto& event : draft.events)
    if (std::find(possible.begin(), possible.end(), event) == possible.end())
      return Refusal(refused::event_unfit, {event.substr(0, 60), organisation.name});
  return outbox::add_endpoint(transaction, {organisation.id.value, draft.url, draft.events}, reach, sealer);
}

Result<outbox::Endpoint> find_webhook(Reader& reader, const people::AccountPermit& permit, ProgrammeId programme,
                                      EndpointId id) {
  auto found = outbox::find_endpoint(reader, id);
  if (!found || !is_covered(reader, permit, programme, found->owner)) return Refusal(outbox::refused::endpoint_unknown);
  return *std::move(found);
}

std::vector<outbox::Endpoint> list_webhooks(Reader& reader, const people::AccountPermit& permit, ProgrammeId programme,
                                            OrganisationId organisation) {
  if (organisation && !permit.coverage().covers(programme, organisation)) return {};
  if (organisation) return outbox::list_endpoints(reader, organisation.value);
  auto all = outbox::list_all_endpoints(reader);
  std::erase_if(all, [&](const auto& one) { return !is_covered(reader, permit, programme, one.owner); });
  return all;
}

Result<> replay(Transaction& transaction, const outbox::Endpoint& endpoint, outbox::MessageId message) {
  const auto found = outbox::list_messages_to(transaction, endpoint.id, outbox::MessageId{message.value + 1}, 1);
  if (found.empty() || found.front().id != message)
    return Refusal(outbox::refused::message_unknown, {std::to_string(message.value)});
  return outbox::send_again(transaction, found.front().key);
}

}  // namespace relais::accounts
