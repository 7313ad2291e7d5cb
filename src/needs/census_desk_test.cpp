#include <gtest/gtest.h>

#include <optional>
#include <regex>

#include "accounts/access_pages.hpp"
#include "accounts/session_test.hpp"
#include "accounts/tokens.hpp"
#include "needs/census_pages.hpp"
#include "needs/census_test.hpp"
#include "places/geography.hpp"
#include "web/form.hpp"

namespace relais::needs {
namespace {

using people::Role;
using store::Reader;
using store::Transaction;

/// Fields of a form, as a person's browser would send them.
using Typed = std::vector<std::pair<std::string, std::string>>;

/// The people of a census at their desks: a structure, its network, another structure, the coordinator.
class CensusDesk : public CensusTest {
 protected:
  void SetUp() override {
    CensusTest::SetUp();
    write([&](Transaction& transaction) {
      add_structure_alone(transaction, "seule");
      places::Geography geography;
      geography.version = "essai";
      geography.departements = {{"64", "Pyrénées-Atlantiques", "75", "Nouvelle-Aquitaine", "metro"}};
      places::store_geography(transaction, geography);
      alone_ = people::find_organisation(transaction, sample().programme, "seule")->id;
    });
    gate_.emplace(router_, site_, database(), key_, accounts::GateOptions{.clock = &clock()});
    accounts::add_access_pages(site_, *gate_);
    add_census_pages(site_, *gate_);
    manager_ = sign_in(Role::structure_manager, sample().structure);
    network_ = sign_in(Role::network_manager, sample().network);
    stranger_ = sign_in(Role::structure_manager, alone_);
    coordinator_ = sign_in(Role::coordinator, sample().depot);
  }
  std::string sign_in(Role role, OrganisationId organisation) {
    accounts::AccountId account;
    // A coordinator belongs to a coordinating organisation.
    write([&](Transaction& transaction) {
      const auto place = role == Role::coordinator ? coordination(transaction) : organisation;
      account = testing::add_person(transaction, ++people_, role, place);
    });
    return testing::open_session(database(), clock().now(), key_, account, role);
  }
  OrganisationId coordination(Transaction& transaction) {
    people::OrganisationDraft draft;
    draft.code = draft.name = "coordination";
    draft.kind = people::OrganisationKind::coordinator;
    return people::save_organisation(transaction, people::permit_of_test(), sample().programme, draft)->id;
  }

  static web::Request request_of(const std::string& session, const std::string& address) {
    web::Request request;
    const auto mark = address.find('?');
    request.path = address.substr(0, mark);
    if (mark != std::string::npos) request.query = *web::parse_urlencoded(address.substr(mark + 1));
    request.client_address = "192.0.2.1";
    request.headers.set("Cookie", "relais=" + session);
    return request;
  }
  web::Response get(const std::string& session, const std::string& address) {
    auto request = request_of(session, address);
    request.method = "GET";
    return router_(request);
  }
  web::Response post(const std::string& session, const std::string& path, const Typed& typed,
                     const std::string& request_key) {
    auto request = request_of(session, path);
    request.method = "POST";
    request.form.add("csrf", accounts::form_token(session));
    request.form.add("request", request_key);
    for (const auto& [field, value] : typed) request.form.add(field, value);
    return router_(request);
  }
  static std::string leads_to(const web::Response& response) {
    return response.status == 303 ? std::string(response.headers.find("Location").value_or("")) : response.body;
  }
  static std::string hidden(const web::Response& page, const std::string& name) {
    std::smatch found;
    const std::regex field("name=\"" + name + "\" value=\"([^\"]*)\"");
    return std::regex_search(page.body, found, field) ? found.str(1) : "";
  }
  static bool shows(const web::Response& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
  }
  std::optional<Answer> answer_of(std::string_view structure) {
    return database().read([&](Reader& reader) {
      return find_answer(reader, round_, people::find_organisation(reader, sample().programme, structure)->id);
    });
  }
  /// What a structure types who has not answered yet.
  static Typed kits(const std::string& people, const std::string& version = "0") {
    return {{"round", "vague-1"},
            {"version", version},
            {"people.pupil.phone_kit", people},
            {"urgency.pupil.phone_kit", "vital"},
            {"since.pupil", "2020-03-17"}};
  }
  static Typed round_typed(const std::string& code, const std::string& stale, const std::string& version = "") {
    return {{"code", code},      {"name", "Deuxième"},  {"opens_on", "2020-04-20"}, {"closes_on", "2020-05-04"},
            {"stale", stale},    {"audience", "pupil"}, {"product", "phone_kit"},   {"departements", "64"},
            {"version", version}};
  }

