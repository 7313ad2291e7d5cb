#include <gtest/gtest.h>

#include <optional>
#include <regex>

#include "accounts/access_pages.hpp"
#include "accounts/session_test.hpp"
#include "accounts/tokens.hpp"
#include "accreditation/accreditation_pages.hpp"
#include "accreditation/applicants_test.hpp"
#include "ledger/ledger.hpp"
#include "needs/census_pages.hpp"
#include "web/form.hpp"

namespace relais::accreditation {
namespace {

using people::Role;
using store::Reader;
using store::Transaction;

/// Fields of a form, as a browser would send them.
using Typed = std::vector<std::pair<std::string, std::string>>;

/// Somebody without an account, a network, another network, the coordinator.
class AccreditationDesk : public ApplicantsTest {
 protected:
  void SetUp() override {
    ApplicantsTest::SetUp();
    gate_.emplace(router_, site_, database(), key_,
                  accounts::GateOptions{.site_url = "https://relais.example", .clock = &clock()});
    accounts::add_access_pages(site_, *gate_);
    needs::add_census_pages(site_, *gate_);
    add_accreditation_pages(site_, *gate_);
    network_ = sign_in(Role::network_manager, "reseau", people::OrganisationKind::network);
    stranger_ = sign_in(Role::network_manager, "autre-reseau", people::OrganisationKind::network);
    coordinator_ = sign_in(Role::coordinator, "coordination", people::OrganisationKind::coordinator);
  }
  std::string sign_in(Role role, const std::string& code, people::OrganisationKind kind) {
    accounts::AccountId account;
    write([&](Transaction& transaction) {
      people::OrganisationDraft place;
      place.code = place.name = code;
      place.kind = kind;
      const auto id = people::save_organisation(transaction, people::permit_of_test(), sample().programme, place)->id;
      account = testing::add_person(transaction, ++people_, role, id);
    });
    return testing::open_session(database(), clock().now(), key_, account, role);
  }
  web::Response ask(const std::string& method, const std::string& session, const std::string& address,
                    const Typed& typed = {}) {
    web::Request request;
    const auto mark = address.find('?');
    request.method = method;
    request.path = address.substr(0, mark);
    if (mark != std::string::npos) request.query = *web::parse_urlencoded(address.substr(mark + 1));
    request.client_address = "192.0.2.1";
    if (!session.empty()) request.headers.set("Cookie", "relais=" + session);
    if (method == "POST" && !session.empty()) request.form.add("csrf", accounts::form_token(session));
    for (const auto& [field, value] : typed) request.form.add(field, value);
    return router_(request);
  }
  web::Response get(const std::string& session, const std::string& address) { return ask("GET", session, address); }
  web::Response post(const std::string& session, const std::string& address, const Typed& typed) {
    return ask("POST", session, address, typed);
  }
  static std::string leads_to(const web::Response& response) {
    return response.status == 303 ? std::string(response.headers.find("Location").value_or("")) : response.body;
  }
  static bool shows(const web::Response& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
  }
  static Typed form(const std::string& request = "k1") {
    return {{"request", request},
            {"name", "Secours de la vallée"},
            {"address", "3 rue du Pont"},
            {"postal_code", "64370"},
            {"commune", ""},
            {"pivot", "W643001234"},
            {"network", "reseau"},
            {"email", "contact@vallee.example"},
            {"hours", "Mo-Fr"},
            {"audience", "pupil"},
            {"conditions", "1"},
            {"people.pupil.phone_kit", "8"}};
  }
  /// The texts of the mails that were posted, the newest last.
  std::vector<std::string> mails() {
    return database().read([](Reader& reader) {
      std::vector<std::string> texts;
      for (auto rows = reader.query("SELECT payload FROM outbox_message ORDER BY id"); rows.next();)
        texts.push_back(rows.string(0));
      return texts;
    });
  }
  static std::string link_in(const std::string& text, const std::string& path) {
    std::smatch found;
    const std::regex link("https://relais\\.example(" + path + "[0-9a-f]{64})");
    return std::regex_search(text, found, link) ? found.str(1) : "";
  }
  /// Applied and confirmed; the address of its page.
  std::string applied(const std::string& request = "k1") {
    EXPECT_EQ(leads_to(post("", "/accreditation/apply", form(request))), "/accreditation/apply/sent");
    const auto link = link_in(mails().back(), "/accreditation/confirm/");
    EXPECT_EQ(leads_to(post("", link, {})), link);
    const auto desk = get(network_, "/accreditation");
    std::smatch found;
    const std::regex address("href=\"(/accreditation/applications/[^\"]+)\"");
    EXPECT_TRUE(std::regex_search(desk.body, found, address));
    return found.str(1);
  }
  std::string version_of(const std::string& path) {
    const auto page = get(coordinator_, path);
    std::smatch found;
    const std::regex field("name=\"version\" value=\"(\\d+)\"");
    return std::regex_search(page.body, found, field) ? found.str(1) : "";
  }

