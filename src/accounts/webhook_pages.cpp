#include <algorithm>

#include <fmt/format.h>

#include "accounts/access_pages.hpp"
#include "accounts/form_pages.hpp"
#include "accounts/refusals.hpp"
#include "accounts/webhooks.hpp"
#include "accounts/whose_pages.hpp"
#include "base/text.hpp"
#include "outbox/refusals.hpp"
#include "web/choice.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using outbox::Endpoint;
using people::AccountPermit;
using people::Right;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr int deliveries_of_a_page = 50;

outbox::Reach reach_of_webhooks(const Gate& gate) {
  return gate.options().webhooks_anywhere ? outbox::Reach::anywhere : outbox::Reach::public_https;
}

std::string path_of(EndpointId id) { return fmt::format("/webhooks/{}", id.value); }

EndpointId endpoint_of(const Request& request) {
  return EndpointId{base::parse_integer(request.parameter("webhook")).value_or(0)};
}

std::string event_words(std::string_view type, base::Language language) {
  for (const auto& event : webhook_events())
    if (event.type == type) return event.label.in(language);
  return std::string(type);
}

std::string events_words(const Endpoint& endpoint, base::Language language) {
  std::string words;
  for (const auto& type : endpoint.events) words += (words.empty() ? "" : ", ") + event_words(type, language);
  return words;
}

Data webhook_row(Reader& reader, const Endpoint& endpoint, base::Language language) {
  Data row;
  row.set("address", path_of(endpoint.id));
  row.set("url", endpoint.url);
  row.set("organisation", people::get_organisation(reader, OrganisationId{endpoint.owner}).name);
  row.set("events", events_words(endpoint, language));
  row.set("is_active", endpoint.is_active);
  return row;
}

/// The events to choose from: those of the organisation shown, or of its own.
void set_event_choices(Data& data, Reader& reader, const Request& request, OrganisationId whose) {
  const auto typed = request.form.list("event");
  Data events(Data::type::list);
  for (const auto& type : events_for(people::get_organisation(reader, whose).kind)) {
    const bool is_chosen = std::find(typed.begin(), typed.end(), type) != typed.end();
    events << web::choice(type, event_words(type, request.language), is_chosen ? type : std::string());
  }
  data.set("events", events);
}

/// A new secret, for the one time that it is shown.
struct Shown {
  std::string secret;
  std::string url;
};

Response show_webhooks(const Gate& gate, const Request& request, const Visit& visit, const FormErrors& errors,
                       const std::optional<Shown>& made) {
  Data data;
  visit.fill_form(data);
  const auto shown = gate.database().read([&](Reader& reader) -> Result<> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(reader));
    const auto whose = organisation_shown(reader, visit, permit, request);
    set_organisation_shown(data, reader, visit, whose, "/webhooks");
    Data list(Data::type::list);
    for (const auto& one : list_webhooks(reader, permit, visit.programme(), whose))
      list << webhook_row(reader, one, request.language);
    data.set("is_empty", !list.is_non_empty_list());
    data.set("webhooks", list);
    const auto own = whose ? whose : visit.on_behalf();
    set_event_choices(data, reader, request, own);
    data.set("organisation", request.form.has("organisation") ? std::string(request.form.text("organisation"))
                                                              : people::get_organisation(reader, own).code);
    return base::Done{};
  });
  if (!shown) return gate.site().refusal(request, shown.refusal());
  errors.show(data, request.language);
  data.set("url", std::string(request.form.text("url")));
  data.set("is_public_alone", !gate.options().webhooks_anywhere);
  data.set("is_new", made.has_value());
  data.set("new_secret", made ? made->secret : std::string());
  data.set("new_url", made ? made->url : std::string());
  return gate.site().page(request, "accounts/webhooks",
                          {.title = translate(request.language, "Webhooks"), .scripts = {}, .status = errors.status()},
                          data);
}