  const accounts::Key key_ = accounts::Key::random();
  web::Site site_{[](const web::Request&) { return web::Frame{.programme = "Essai"}; }};
  web::Router router_{
      [this](const web::Request& request, const base::Refusal& refusal) { return site_.refusal(request, refusal); }};
  std::optional<accounts::Gate> gate_;
  OrganisationId alone_;
  std::string manager_, network_, stranger_, coordinator_;
  int people_ = 0;
};

TEST_P(CensusDesk, a_structure_answers_and_sending_it_twice_acts_once) {
  const auto form = get(manager_, "/needs");
  EXPECT_EQ(form.status, 200);
  EXPECT_TRUE(shows(form, "id=\"people.pupil.phone_kit\""));
  EXPECT_EQ(hidden(form, "version"), "0");
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(manager_, "/needs/structure-a", kits("12"), "k1")), "/needs/structure-a?done=saved");
  const auto saved = answer_of("structure-a");
  ASSERT_EQ(saved->needs.size(), 1u);
  EXPECT_EQ(saved->needs[0].people, 12);
  EXPECT_EQ(saved->needs[0].urgency, Urgency::vital);
  EXPECT_EQ(base::iso_day(*saved->needs[0].waiting_since), "2020-03-17");
  const auto page = get(manager_, "/needs");
  EXPECT_TRUE(shows(page, "12 personnes"));
  EXPECT_TRUE(shows(page, "à examiner"));
}

TEST_P(CensusDesk, what_was_typed_stays_and_the_fault_is_told_beside_its_field) {
  auto typed = kits("beaucoup");
  typed.back().second = "hier";
  const auto page = post(manager_, "/needs/structure-a", typed, "k1");
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(shows(page, "value=\"beaucoup\""));
  EXPECT_TRUE(shows(page, "id=\"people.pupil.phone_kit-error\""));
  EXPECT_TRUE(shows(page, "href=\"#since.pupil\""));
  EXPECT_FALSE(answer_of("structure-a"));
  EXPECT_EQ(post(manager_, "/needs/structure-a", {{"round", "vague-1"}, {"version", "0"}}, "k2").status, 422);
  EXPECT_FALSE(answer_of("structure-a")) << "nothing typed is not the same as nobody waiting";
  EXPECT_EQ(leads_to(post(manager_, "/needs/structure-a", {{"version", "0"}, {"nothing", "1"}}, "k3")),
            "/needs/structure-a?done=saved");
  EXPECT_TRUE(answer_of("structure-a")->needs.empty());
}

TEST_P(CensusDesk, an_answer_changed_meanwhile_is_shown_and_not_overwritten) {
  post(manager_, "/needs/structure-a", kits("12"), "k1");
  const auto version = hidden(get(manager_, "/needs"), "version");
  EXPECT_EQ(leads_to(post(network_, "/needs/structure-a", kits("14", version), "k2")), "/needs/structure-a?done=saved");
  const auto page = post(manager_, "/needs/structure-a", kits("13", version), "k3");
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(shows(page, "<li>14 ")) << "what is saved by now";
  EXPECT_TRUE(shows(page, "value=\"13\"")) << "what was typed";
  EXPECT_EQ(answer_of("structure-a")->needs[0].people, 14);
  std::smatch seen;
  const std::regex of_form("name=\"version\" value=\"(\\d+)\"><input type=\"hidden\" name=\"round\"");
  ASSERT_TRUE(std::regex_search(page.body, seen, of_form));
  EXPECT_EQ(leads_to(post(manager_, "/needs/structure-a", kits("13", seen.str(1)), "k4")),
            "/needs/structure-a?done=saved")
      << "having seen it, they insist";
}

TEST_P(CensusDesk, a_network_reviews_its_own_and_nobody_elses) {
  post(manager_, "/needs/structure-a", kits("12"), "k1");
  post(stranger_, "/needs/seule", kits("5"), "k2");
  EXPECT_EQ(get(manager_, "/needs/seule").status, 404);
  EXPECT_EQ(post(manager_, "/needs/seule", kits("1"), "k3").status, 404);
  EXPECT_EQ(get(network_, "/needs/seule").status, 404);
  EXPECT_EQ(post(network_, "/needs/seule/approve", {{"version", "2"}}, "k4").status, 404);
  EXPECT_EQ(post(manager_, "/needs/structure-a/approve", {}, "k5").status, 403);
  const auto version = std::to_string(answer_of("structure-a")->version);
  EXPECT_EQ(post(network_, "/needs/structure-a/approve", {{"version", "77"}}, "k6").status, 409);
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(network_, "/needs/structure-a/approve", {{"version", version}}, "k7")),
              "/needs/structure-a?done=approved");
  EXPECT_EQ(answer_of("structure-a")->count(NeedState::approved), 1);
  EXPECT_EQ(leads_to(post(network_, "/census/vague-1/approve", {}, "k8")), "/census/vague-1?done=approved");
  EXPECT_EQ(answer_of("seule")->count(NeedState::approved), 0) << "not one of the network's";
}