  web::Site site_{[](const web::Request&) { return web::Frame{.programme = "Essai"}; }};
  web::Router router_{
      [this](const web::Request& request, const base::Refusal& refusal) { return site_.refusal(request, refusal); }};
  std::optional<accounts::Gate> gate_;
  std::string network_, stranger_, coordinator_;
  int people_ = 0;
};

TEST_P(AccreditationDesk, anyone_applies_and_each_fault_is_told_beside_its_field) {
  EXPECT_EQ(get("", "/accreditation/apply").status, 200);
  Typed typed = form();
  for (auto& [field, value] : typed)
    if (field == "pivot" || field == "email" || field == "people.pupil.phone_kit") value = "faux";
  typed.erase(typed.begin() + 10);  // the conditions
  const auto page = post("", "/accreditation/apply", typed);
  EXPECT_EQ(page.status, 422);
  for (const auto* field : {"pivot-error", "email-error", "conditions-error", "people.pupil.phone_kit-error"})
    EXPECT_TRUE(shows(page, "id=\"" + std::string(field) + "\"")) << field;
  EXPECT_TRUE(shows(page, "value=\"Secours de la vallée\"")) << "what was typed stays";
  EXPECT_TRUE(mails().empty());
  auto several = form();
  several[3].second = "64300";
  const auto choose = post("", "/accreditation/apply", several);
  EXPECT_TRUE(shows(choose, "<option value=\"Orthez\"")) << "the communes of the postal code are offered";
  EXPECT_TRUE(shows(choose, "<option value=\"Balansun\""));
}

TEST_P(AccreditationDesk, sending_it_twice_makes_one_application_and_one_mail) {
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post("", "/accreditation/apply", form())), "/accreditation/apply/sent");
  EXPECT_EQ(mails().size(), 1u);
  EXPECT_FALSE(shows(get(network_, "/accreditation"), "vallée")) << "not before it is confirmed";
  const auto link = link_in(mails().back(), "/accreditation/confirm/");
  ASSERT_FALSE(link.empty());
  EXPECT_TRUE(shows(get("", link), "Confirmer la demande")) << "a mail scanner that follows links confirms nothing";
  EXPECT_FALSE(shows(get(network_, "/accreditation"), "vallée"));
  for (int time = 0; time < 2; ++time) EXPECT_EQ(leads_to(post("", link, {})), link);
  EXPECT_EQ(mails().size(), 2u);
  EXPECT_TRUE(shows(get(network_, "/accreditation"), "vallée"));
  EXPECT_EQ(get("", "/accreditation/confirm/" + std::string(64, 'a')).status, 404);
}

TEST_P(AccreditationDesk, the_network_then_the_coordinator_and_the_manager_is_invited) {
  const auto path = applied();
  EXPECT_EQ(get(stranger_, path).status, 404);
  EXPECT_EQ(post(stranger_, path + "/endorse", {{"version", "2"}}).status, 404);
  EXPECT_EQ(post(network_, path + "/accredit", {{"version", "2"}, {"until", "2021-03-26"}}).status, 403);
  EXPECT_EQ(post(coordinator_, path + "/accredit", {{"version", version_of(path)}, {"until", "2021-03-26"}}).status,
            409)
      << "the network has not given its view";
  const auto seen = version_of(path);
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(network_, path + "/endorse", {{"version", seen}, {"remark", "sérieuse"}})),
              path + "?done=1");
  EXPECT_EQ(post(coordinator_, path + "/refuse", {{"version", seen}, {"reason", "non"}}).status, 409) << "stale";
  EXPECT_EQ(post(coordinator_, path + "/accredit", {{"version", version_of(path)}, {"until", "demain"}}).status, 422);
  const auto before = mails().size();
  const Typed decision{{"version", version_of(path)}, {"until", "2021-03-26"}, {"invite", "1"}};
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(coordinator_, path + "/accredit", decision)), path + "?done=1");
  ASSERT_EQ(mails().size(), before + 1);
  const auto invitation = link_in(mails().back(), "/invitations/");
  ASSERT_FALSE(invitation.empty()) << mails().back();
  EXPECT_TRUE(shows(get("", invitation), "Secours de la vallée"));
  EXPECT_TRUE(shows(get(network_, "/needs/secours-de-la-vallee"), "8 personnes")) << "what waited is answered";
  EXPECT_FALSE(shows(get("", link_in(mails().front(), "/accreditation/confirm/")), "sérieuse"))
      << "what the network remarks is not for the applicant";
}

