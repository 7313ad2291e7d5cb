#include "accounts/resets.hpp"

#include <gtest/gtest.h>

#include "accounts/access_pages.hpp"
#include "accounts/later.hpp"
#include "accounts/people_test.hpp"
#include "accounts/refusals.hpp"
#include "outbox/outbox.hpp"

namespace relais::accounts {
namespace {

using namespace std::chrono_literals;

const std::string fresh_password = "un tout autre secret";

class Resets : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    account_ = add("camille@exemple.org", Role::structure_manager, sample_->structure);
  }
  std::optional<NewReset> ask(const std::string& email = "camille@exemple.org") {
    std::optional<NewReset> made;
    write([&](Transaction& transaction) { made = ask_reset(transaction, PersonalText(email), "192.0.2.1"); });
    return made;
  }
  base::Result<Reset> use(const std::string& token) {
    static const std::string hash = hash_password(Password(fresh_password));
    return act([&](Transaction& transaction) { return use_reset(transaction, key_, token, hash, "192.0.2.1"); });
  }
  std::string charge(const std::string& email, const std::string& address = "192.0.2.1") {
    return refusal_of(
        act([&](Transaction& transaction) { return charge_reset(transaction, key_, PersonalText(email), address); }));
  }
  std::int64_t count(const char* sql) {
    return database().read([&](Reader& reader) { return reader.integer(sql); });
  }
  AccountId account_;
};

TEST_P(Resets, set_another_password_once_and_end_every_session) {
  const auto session = token_of("camille@exemple.org");
  const auto made = ask(" Camille@Exemple.org ");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->email.reveal(), "camille@exemple.org");
  ASSERT_TRUE(use(made->token.reveal()));
  EXPECT_FALSE(visitor(session));
  EXPECT_EQ(refusal_of(enter("camille@exemple.org")), refused::sign_in_refused.code);
  EXPECT_TRUE(enter("camille@exemple.org", fresh_password));
  EXPECT_EQ(refusal_of(use(made->token.reveal())), refused::reset_invalid.code);
}

TEST_P(Resets, keep_only_a_hash_of_the_token) {
  const auto token = ask()->token.reveal();
  database().read([&](Reader& reader) {
    EXPECT_EQ(reader.integer("SELECT COUNT(*) FROM accounts_reset WHERE token_hash = $1", {token}), 0);
    return 0;
  });
}

TEST_P(Resets, end_after_half_an_hour_and_with_another_of_the_account) {
  const auto first = ask(), second = ask();
  clock().advance(29min);
  ASSERT_TRUE(use(second->token.reveal())) << "a stranger who asks for another ends nothing";
  EXPECT_EQ(refusal_of(use(first->token.reveal())), refused::reset_invalid.code);
  const auto third = ask();
  clock().advance(30min);
  EXPECT_EQ(refusal_of(use(third->token.reveal())), refused::reset_invalid.code);
}

TEST_P(Resets, leave_the_second_factor_to_be_asked) {
  const auto coordinator = add("coord@exemple.org", Role::coordinator, coordination_);
  const auto held = *visitor(token_of("coord@exemple.org"));
  const auto secret =
      act([&](Transaction& transaction) { return begin_second_factor(transaction, key_, coordinator); });
  ASSERT_TRUE(act([&](Transaction& transaction) {
    return confirm_second_factor(transaction, key_, held, code_of_step(secret->reveal(), step_at(clock().now())));
  }));
  ASSERT_TRUE(use(ask("coord@exemple.org")->token.reveal()));
  const auto entered = enter("coord@exemple.org", fresh_password);
  ASSERT_TRUE(entered);
  EXPECT_EQ(visitor(entered->token.reveal())->standing, Standing::owes_code);
}

TEST_P(Resets, are_made_three_times_an_hour_for_one_account_and_never_for_nobody_or_the_demonstration) {
  for (int at = 0; at < 3; ++at) EXPECT_TRUE(ask());
  EXPECT_FALSE(ask());
  clock().advance(61min);
  EXPECT_TRUE(ask());
  EXPECT_FALSE(ask("personne@exemple.org"));
  ASSERT_TRUE(add_demo_account(database(), people::permit_of_test(), key_,
                               {"donor@demo.example", "Démo", new_demo_password(), sample_->donor, Role::donor}));
  EXPECT_FALSE(ask("donor@demo.example"));
}

TEST_P(Resets, wait_the_same_with_and_without_an_account_and_slow_down_no_sign_in) {
  for (const auto* email : {"camille@exemple.org", "personne@exemple.org"}) {
    for (int at = 0; at < 5; ++at) EXPECT_EQ(charge(email), "");
    EXPECT_EQ(charge(email), refused::too_many_attempts.code);
  }
  EXPECT_EQ(charge("pas une adresse"), refused::email_malformed.code);
  EXPECT_TRUE(enter("camille@exemple.org"));
}

TEST_P(Resets, are_in_the_audit_trail) {
  ASSERT_TRUE(use(ask()->token.reveal()));
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_record WHERE action = 'ask_reset_password'"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM audit_record WHERE action = 'reset_password' AND address = '192.0.2.1'"), 1);
}

