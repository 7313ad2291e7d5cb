#include <optional>

#include <gtest/gtest.h>

#include "accounts/api_tokens.hpp"
#include "accounts/webhooks.hpp"
#include "allocation/way_test.hpp"
#include "app/serve_site.hpp"
#include "handover/handover.hpp"
#include "outbox/sender.hpp"
#include "outbox/servers_test.hpp"
#include "outbox/signature.hpp"
#include "outbox/webhook_channel.hpp"
#include "shipments/shipments.hpp"
#include "web/form.hpp"

namespace relais::app {
namespace {

using ledger::AccountKind;
using people::Right;
using web::Json;

/// What goes with a request.
struct Sent {
  std::string key = {}, if_match = {};
  Json body = {};
};

/// Programs of partners, each with the token of its organisation, on the whole site.
class Api : public testing::Way {
 protected:
  void SetUp() override {
    Way::SetUp();
    write([&](Transaction& transaction) {
      coordination_ = sample_->add(transaction, "coordination", people::OrganisationKind::coordinator);
    });
    site_.emplace(database(), key_, accounts::GateOptions{.clock = &clock()});
  }
  void TearDown() override {
    site_.reset();
    Way::TearDown();
  }

  /// A token with all the scopes that its organisation can have.
  std::string token_of(people::OrganisationId organisation) {
    std::string secret;
    write([&](Transaction& transaction) {
      const auto kind = people::get_organisation(transaction, organisation).kind;
      const auto until = std::chrono::floor<std::chrono::days>(clock().now()) + std::chrono::days(9);
      const auto made = accounts::add_token(
          transaction, permit(), key_,
          {"r" + std::to_string(++tokens_), organisation, "Essai", accounts::scopes_of(kind), until});
      ASSERT_TRUE(made) << made.refusal().code();
      secret = made->secret.reveal();
    });
    return secret;
  }
  web::Response ask(const std::string& token, const std::string& method, const std::string& address,
                    const Sent& sent = {}) {
    web::Request request;
    request.method = method;
    const auto mark = address.find('?');
    request.path = "/api/v1" + address.substr(0, mark);
    if (mark != std::string::npos) request.query = *web::parse_urlencoded(address.substr(mark + 1));
    request.client_address = "192.0.2.1";
    request.headers.set("Authorization", "Bearer " + token);
    if (!sent.key.empty()) request.headers.set("Idempotency-Key", sent.key);
    if (!sent.if_match.empty()) request.headers.set("If-Match", sent.if_match);
    if (!sent.body.is_null()) {
      request.headers.set("Content-Type", "application/json");
      request.body = sent.body.dump();
    }
    return site_->router()(request);
  }
  static Json json_of(const web::Response& response) { return Json::parse(response.body); }
  static std::string etag_of(const web::Response& response) {
    return std::string(response.headers.find("ETag").value_or(""));
  }
  static Json pledge(int quantity) {
    return {{"code", "AVRIL"},
            {"donor", "operateur"},
            {"lines", Json::array({{{"kind", "smartphone"}, {"condition", "new"}, {"quantity", quantity}}})}};
  }
  std::string prepared_shipment() {
    stock_kits(20);
    need("structure-a", 12, 12);
    const auto allocation = allocate("r1");
    std::string reference;
    write([&](Transaction& transaction) {
      reference = shipments::prepare_all(transaction, permit(), allocation)->front().reference;
    });
    return reference;
  }

