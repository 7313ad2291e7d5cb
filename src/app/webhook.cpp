#include "accounts/webhooks.hpp"

#include <fmt/ranges.h>

#include "accounts/refusals.hpp"
#include "accounts/tokens.hpp"
#include "app/chosen.hpp"
#include "app/commands.hpp"
#include "audit/audit.hpp"
#include "base/text.hpp"

namespace relais::app {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

struct WebhookOptions {
  std::string programme = {}, organisation = {}, url = {};
  std::vector<std::string> events = {};
  std::int64_t id = 0;
  bool anywhere = false;
};

people::Organisation webhook_owner(const Session& session, Reader& reader, const WebhookOptions& options) {
  const auto programme = chosen_programme(session, reader, options.programme);
  auto found = people::find_organisation(reader, programme, options.organisation);
  if (!found)
    throw Stop(Exit::refused,
               Refusal(accounts::refused::organisation_unknown, {options.organisation}).message(session.language()));
  return *std::move(found);
}

void print_secret(const Session& session, std::int64_t id, const base::Personal<std::string>& secret) {
  print(session, "Webhook {} ; son secret, montré cette seule fois :", "Webhook {}; its secret, shown this once:", id);
  fmt::print("{}\n", secret.reveal());
}

void record_webhook(Transaction& transaction, const people::Permit& permit, const char* action, std::int64_t id) {
  audit::record(transaction, permit, {.action = action, .subject = std::to_string(id)});
}

void add_one_webhook(const Session& session, const WebhookOptions& options) {
  const auto database = session.open_database();
  const auto key = session.open_key(*database);
  const auto permit = people::permit_of_command_line();
  const auto owner = database->read([&](Reader& reader) { return webhook_owner(session, reader, options); });
  const auto reach = options.anywhere ? outbox::Reach::anywhere : outbox::Reach::public_https;
  const auto made = session.value(database->write([&](Transaction& transaction) -> Result<outbox::NewEndpoint> {
    RELAIS_TRY(auto endpoint,
               accounts::add_webhook(transaction, permit, key, {owner.id, options.url, options.events}, reach));
    record_webhook(transaction, permit, "webhook add", endpoint.id.value);
    return endpoint;
  }));
  print_secret(session, made.id.value, made.secret);
}

void list_all_webhooks(const Session& session, const WebhookOptions& options) {
  const auto database = session.open_database();
  const auto permit = people::permit_of_command_line();
  database->read([&](Reader& reader) {
    const auto programme = chosen_programme(session, reader, options.programme);
    people::OrganisationId whose;
    if (!options.organisation.empty()) whose = webhook_owner(session, reader, options).id;
    for (const auto& one : accounts::list_webhooks(reader, permit, programme, whose))
      fmt::print("{}  {:<7}  {:<20}  {}  {}\n", one.id.value,
                 one.is_active ? session.say("actif", "active") : session.say("pause", "paused"),
                 people::get_organisation(reader, people::OrganisationId{one.owner}).code, one.url,
                 fmt::join(one.events, " "));
    return 0;
  });
}

using ActOnWebhook = std::function<Result<>(Transaction&, outbox::EndpointId)>;

void act_on_webhook(const Session& session, const WebhookOptions& options, const char* action,
                    const ActOnWebhook& act) {
  const auto database = session.open_database();
  const auto permit = people::permit_of_command_line();
  session.value(database->write([&](Transaction& transaction) -> Result<> {
    RELAIS_TRY_DONE(act(transaction, outbox::EndpointId{options.id}));
    record_webhook(transaction, permit, action, options.id);
    return base::Done{};
  }));
  print(session, "C'est fait.", "Done.");
}

void renew_webhook_secret(const Session& session, const WebhookOptions& options) {
  const auto database = session.open_database();
  const auto key = session.open_key(*database);
  const auto permit = people::permit_of_command_line();
  const auto secret =
      session.value(database->write([&](Transaction& transaction) -> Result<base::Personal<std::string>> {
        RELAIS_TRY(auto made, outbox::change_secret(transaction, outbox::EndpointId{options.id}, key));
        record_webhook(transaction, permit, "webhook secret", options.id);
        return made;
      }));
  print_secret(session, options.id, secret);
}

void add_webhook_add(CLI::App& webhook, const Session& session) {
  const auto options = std::make_shared<WebhookOptions>();
  auto* command =
      webhook.add_subcommand("add", session.say("ajoute une adresse et imprime le secret de ses signatures, une fois",
                                                "adds an address and prints the secret of its signatures, once"));
  command->add_option("--programme", options->programme, session.say("code du programme", "code of the programme"));
  command
      ->add_option("--organisation", options->organisation,
                   session.say("code de l'organisation", "code of the organisation"))
      ->required();
  command->add_option("--url", options->url, session.say("adresse, en https://", "address, with https://"))->required();
  command
      ->add_option("--event", options->events,
                   session.say("un événement (shipment.dispatched, …) ; plusieurs fois si besoin",
                               "an event (shipment.dispatched, …); several times if need be"))
      ->required();
  command->add_flag("--anywhere", options->anywhere,
                    session.say("admet http:// et une adresse privée ; « serve » demande alors --webhooks-anywhere",
                                "takes http:// and a private address; `serve` then asks for --webhooks-anywhere"));
  command->callback([&session, options] { add_one_webhook(session, *options); });
}

void add_webhook_acts(CLI::App& webhook, const Session& session) {
  const auto options = std::make_shared<WebhookOptions>();
  const auto declare = [&](const char* name, const char* help, const ActOnWebhook& act) {
    auto* command = webhook.add_subcommand(name, help);
    command->add_option("ID", options->id, session.say("celui que « list » montre", "the one that `list` shows"))
        ->required();
    command->callback([&session, options, act, action = "webhook " + std::string(name)] {
      act_on_webhook(session, *options, action.c_str(), act);
    });
  };
  declare("pause", session.say("arrête les envois", "stops sending"),
          [](Transaction& transaction, auto id) { return outbox::set_active(transaction, id, false); });
  declare("resume", session.say("reprend les envois", "sends again"),
          [](Transaction& transaction, auto id) { return outbox::set_active(transaction, id, true); });
  declare("remove", session.say("oublie l'adresse et son secret", "forgets the address and its secret"),
          [](Transaction& transaction, auto id) { return outbox::remove_endpoint(transaction, id); });
  declare("test", session.say("envoie un essai", "sends a test"), [](Transaction& transaction, auto id) -> Result<> {
    RELAIS_TRY_DONE(outbox::post_test(transaction, id, accounts::new_token()));
    return base::Done{};
  });
  auto* secret = webhook.add_subcommand(
      "secret", session.say("change le secret et l'imprime, une fois", "changes the secret and prints it, once"));
  secret->add_option("ID", options->id, session.say("celui que « list » montre", "the one that `list` shows"))
      ->required();
  secret->callback([&session, options] { renew_webhook_secret(session, *options); });
}

}  // namespace

void add_webhook(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand(
      "webhook", session.say("les adresses où les partenaires sont avertis", "the addresses where partners are told"));
  command->require_subcommand(1);
  add_webhook_add(*command, session);
  const auto options = std::make_shared<WebhookOptions>();
  auto* list =
      command->add_subcommand("list", session.say("les adresses ; leurs envois : « outbox list --kind webhook »",
                                                  "the addresses; what was sent: `outbox list --kind webhook`"));
  list->add_option("--programme", options->programme, session.say("code du programme", "code of the programme"));
  list->add_option("--organisation", options->organisation,
                   session.say("celles d'une organisation", "of one organisation"));
  list->callback([&session, options] { list_all_webhooks(session, *options); });
  add_webhook_acts(*command, session);
}

}  // namespace relais::app