std::string_view field_of_webhook(const Refusal& refusal) {
  if (refusal.is(refused::organisation_unknown)) return "organisation";
  if (refusal.is(refused::event_unfit) || refusal.is(outbox::refused::events_missing)) return "events";
  return "url";
}

Response add_one(const Gate& gate, const Request& request, const Visit& visit) {
  const std::string url(request.form.text("url"));
  const auto made = visit.change(
      std::string(request.form.text("organisation")), [&](Transaction& transaction) -> Result<outbox::NewEndpoint> {
        RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
        RELAIS_TRY(const auto organisation, organisation_of_form(transaction, visit, permit, request));
        WebhookDraft draft{organisation.id, url, {}};
        for (const auto type : request.form.list("event")) draft.events.emplace_back(type);
        return add_webhook(transaction, permit, gate.key(), draft, reach_of_webhooks(gate));
      });
  FormErrors errors;
  if (errors.add_refusal(made ? "" : field_of_webhook(made.refusal()), made))
    return show_webhooks(gate, request, visit, errors, {});
  auto fresh = request;  // the form starts afresh
  fresh.form = {};
  return show_webhooks(gate, fresh, visit, errors, Shown{made->secret.reveal(), url});
}

Data delivery_row(const outbox::Message& message, const Endpoint& endpoint, const Visit& visit) {
  Data row;
  visit.fill_form(row);
  row.set("key", message.key.substr(0, message.key.rfind("/to/")));
  row.set("state", std::string(code_of(message.state)));
  row.set("posted", base::iso_instant(message.posted_at));
  row.set("attempts", std::to_string(message.attempts));
  row.set("outcome", message.outcome);
  row.set("next", message.next_at ? base::iso_instant(*message.next_at) : std::string());
  row.set("waits", message.state == outbox::State::queued);
  row.set("may_replay", message.has_payload && message.state != outbox::State::sending);
  row.set("action", fmt::format("{}/deliveries/{}/replay", path_of(endpoint.id), message.id.value));
  return row;
}

Response show_webhook(const Gate& gate, const Request& request, const Visit& visit, const FormErrors& errors,
                      const std::optional<Shown>& made) {
  Data data;
  visit.fill_form(data);
  const auto shown = gate.database().read([&](Reader& reader) -> Result<> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(reader));
    RELAIS_TRY(const auto endpoint, find_webhook(reader, permit, visit.programme(), endpoint_of(request)));
    data.set("webhook", webhook_row(reader, endpoint, request.language));
    data.set("path", path_of(endpoint.id));
    const auto after = base::parse_integer(request.query.text("after"));
    auto messages = outbox::list_messages_to(
        reader, endpoint.id, after ? std::optional(outbox::MessageId{*after}) : std::nullopt, deliveries_of_a_page + 1);
    const bool has_next = std::ssize(messages) > deliveries_of_a_page;
    if (has_next) messages.pop_back();
    Data list(Data::type::list);
    for (const auto& message : messages) list << delivery_row(message, endpoint, visit);
    data.set("deliveries", list);
    data.set("is_empty", messages.empty());
    data.set("has_next", has_next);
    data.set("next", messages.empty() ? std::string()
                                      : fmt::format("{}?after={}", path_of(endpoint.id), messages.back().id.value));
    return base::Done{};
  });
  if (!shown) return gate.site().refusal(request, shown.refusal());
  errors.show(data, request.language);
  data.set("is_new", made.has_value());
  data.set("new_secret", made ? made->secret : std::string());
  data.set("is_done", request.query.has("done") && errors.empty());
  return gate.site().page(request, "accounts/webhook",
                          {.title = translate(request.language, "Webhook"), .scripts = {}, .status = errors.status()},
                          data);
}

using ActOnEndpoint = std::function<Result<>(Transaction&, const Endpoint&)>;

/// What is done to an endpoint of theirs; a refusal comes back on its page.
Result<> act_on(const Request& request, const Visit& visit, const ActOnEndpoint& act) {
  return visit.change(std::string(request.parameter("webhook")), [&](Transaction& transaction) -> Result<> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
    RELAIS_TRY(const auto endpoint, find_webhook(transaction, permit, visit.programme(), endpoint_of(request)));
    return act(transaction, endpoint);
  });
}