TEST_P(CensusDesk, an_answer_is_sent_back_with_a_reason_that_the_structure_reads) {
  post(manager_, "/needs/structure-a", kits("12"), "k1");
  const auto version = std::to_string(answer_of("structure-a")->version);
  const auto blank = post(network_, "/needs/structure-a/send-back", {{"version", version}, {"reason", " "}}, "k2");
  EXPECT_EQ(blank.status, 422);
  EXPECT_TRUE(shows(blank, "id=\"reason-error\""));
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(network_, "/needs/structure-a/send-back",
                            {{"version", version}, {"reason", "<b>comptez</b> les fratries"}}, "k3")),
              "/needs/structure-a?done=sent-back");
  const auto page = get(manager_, "/needs");
  EXPECT_TRUE(shows(page, "&lt;b&gt;comptez&lt;/b&gt; les fratries"));
  EXPECT_TRUE(shows(page, "class=\"answer-form\" open"));
}

TEST_P(CensusDesk, a_doubtful_number_is_taken_and_waits_until_somebody_verified_it) {
  post(manager_, "/needs/structure-a", kits("10"), "k1");
  EXPECT_EQ(leads_to(post(coordinator_, "/census", round_typed("vague-2", "30"), "k2")), "/census/vague-2?done=saved");
  auto typed = kits("400");
  typed[0].second = "vague-2";
  round_ = database().read([&](Reader& reader) { return find_round(reader, sample().programme, "vague-2")->id; });
  EXPECT_TRUE(shows(get(manager_, "/needs"), "?start=before"));
  EXPECT_TRUE(shows(get(manager_, "/needs?start=before"), "value=\"10\"")) << "the answer before is a start";
  EXPECT_EQ(leads_to(post(manager_, "/needs/structure-a", typed, "k3")), "/needs/structure-a?done=saved");
  const auto page = get(network_, "/needs/structure-a");
  EXPECT_TRUE(shows(page, "très loin de la réponse précédente"));
  EXPECT_FALSE(shows(page, "/approve\"")) << "there is nothing to approve yet";
  const auto need = answer_of("structure-a")->needs.at(0);
  const Typed verified{{"need", std::to_string(need.id.value)}, {"version", "1"}, {"people", "38"}};
  EXPECT_EQ(post(network_, "/needs/structure-a/verify", {{"need", "x"}, {"people", "38"}}, "k4").status, 404);
  EXPECT_EQ(post(stranger_, "/needs/structure-a/verify", verified, "k5").status, 403);
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(network_, "/needs/structure-a/verify", verified, "k6")),
              "/needs/structure-a?done=verified");
  EXPECT_EQ(answer_of("structure-a")->needs.at(0).check->people, 38);
  EXPECT_TRUE(shows(get(network_, "/needs/structure-a"), "/approve\""));
}

TEST_P(CensusDesk, the_coordinator_opens_a_round_sees_who_answers_and_closes_it) {
  EXPECT_EQ(post(network_, "/census", round_typed("vague-2", "30"), "k0").status, 403);
  EXPECT_EQ(post(coordinator_, "/census", round_typed("vague-2", "0"), "k1").status, 422);
  auto nowhere = round_typed("vague-2", "20");
  nowhere[7].second = "999";
  EXPECT_TRUE(shows(post(coordinator_, "/census", nowhere, "k1"), "id=\"departements-error\""));
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(coordinator_, "/census", round_typed("vague-2", "20"), "k1")),
              "/census/vague-2?done=saved");
  EXPECT_EQ(post(coordinator_, "/census", round_typed("vague-2", "21"), "k2").status, 409) << "that code is taken";
  const auto version = hidden(get(coordinator_, "/census/vague-2/edit"), "version");
  EXPECT_EQ(leads_to(post(coordinator_, "/census/vague-2", round_typed("", "22", version), "k3")),
            "/census/vague-2?done=saved");
  const auto late = post(coordinator_, "/census/vague-2", round_typed("", "23", version), "k4");
  EXPECT_EQ(late.status, 409);
  EXPECT_TRUE(shows(late, "22 jours")) << "what is saved by now";
  auto typed = kits("5");
  typed[0].second = "vague-2";
  post(manager_, "/needs/structure-a", typed, "k5");
  EXPECT_EQ(post(stranger_, "/needs/seule", typed, "k6").status, 422) << "in 2A, which is not asked";
  const auto page = get(coordinator_, "/census/vague-2");
  EXPECT_TRUE(shows(page, "<dt>Ont répondu</dt><dd>1</dd>"));
  const auto missing = get(coordinator_, "/census/vague-2/answers?standing=missing");
  EXPECT_TRUE(shows(missing, "/needs/structure-b"));
  EXPECT_FALSE(shows(missing, "/needs/structure-a"));
  EXPECT_TRUE(shows(get(coordinator_, "/census/vague-2/answers.csv"), "structure-a;"));
  EXPECT_TRUE(shows(get(coordinator_, "/census/vague-2/needs.csv"), "64;"));
  EXPECT_FALSE(shows(get(stranger_, "/census/vague-2/answers.csv"), "structure-a"));
  EXPECT_FALSE(shows(get(stranger_, "/census/vague-2/needs.csv"), "64;"));
  EXPECT_EQ(leads_to(post(coordinator_, "/census/vague-2/state", {{"state", "closed"}}, "k7")),
            "/census/vague-2?done=saved");
  typed[1].second = std::to_string(answer_of("structure-a") ? 1 : 0);
  EXPECT_EQ(post(manager_, "/needs/structure-a", typed, "k8").status, 409) << "closed";
}