TEST_P(AccreditationDesk, a_structure_is_suspended_or_withdrawn_with_a_reason_and_its_shelf_is_shown) {
  write([&](Transaction& transaction) {
    const auto from = ledger::open_account(transaction, sample().programme, ledger::AccountKind::donor, sample().donor);
    const auto to =
        ledger::open_account(transaction, sample().programme, ledger::AccountKind::shelf, sample().structure);
    const auto kind = sample().kind_id("smartphone");
    ASSERT_TRUE(ledger::record(
        transaction, people::permit_of_test(),
        {sample().programme, "essai", ledger::Reason::adjusted, "essai", {{from, kind, -4}, {to, kind, 4}}}));
  });
  const std::string path = "/accreditation/structures/structure-a";
  EXPECT_EQ(get(stranger_, path).status, 404);
  EXPECT_EQ(post(stranger_, path, {{"state", "suspended"}, {"reason", "x"}}).status, 404);
  EXPECT_TRUE(shows(get(network_, "/accreditation/structures?q=structure-a"), path));
  EXPECT_TRUE(shows(get(network_, "/accreditation/structures.csv"), "structure-a;"));
  EXPECT_FALSE(shows(get(stranger_, "/accreditation/structures.csv"), "structure-a;"));
  EXPECT_EQ(post(network_, path, {{"seen", "accredited"}, {"state", "withdrawn"}}).status, 422) << "why?";
  EXPECT_EQ(post(network_, path, {{"seen", "suspended"}, {"state", "withdrawn"}, {"reason", "fermée"}}).status, 409)
      << "it was another state that was seen";
  const Typed change{{"seen", "accredited"}, {"state", "withdrawn"}, {"reason", "fermée"}};
  for (int time = 0; time < 2; ++time) EXPECT_EQ(leads_to(post(network_, path, change)), path + "?done=1");
  const auto page = get(coordinator_, path);
  EXPECT_TRUE(shows(page, "à reprendre"));
  EXPECT_TRUE(shows(page, "<td class=\"number\">4</td>"));
  EXPECT_FALSE(shows(page, "name=\"state\"")) << "a withdrawal is final";
}

TEST_P(AccreditationDesk, hostile_text_in_every_field_is_refused_or_shown_as_text) {
  const auto path = applied();
  const std::string naughty[] = {"<script>alert(1)</script>",
                                 "'; DROP TABLE people_organisation; --",
                                 "-1",
                                 "99999999999999999999",
                                 "\xEF\xBB\xBF\u202e",
                                 std::string(20'000, 'x'),
                                 "{{name}}",
                                 "../../etc/passwd"};
  int number = 1;
  for (const auto& text : naughty) {
    for (std::size_t field = 0; field < form().size(); ++field) {
      auto typed = form("k" + std::to_string(++number));
      typed[field].second = text;
      const auto page = post("", "/accreditation/apply", typed);
      EXPECT_LT(page.status, 500) << typed[field].first;
      EXPECT_FALSE(shows(page, "<script>alert")) << typed[field].first;
    }
    const Typed all{{"version", text}, {"remark", text}, {"reason", text}, {"until", text},
                    {"state", text},   {"seen", text},   {"request", text}};
    for (const auto& address : {path + "/endorse", path + "/refuse", path + "/accredit",
                                std::string("/accreditation/structures/structure-a")}) {
      const auto page = post(coordinator_, address, all);
      EXPECT_LT(page.status, 500) << address;
      EXPECT_FALSE(shows(page, "<script>alert")) << address;
    }
    for (const auto* address : {"/accreditation?state=", "/accreditation?after=", "/accreditation/structures?q="}) {
      const auto page = get(coordinator_, address + web::percent_encode(text));
      EXPECT_LT(page.status, 500) << address;
      EXPECT_FALSE(shows(page, "<script>alert")) << address;
    }
  }
}

RELAIS_ON_BOTH_ENGINES(AccreditationDesk);

}  // namespace
}  // namespace relais::accreditation
