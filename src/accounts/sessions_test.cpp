#include "accounts/sessions.hpp"

#include <gtest/gtest.h>

#include "accounts/people_test.hpp"
#include "accounts/refusals.hpp"

namespace relais::accounts {
namespace {

using namespace std::chrono_literals;

class Sessions : public PeopleTest {
 protected:
  /// Works on as a person does: a request every quarter of an hour.
  bool lasts(const std::string& token, std::chrono::milliseconds time) {
    for (auto passed = 0ms; passed < time; passed += 15min) {
      clock().advance(15min);
      const auto found = visitor(token);
      if (!found) return false;
      write([&](Transaction& transaction) { touch_session(transaction, found->session); });
    }
    return true;
  }
};

TEST_P(Sessions, of_privileged_roles_end_after_half_an_hour_of_rest_and_twelve_hours_in_all) {
  const auto account = add("c@exemple.org", Role::coordinator, coordination_);
  std::string token;
  write([&](Transaction& transaction) { token = open_session(transaction, account, {}).reveal(); });
  clock().advance(30min - 1s);
  EXPECT_TRUE(visitor(token));
  clock().advance(1s);
  EXPECT_FALSE(visitor(token));
  write([&](Transaction& transaction) { token = open_session(transaction, account, {}).reveal(); });
  EXPECT_TRUE(lasts(token, 11h + 45min));
  EXPECT_FALSE(lasts(token, 15min));
}

TEST_P(Sessions, of_others_last_twelve_hours_of_rest_and_thirty_days_in_all) {
  add("m@exemple.org", Role::structure_manager, sample_->structure);
  auto token = token_of("m@exemple.org");
  clock().advance(12h - 1s);
  EXPECT_TRUE(visitor(token));
  clock().advance(1s);
  EXPECT_FALSE(visitor(token));
  token = token_of("m@exemple.org");
  EXPECT_TRUE(lasts(token, 30 * 24h - 15min));
  EXPECT_FALSE(lasts(token, 15min));
}

TEST_P(Sessions, are_listed_and_ended_by_their_owner_alone) {
  const auto owner = add("m@exemple.org", Role::structure_manager, sample_->structure);
  const auto other = add("n@exemple.org", Role::structure_manager, sample_->other_structure);
  const auto first = token_of("m@exemple.org");
  clock().advance(1min);
  const auto second = token_of("m@exemple.org");
  const auto list = [&] {
    return database().read([&](Reader& reader) { return list_sessions(reader, owner, clock().now()); });
  };
  ASSERT_EQ(list().size(), 2u);
  EXPECT_EQ(list().front().origin.browser, "Firefox, Linux");
  const auto id = visitor(first)->session;
  EXPECT_EQ(refusal_of(act([&](Transaction& transaction) { return end_own_session(transaction, other, id); })),
            refused::session_unknown.code);
  EXPECT_TRUE(act([&](Transaction& transaction) { return end_own_session(transaction, owner, id); }));
  EXPECT_FALSE(visitor(first));
  EXPECT_TRUE(visitor(second));
  EXPECT_EQ(list().size(), 1u);
}

TEST_P(Sessions, end_with_a_new_password) {
  const auto account = add("m@exemple.org", Role::structure_manager, sample_->structure);
  const auto token = token_of("m@exemple.org");
  write([&](Transaction& transaction) {
    set_password(transaction, people::permit_of_test(), account, hash_password(Password("un autre mot de passe")));
  });
  EXPECT_FALSE(visitor(token));
  EXPECT_FALSE(enter("m@exemple.org"));
  EXPECT_TRUE(enter("m@exemple.org", "un autre mot de passe"));
}

TEST_P(Sessions, give_the_roles_that_count_today) {
  add("b@exemple.org", Role::structure_volunteer, sample_->structure, today() + std::chrono::days(1));
  auto token = token_of("b@exemple.org");
  EXPECT_EQ(visitor(token)->actor.memberships().size(), 1u);
  clock().advance(2 * 24h);
  token = token_of("b@exemple.org");
  EXPECT_TRUE(visitor(token)->actor.memberships().empty()) << "a volunteer's access ends at its day";
}

RELAIS_ON_BOTH_ENGINES(Sessions);

TEST(Browsers, are_named_as_people_know_them) {
  EXPECT_EQ(browser_of("Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0"), "Firefox, Linux");
  EXPECT_EQ(browser_of("Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36"),
            "Chrome, Android");
  EXPECT_EQ(browser_of("curl/7.88"), "");
}

TEST(FormTokens, belong_to_one_session) {
  const auto token = form_token("abc");
  EXPECT_TRUE(is_form_token("abc", token));
  EXPECT_FALSE(is_form_token("abd", token));
  EXPECT_FALSE(is_form_token("abc", ""));
}

}  // namespace
}  // namespace relais::accounts