TEST_P(CensusDesk, who_has_not_answered_is_reminded_not_twice_in_five_days_and_no_more_once_answered) {
  const auto mails = [&] {
    return database().read(
        [](Reader& reader) { return reader.integer("SELECT COUNT(*) FROM outbox_message WHERE key LIKE 'remind/%'"); });
  };
  EXPECT_EQ(post(manager_, "/census/vague-1/remind", {}, "k0").status, 403);
  EXPECT_EQ(leads_to(post(network_, "/census/vague-1/remind", {}, "k1")),
            "/census/vague-1?done=reminded&reminded=1&unreachable=1")
      << "structure-b has nobody to write to; « seule » is not the network's";
  EXPECT_EQ(mails(), 1);
  EXPECT_EQ(leads_to(post(coordinator_, "/census/vague-1/remind", {}, "k2")),
            "/census/vague-1?done=reminded&reminded=1&unreachable=1")
      << "« seule »; structure-a was reminded just now";
  EXPECT_EQ(mails(), 2);
  post(manager_, "/needs/structure-a", kits("12"), "k3");
  clock().advance(std::chrono::days(5));
  EXPECT_FALSE(shows(get(coordinator_, "/census/vague-1"), "relancées"));
  coordinator_ = sign_in(Role::coordinator, {});
  EXPECT_EQ(leads_to(post(coordinator_, "/census/vague-1/remind", {}, "k4")),
            "/census/vague-1?done=reminded&reminded=1&unreachable=1");
  EXPECT_EQ(mails(), 3) << "structure-a has answered";
}

TEST_P(CensusDesk, hostile_text_in_every_field_is_refused_or_shown_as_text) {
  const std::string naughty[] = {
      "<script>alert(1)</script>", "'; DROP TABLE needs_need; --", "-1",       "99999999999999999999",
      "\xEF\xBB\xBF\u202e",        std::string(20'000, 'x'),       "{{code}}", "../../etc/passwd"};
  int number = 0;
  for (const auto& text : naughty) {
    for (std::size_t field = 0; field < 5; ++field) {
      auto typed = kits("3");
      typed[field].second = text;
      const auto page = post(manager_, "/needs/structure-a", typed, "k" + std::to_string(++number));
      EXPECT_LT(page.status, 500) << field;
      EXPECT_FALSE(shows(page, "<script>alert")) << field;
    }
    for (std::size_t field = 0; field < 9; ++field) {
      auto typed = round_typed("vague-9", "20");
      typed[field].second = text;
      const auto page = post(coordinator_, "/census", typed, "k" + std::to_string(++number));
      EXPECT_LT(page.status, 500) << field;
      EXPECT_FALSE(shows(page, "<script>alert")) << field;
    }
    for (const auto* path : {"approve", "send-back", "verify"}) {
      const auto page = post(coordinator_, std::string("/needs/structure-a/") + path,
                             {{"round", text}, {"version", text}, {"reason", text}, {"need", text}, {"people", text}},
                             "k" + std::to_string(++number));
      EXPECT_LT(page.status, 500) << path;
      EXPECT_FALSE(shows(page, "<script>alert")) << path;
    }
    for (const auto* path : {"/census/vague-1/answers?q=", "/census/vague-1/answers?departement=", "/needs?round="}) {
      const auto page = get(coordinator_, path + web::percent_encode(text));
      EXPECT_LT(page.status, 500) << path;
      EXPECT_FALSE(shows(page, "<script>alert")) << path;
    }
  }
}

RELAIS_ON_BOTH_ENGINES(CensusDesk);

}  // namespace
}  // namespace relais::needs