  const accounts::Key key_ = accounts::Key::random();
  people::OrganisationId coordination_;
  std::optional<FullSite> site_;
  int tokens_ = 0;
};

TEST_P(Api, describes_every_route_and_no_other) {
  for (const auto& gap : site_->api().gaps()) ADD_FAILURE() << gap;
  const auto document = site_->api().openapi(base::Language::english, "");
  int described = 0;
  for (const auto& [path, operations] : document["paths"].items()) described += static_cast<int>(operations.size());
  int declared = 0;
  for (const auto& route : site_->gate().declarations()) declared += route.pattern.starts_with("/api/v1/") ? 1 : 0;
  EXPECT_EQ(described, declared);
}

TEST_P(Api, tells_of_a_route_that_no_file_describes_and_of_a_description_without_a_route) {
  const base::EmbeddedFile files[] = {{"needs.json", R"({"title": {}, "operations": {"GET /api/v1/gone": {}}})"}};
  const ApiDocument document(files, {{"GET", "/api/v1/needs", accounts::Gate::Access::members, Right::read_needs},
                                     {"GET", "/gifts", accounts::Gate::Access::members, Right::read_gifts}});
  ASSERT_EQ(document.gaps().size(), 2U);
  EXPECT_NE(document.gaps()[0].find("GET /api/v1/gone: src/app/openapi/needs.json"), std::string::npos);
  EXPECT_NE(document.gaps()[1].find("Add \"GET /api/v1/needs\""), std::string::npos);
}

TEST_P(Api, a_gift_is_pledged_once_changed_by_who_read_it_and_counted_in) {
  const auto donor = token_of(sample().donor), depot = token_of(sample().depot);
  const auto made = ask(donor, "POST", "/gifts", {"k1", "", pledge(10)});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.headers.find("Location"), "/api/v1/gifts/AVRIL");
  const auto again = ask(donor, "POST", "/gifts", {"k1", "", pledge(10)});
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, made.body);
  EXPECT_EQ(ask(donor, "POST", "/gifts", {"k1", "", pledge(11)}).status, 422) << "the key was for another request";
  EXPECT_EQ(json_of(ask(donor, "POST", "/gifts", {"k2", "", pledge(11)}))["errors"][0]["pointer"], "/code");

  const auto read = ask(donor, "GET", "/gifts/AVRIL");
  EXPECT_EQ(etag_of(read), etag_of(made));
  const Json more{{"lines", pledge(30)["lines"]}};
  EXPECT_EQ(ask(donor, "PUT", "/gifts/AVRIL", {"", "", more}).status, 428);
  const auto changed = ask(donor, "PUT", "/gifts/AVRIL", {"", etag_of(read), more});
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(ask(donor, "PUT", "/gifts/AVRIL", {"", etag_of(read), Json{{"lines", pledge(40)["lines"]}}}).status, 412);
  EXPECT_EQ(json_of(ask(donor, "GET", "/gifts/AVRIL"))["lines"][0]["quantity"], 30);

  const Json counted{{"depot", "depot-pantin"}, {"lines", pledge(12)["lines"]}};
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(ask(depot, "POST", "/gifts/AVRIL/receipts", {"k1", "", counted}).status, 201);
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "smartphone"), 12);
  EXPECT_EQ(ask(donor, "POST", "/gifts/AVRIL/receipts", {"k3", "", counted}).status, 403) << "not a donor's scope";
  const auto receipt = json_of(ask(depot, "GET", "/gifts/AVRIL"))["receipts"][0]["id"].get<std::string>();
  for (const auto* key : {"k4", "k5"})
    EXPECT_EQ(ask(depot, "POST", "/gifts/AVRIL/receipts/" + receipt + "/cancel", {key}).status, 200);
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "smartphone"), 0);
  EXPECT_EQ(json_of(ask(donor, "POST", "/gifts/AVRIL/close", {"k6"}))["state"], "closed");
  EXPECT_EQ(ledger_fault(), "");
}

TEST_P(Api, every_fault_of_a_body_is_told_at_once) {
  const auto donor = token_of(sample().donor);
  const auto wrong =
      ask(donor, "POST", "/gifts", {"k1", "", Json::parse(R"({"code": "A", "colour": 1, "lines": [{"kind": "smartphone",
                            "condition": "old", "quantity": "3", "expected_from": "demain"}]})")});
  EXPECT_EQ(wrong.status, 422);
  const auto problem = json_of(wrong);
  std::string told;
  for (const auto& error : problem["errors"]) told += error["pointer"].get<std::string>() + ' ';
  EXPECT_EQ(told, "/donor /lines/0/quantity /lines/0/condition /lines/0/expected_from /colour ");
  const auto unknown =
      json_of(ask(donor, "POST", "/gifts", {"k1", "", Json::parse(R"({"code": "A", "donor": "operateur", "lines": [
        {"kind": "smartphone", "condition": "new", "quantity": 3}, {"kind": "fusil", "condition": "new", "quantity": 1}]})")}));
  EXPECT_EQ(unknown["code"], "gifts.kind_unknown");
  EXPECT_EQ(unknown["errors"][0]["pointer"], "/lines/1/kind");
}

