#include "accounts/second_factor.hpp"

#include <gtest/gtest.h>

#include "accounts/people_test.hpp"
#include "accounts/refusals.hpp"

namespace relais::accounts {
namespace {

using namespace std::chrono_literals;

class SecondFactor : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    account_ = add("c@exemple.org", Role::coordinator, coordination_);
  }
  std::string code() { return code_of_step(secret_, step_at(clock().now())); }
  /// Set up in a first session; gives the recovery codes.
  std::vector<PersonalText> set_up() {
    const auto found = visitor(token_of("c@exemple.org"));
    secret_ = act([&](Transaction& transaction) { return begin_second_factor(transaction, key_, account_); })->reveal();
    const auto codes =
        act([&](Transaction& transaction) { return confirm_second_factor(transaction, key_, *found, code()); });
    EXPECT_TRUE(codes);
    clock().advance(30s);
    return *codes;
  }
  std::string give(const std::string& token, std::string_view typed) {
    return refusal_of(give_second_factor(database(), key_, *visitor(token), typed, "192.0.2.1"));
  }

  AccountId account_;
  std::string secret_;
};

TEST_P(SecondFactor, is_asked_of_privileged_roles_before_anything_else) {
  const auto found = visitor(token_of("c@exemple.org"));
  EXPECT_EQ(found->standing, Standing::owes_set_up);
  EXPECT_TRUE(found->actor.memberships().empty()) << "no role counts before";
}

TEST_P(SecondFactor, counts_once_a_code_came_back) {
  const auto token = token_of("c@exemple.org");
  const auto found = visitor(token);
  const auto secret = act([&](Transaction& transaction) { return begin_second_factor(transaction, key_, account_); });
  const auto again = act([&](Transaction& transaction) { return begin_second_factor(transaction, key_, account_); });
  EXPECT_EQ(secret->reveal(), again->reveal()) << "a reloaded page shows the same picture";
  secret_ = secret->reveal();
  const auto confirm = [&](const std::string& typed) {
    return act([&](Transaction& transaction) { return confirm_second_factor(transaction, key_, *found, typed); });
  };
  EXPECT_EQ(refusal_of(confirm("000000")), refused::code_wrong.code);
  EXPECT_EQ(visitor(token)->standing, Standing::owes_set_up);
  const auto codes = confirm(code());
  ASSERT_TRUE(codes);
  EXPECT_EQ(codes->size(), 10u);
  EXPECT_EQ(visitor(token)->standing, Standing::full);
  EXPECT_EQ(visitor(token)->actor.memberships().size(), 1u);
  EXPECT_EQ(refusal_of(confirm(code())), refused::second_factor_set.code);
}

TEST_P(SecondFactor, is_owed_by_each_new_session_and_a_code_serves_once) {
  set_up();
  const auto first = token_of("c@exemple.org");
  EXPECT_EQ(visitor(first)->standing, Standing::owes_code);
  EXPECT_TRUE(visitor(first)->actor.memberships().empty());
  const auto used = code();
  EXPECT_EQ(give(first, used), "");
  EXPECT_EQ(visitor(first)->standing, Standing::full);
  const auto second = token_of("c@exemple.org");
  EXPECT_EQ(give(second, used), refused::code_wrong.code);
  clock().advance(30s);
  EXPECT_EQ(give(second, code()), "");
}

TEST_P(SecondFactor, ends_the_session_after_five_wrong_codes_and_makes_the_next_wait) {
  set_up();
  const auto token = token_of("c@exemple.org");
  const auto held = *visitor(token);
  for (int at = 0; at < 5; ++at) EXPECT_EQ(give(token, "000000"), refused::code_wrong.code);
  EXPECT_FALSE(visitor(token));
  EXPECT_EQ(give(token_of("c@exemple.org"), code()), refused::too_many_attempts.code);
  clock().advance(15s);
  EXPECT_EQ(refusal_of(give_second_factor(database(), key_, held, code(), "192.0.2.1")), refused::session_ended.code);
}

TEST_P(SecondFactor, has_recovery_codes_that_serve_once_each) {
  const auto codes = set_up();
  auto typed = codes.front().reveal();
  std::transform(typed.begin(), typed.end(), typed.begin(), [](unsigned char c) { return std::tolower(c); });
  EXPECT_EQ(give(token_of("c@exemple.org"), typed), "");
  EXPECT_EQ(give(token_of("c@exemple.org"), typed), refused::code_wrong.code);
  EXPECT_EQ(database().read([&](Reader& reader) { return count_recovery_codes(reader, account_); }), 9);
  const auto fresh = act([&](Transaction& transaction) { return renew_recovery_codes(transaction, key_, account_); });
  EXPECT_EQ(give(token_of("c@exemple.org"), codes[1].reveal()), refused::code_wrong.code) << "the old ones are void";
  EXPECT_EQ(give(token_of("c@exemple.org"), fresh->front().reveal()), "");
}

TEST_P(SecondFactor, half_open_sessions_last_ten_minutes) {
  set_up();
  const auto token = token_of("c@exemple.org");
  clock().advance(10min - 1s);
  EXPECT_TRUE(visitor(token));
  clock().advance(1s);
  EXPECT_FALSE(visitor(token));
}

TEST_P(SecondFactor, is_not_readable_in_the_database) {
  set_up();
  database().read([&](Reader& reader) {
    auto rows = reader.query("SELECT sealed_secret FROM accounts_second_factor");
    EXPECT_TRUE(rows.next());
    EXPECT_EQ(rows.text(0).find(secret_), std::string::npos);
    return 0;
  });
}

TEST_P(SecondFactor, is_given_up_only_by_whoever_may_do_without) {
  set_up();
  const auto token = token_of("c@exemple.org");
  ASSERT_EQ(give(token, code()), "");
  const auto give_up = [&] {
    const auto found = *visitor(token);
    return refusal_of(act([&](Transaction& transaction) { return give_up_second_factor(transaction, found); }));
  };
  EXPECT_EQ(give_up(), refused::second_factor_required.code);
  write([&](Transaction& transaction) { transaction.execute("UPDATE accounts_membership SET role = 'donor'"); });
  EXPECT_EQ(give_up(), "");
  EXPECT_EQ(visitor(token_of("c@exemple.org"))->standing, Standing::full);
}

RELAIS_ON_BOTH_ENGINES(SecondFactor);

}  // namespace
}  // namespace relais::accounts