/// The pages, as a browser without a session sees them.
class ResetPages : public Resets {
 protected:
  void SetUp() override {
    Resets::SetUp();
    router_.emplace(
        [this](const web::Request& request, const base::Refusal& refusal) { return site_->refusal(request, refusal); });
    site_.emplace([](const web::Request&) { return web::Frame{.programme = "Essai"}; });
    GateOptions options;
    options.clock = &clock();
    options.site_url = "https://relais.example";
    gate_.emplace(*router_, *site_, database(), key_, options);
    add_access_pages(*site_, *gate_);
  }
  web::Response send(const std::string& method, const std::string& path,
                     const std::vector<std::pair<std::string, std::string>>& fields = {},
                     base::Language language = base::Language::french) {
    web::Request request;
    request.method = method;
    request.path = path;
    request.client_address = "192.0.2.1";
    request.language = language;
    for (const auto& [name, value] : fields) request.form.add(name, value);
    return (*router_)(request);
  }
  web::Response ask_by_page(const std::string& email, base::Language language = base::Language::french) {
    return send("POST", "/sign-in/forgotten", {{"email", email}}, language);
  }
  /// What was left to do after the answers is done when the routes go.
  void finish() { router_.reset(); }
  std::vector<std::string> mails() {
    std::vector<std::string> payloads;
    database().read([&](Reader& reader) {
      for (auto rows = reader.query("SELECT payload FROM outbox_message ORDER BY id"); rows.next();)
        payloads.push_back(rows.string(0));
      return 0;
    });
    return payloads;
  }

  std::optional<web::Router> router_;
  std::optional<web::Site> site_;
  std::optional<Gate> gate_;
};

TEST_P(ResetPages, answer_the_same_whether_or_not_the_address_has_an_account) {
  const auto known = ask_by_page("camille@exemple.org"), unknown = ask_by_page("personne@exemple.org");
  EXPECT_EQ(known.status, 303);
  EXPECT_EQ(known.status, unknown.status);
  EXPECT_EQ(known.headers.all(), unknown.headers.all());
  EXPECT_EQ(known.body, unknown.body);
  EXPECT_EQ(send("GET", "/sign-in/forgotten").status, 200);
  finish();
  EXPECT_EQ(mails().size(), 1u);
}

TEST_P(ResetPages, write_the_link_in_the_language_of_who_asks_to_the_address_of_the_account) {
  ask_by_page("camille@exemple.org");
  ask_by_page("camille@exemple.org", base::Language::english);
  finish();
  const auto written = mails();
  ASSERT_EQ(written.size(), 2u);
  EXPECT_NE(written[0].find("Bonjour"), std::string::npos);
  EXPECT_NE(written[0].find("https://relais.example/sign-in/reset/"), std::string::npos);
  EXPECT_NE(written[0].find("camille@exemple.org"), std::string::npos);
}

TEST_P(ResetPages, set_the_password_by_the_link_say_what_is_wrong_and_tell_the_owner) {
  const auto link = "/sign-in/reset/" + ask()->token.reveal();
  const auto set = [&](const std::string& password, const std::string& again) {
    return send("POST", link, {{"password", password}, {"again", again}});
  };
  EXPECT_EQ(send("GET", link).status, 200);
  EXPECT_EQ(send("GET", link).status, 200) << "a mail program that looks at links uses nothing up";
  EXPECT_EQ(set("court", "court").status, 422);
  EXPECT_EQ(set(fresh_password, "un autre encore").status, 422);
  EXPECT_EQ(set("camille12345", "camille12345").status, 422);
  const auto done = set(fresh_password, fresh_password);
  EXPECT_EQ(done.status, 303);
  EXPECT_EQ(done.headers.find("Location"), "/sign-in?reset=1");
  EXPECT_FALSE(done.headers.find("Set-Cookie")) << "it opens no session";
  EXPECT_EQ(send("GET", link).status, 404);
  EXPECT_EQ(set(fresh_password, fresh_password).status, 404);
  ASSERT_EQ(mails().size(), 1u);
  EXPECT_NE(mails()[0].find("https://relais.example/sign-in/forgotten"), std::string::npos);
  EXPECT_TRUE(enter("camille@exemple.org", fresh_password));
}

RELAIS_ON_BOTH_ENGINES(Resets);
RELAIS_ON_BOTH_ENGINES(ResetPages);

TEST(Later, does_all_that_it_took_before_it_goes_and_survives_what_fails) {
  std::atomic<int> done = 0;
  {
    Later later;
    EXPECT_TRUE(later.post([] { throw std::runtime_error("x"); }));
    for (int at = 0; at < 20; ++at) EXPECT_TRUE(later.post([&] { ++done; }));
    later.wait();
    EXPECT_EQ(done, 20);
    EXPECT_TRUE(later.post([&] { ++done; }));
  }
  EXPECT_EQ(done, 21);
}

}  // namespace
}  // namespace relais::accounts