TEST_P(Api, a_list_is_followed_to_its_end) {
  const auto donor = token_of(sample().donor);
  for (const std::string code : {"A", "B", "C"}) {
    auto body = pledge(1);
    body["code"] = code;
    ASSERT_EQ(ask(donor, "POST", "/gifts", {code, "", body}).status, 201);
  }
  std::string codes, next = "/api/v1/gifts?limit=2";
  for (int page = 0; page < 3 && !next.empty(); ++page) {
    const auto answer = ask(donor, "GET", next.substr(std::string("/api/v1").size()));
    const auto list = json_of(answer);
    for (const auto& gift : list["gifts"]) codes += gift["code"].get<std::string>();
    next = list["next"].is_null() ? "" : list["next"].get<std::string>();
    EXPECT_EQ(answer.headers.find("Link").value_or(""), next.empty() ? "" : "<" + next + ">; rel=\"next\"");
  }
  EXPECT_EQ(codes, "ABC");
  EXPECT_EQ(json_of(ask(donor, "GET", "/gifts?limit=0"))["errors"][0]["parameter"], "limit");
  EXPECT_EQ(ask(donor, "GET", "/gifts?state=lost").status, 422);
}

TEST_P(Api, nobody_reads_or_acts_for_another_organisation) {
  const auto reference = prepared_shipment();
  const auto stranger = token_of(sample().other_structure), other_depot = token_of(second_depot_);
  EXPECT_EQ(ask(stranger, "GET", "/shipments/" + reference).status, 404);
  EXPECT_TRUE(json_of(ask(stranger, "GET", "/shipments"))["shipments"].empty());
  EXPECT_EQ(ask(other_depot, "POST", "/shipments/" + reference + "/dispatch", {"k1"}).status, 404);
  EXPECT_EQ(ask(stranger, "POST", "/shipments/" + reference + "/receive", {"k1", "", Json::object()}).status, 404);
  EXPECT_EQ(ask(stranger, "GET", "/shelves/structure-a").status, 404);
  EXPECT_EQ(ask(stranger, "GET", "/hand-overs?structure=structure-a").status, 404);
}

TEST_P(Api, a_shipment_goes_from_the_depot_to_the_shelf_and_on_to_people) {
  const auto reference = prepared_shipment();
  const auto depot = token_of(sample().depot), structure = token_of(sample().structure);
  const auto path = "/shipments/" + reference;
  const auto before = etag_of(ask(depot, "GET", path));
  EXPECT_EQ(ask(structure, "POST", path + "/receive", {"e0", "", Json::object()}).status, 409);
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(json_of(ask(depot, "POST", path + "/dispatch", {"d1", before}))["state"], "dispatched");
  EXPECT_EQ(ask(depot, "POST", path + "/dispatch", {"d2", before}).status, 412) << "it changed";
  const Json found{{"discrepancies", Json::array({{{"kind", "sim_card"}, {"missing", 2}}})}};
  for (int time = 0; time < 2; ++time) {
    const auto received = ask(structure, "POST", path + "/receive", {"e1", "", found});
    EXPECT_EQ(received.status, 200) << received.body;
  }
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "sim_card"), 10);
  const auto shelf = json_of(ask(structure, "GET", "/shelves/structure-a"));
  EXPECT_EQ(shelf["goods"].size(), 3U) << shelf;
  const Json three{{"structure", "structure-a"},
                   {"product", "phone_kit"},
                   {"audience", "pupil"},
                   {"people", 3},
                   {"day", "2020-03-26"}};
  for (int time = 0; time < 2; ++time) {
    const auto made = ask(structure, "POST", "/hand-overs", {"h1", "", three});
    EXPECT_EQ(made.status, 201) << made.body;
  }
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "sim_card"), 7);
  EXPECT_EQ(json_of(ask(structure, "GET", "/hand-overs"))["hand_overs"].size(), 1U);
  EXPECT_EQ(ledger_fault(), "");
}

/// The same, with a receiver on this machine that is told of it.
class ApiWebhooks : public Api {
 protected:
  void SetUp() override {
    Api::SetUp();
    receiver_ = std::make_unique<outbox::ScriptServer>("hook_server.py");
  }
  base::Personal<std::string> listen(people::OrganisationId whose, const std::string& path,
                                     std::vector<std::string> events) {
    std::optional<outbox::NewEndpoint> made;
    write([&](Transaction& transaction) {
      const auto url = fmt::format("http://127.0.0.1:{}{}", receiver_->port(), path);
      auto added =
          accounts::add_webhook(transaction, permit(), key_, {whose, url, std::move(events)}, outbox::Reach::anywhere);
      ASSERT_TRUE(added) << added.refusal().code();
      made = *std::move(added);
    });
    return made->secret;
  }
  void send_all() {
    outbox::WebhookSettings settings;
    settings.reach = outbox::Reach::anywhere;
    outbox::WebhookChannel channel(database(), clock(), key_, settings);
    outbox::Sender(database(), channel, clock(), {.seed = 1}).send_due();
  }
  std::unique_ptr<outbox::ScriptServer> receiver_;
};