Response act_and_show(const Gate& gate, const Request& request, const Visit& visit, const ActOnEndpoint& act,
                      const std::string& then) {
  const auto done = act_on(request, visit, act);
  if (done) return web::redirect(then);
  if (done.refusal().is(outbox::refused::endpoint_unknown)) return gate.site().refusal(request, done.refusal());
  FormErrors errors;
  errors.add("deliveries", done.refusal());
  return show_webhook(gate, request, visit, errors, {});
}

Response set_state(const Gate& gate, const Request& request, const Visit& visit, bool is_active) {
  const auto act = [is_active](Transaction& transaction, const Endpoint& endpoint) {
    return outbox::set_active(transaction, endpoint.id, is_active);
  };
  return act_and_show(gate, request, visit, act, path_of(endpoint_of(request)) + "?done=1");
}

Response remove_one(const Gate& gate, const Request& request, const Visit& visit) {
  const auto act = [](Transaction& transaction, const Endpoint& endpoint) {
    return outbox::remove_endpoint(transaction, endpoint.id);
  };
  return act_and_show(gate, request, visit, act, "/webhooks");
}

Response test_one(const Gate& gate, const Request& request, const Visit& visit) {
  const auto act = [&](Transaction& transaction, const Endpoint& endpoint) -> Result<> {
    RELAIS_TRY_DONE(outbox::post_test(transaction, endpoint.id, visit.request_key()));
    return base::Done{};
  };
  return act_and_show(gate, request, visit, act, path_of(endpoint_of(request)) + "?done=1");
}

Response replay_one(const Gate& gate, const Request& request, const Visit& visit) {
  const outbox::MessageId message{base::parse_integer(request.parameter("delivery")).value_or(0)};
  const auto act = [&](Transaction& transaction, const Endpoint& endpoint) {
    return replay(transaction, endpoint, message);
  };
  return act_and_show(gate, request, visit, act, path_of(endpoint_of(request)) + "?done=1");
}

Response renew_secret(const Gate& gate, const Request& request, const Visit& visit) {
  Shown made;
  const auto done = act_on(request, visit, [&](Transaction& transaction, const Endpoint& endpoint) -> Result<> {
    RELAIS_TRY(const auto secret, outbox::change_secret(transaction, endpoint.id, gate.key()));
    made = {secret.reveal(), endpoint.url};
    return base::Done{};
  });
  if (!done) return gate.site().refusal(request, done.refusal());
  return show_webhook(gate, request, visit, {}, made);
}

}  // namespace

void add_webhook_pages(Gate& gate) {
  const auto declare = [&gate](auto pattern, auto handler) {
    gate.change("POST", pattern, Right::manage_accounts,
                [&gate, handler](const Request& request, const Visit& visit) { return handler(gate, request, visit); });
  };
  gate.members("GET", "/webhooks", Right::manage_accounts, [&gate](const Request& request, const Visit& visit) {
    return show_webhooks(gate, request, visit, {}, {});
  });
  gate.members(
      "GET", "/webhooks/{webhook}", Right::manage_accounts,
      [&gate](const Request& request, const Visit& visit) { return show_webhook(gate, request, visit, {}, {}); });
  declare("/webhooks", add_one);
  declare("/webhooks/{webhook}/pause", [](const Gate& of, const Request& request, const Visit& visit) {
    return set_state(of, request, visit, false);
  });
  declare("/webhooks/{webhook}/resume", [](const Gate& of, const Request& request, const Visit& visit) {
    return set_state(of, request, visit, true);
  });
  declare("/webhooks/{webhook}/remove", remove_one);
  declare("/webhooks/{webhook}/test", test_one);
  declare("/webhooks/{webhook}/secret", renew_secret);
  declare("/webhooks/{webhook}/deliveries/{delivery}/replay", replay_one);
}

}  // namespace relais::accounts