TEST_P(ApiWebhooks, who_is_concerned_is_told_signed_and_nobody_else) {
  const auto secret = listen(sample().structure, "/structure", {"shipment.dispatched", "allocation.approved"});
  listen(sample().other_structure, "/stranger", {"shipment.dispatched", "allocation.approved"});
  listen(coordination_, "/coordination", {"shipment.dispatched", "gift.received"});
  listen(sample().network, "/network", {"shipment.dispatched"});
  const auto depot = token_of(sample().depot);
  ASSERT_EQ(ask(token_of(sample().donor), "POST", "/gifts", {"k1", "", pledge(10)}).status, 201);
  const Json counted{{"depot", "depot-pantin"}, {"lines", pledge(4)["lines"]}};
  ASSERT_EQ(ask(depot, "POST", "/gifts/AVRIL/receipts", {"k2", "", counted}).status, 201);
  const auto reference = prepared_shipment();
  for (int time = 0; time < 2; ++time)
    ASSERT_EQ(ask(depot, "POST", "/shipments/" + reference + "/dispatch", {"d1"}).status, 200);
  send_all();
  std::map<std::string, std::vector<Json>> told;
  for (const auto& kept : receiver_->kept(".json")) {
    const auto request = Json::parse(kept);
    const auto body = request["body"].get<std::string>();
    told[request["path"].get<std::string>()].push_back(Json::parse(body));
    if (request["path"] != "/structure") continue;
    const auto& headers = request["headers"];
    EXPECT_EQ(headers["webhook-signature"].get<std::string>(),
              *outbox::webhook_signature(secret, headers["webhook-id"].get<std::string>(),
                                         std::stoll(headers["webhook-timestamp"].get<std::string>()), body));
  }
  ASSERT_EQ(told["/structure"].size(), 2U) << "its part of the allocation, and its shipment";
  EXPECT_EQ(told["/structure"][0]["type"], "allocation.approved");
  EXPECT_EQ(told["/structure"][0]["data"]["items"], 36);
  EXPECT_EQ(told["/structure"][1]["data"],
            (Json{{"depot", "depot-pantin"}, {"items", 36}, {"shipment", reference}, {"structure", "structure-a"}}));
  EXPECT_EQ(told.count("/stranger"), 0U);
  EXPECT_EQ(told["/network"].size(), 1U);
  ASSERT_EQ(told["/coordination"].size(), 2U) << "each once";
  EXPECT_EQ(told["/coordination"][0]["type"], "gift.received");
  EXPECT_EQ(told["/coordination"][0]["data"]["items"], 4);
}

TEST_P(ApiWebhooks, nothing_is_told_of_what_was_refused) {
  listen(coordination_, "/coordination", {"shipment.dispatched", "shipment.received"});
  const auto reference = prepared_shipment();
  EXPECT_EQ(
      ask(token_of(sample().structure), "POST", "/shipments/" + reference + "/receive", {"e1", "", Json::object()})
          .status,
      409);
  send_all();
  EXPECT_TRUE(receiver_->kept(".json").empty());
}

TEST_P(ApiWebhooks, only_events_of_their_kind_and_public_addresses_are_taken) {
  const auto refusal_of = [&](people::OrganisationId whose, const std::string& url, const std::string& event,
                              outbox::Reach reach) {
    std::string code;
    (void)database().write([&](Transaction& transaction) -> base::Result<> {
      const auto added = accounts::add_webhook(transaction, permit(), key_, {whose, url, {event}}, reach);
      code = added ? "" : std::string(added.refusal().code());
      return base::Done{};
    });
    return code;
  };
  using outbox::Reach;
  EXPECT_EQ(refusal_of(sample().donor, "https://a.example.org/", "shipment.received", Reach::public_https),
            "accounts.event_unfit");
  for (const auto* inner : {"http://a.example.org/", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/",
                            "https://localhost/", "https://192.168.1.9/", "https://169.254.169.254/"})
    EXPECT_EQ(refusal_of(sample().donor, inner, "gift.received", Reach::public_https), "outbox.url_not_allowed")
        << inner;
  EXPECT_EQ(refusal_of(sample().donor, "https://a.example.org/", "gift.received", Reach::public_https), "");
}

RELAIS_ON_BOTH_ENGINES(Api);
RELAIS_ON_BOTH_ENGINES(ApiWebhooks);

}  // namespace
}  // namespace relais::app
