#include "accounts/sign_in.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "accounts/people_test.hpp"
#include "accounts/refusals.hpp"
#include "accounts/throttle.hpp"
#include "audit/audit.hpp"
#include "base/text.hpp"

namespace relais::accounts {
namespace {

using namespace std::chrono_literals;

class SignIn : public PeopleTest {
 protected:
  void SetUp() override {
    PeopleTest::SetUp();
    add("camille@exemple.org", Role::structure_manager, sample_->structure);
  }
  std::string wrong(const std::string& email = "camille@exemple.org", const std::string& address = "192.0.2.1") {
    return refusal_of(enter(email, "pas le bon du tout", address));
  }
};

TEST_P(SignIn, opens_a_session_for_whoever_knows_the_password) {
  const auto entered = enter(" Camille@Exemple.ORG ");
  ASSERT_TRUE(entered) << entered.refusal().code();
  const auto found = visitor(entered->token.reveal());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->standing, Standing::full);
  EXPECT_EQ(found->actor.memberships().size(), 1u);
  EXPECT_TRUE(found->actor.name().starts_with("account:U-0001-"));
  EXPECT_FALSE(visitor("0000"));
  EXPECT_EQ(wrong(), refused::sign_in_refused.code);
  EXPECT_EQ(wrong("personne@exemple.org"), refused::sign_in_refused.code);
  EXPECT_EQ(wrong("n'importe quoi"), refused::sign_in_refused.code);
}

TEST_P(SignIn, keeps_only_a_hash_of_the_token) {
  const auto token = token_of("camille@exemple.org");
  database().read([&](Reader& reader) {
    EXPECT_EQ(reader.integer("SELECT COUNT(*) FROM accounts_session WHERE token_hash = $1", {token}), 0);
    EXPECT_EQ(reader.integer("SELECT COUNT(*) FROM accounts_session WHERE token_hash = $1", {base::sha256_hex(token)}),
              1);
    return 0;
  });
}

TEST_P(SignIn, is_told_by_the_audit_trail_without_a_name) {
  token_of("camille@exemple.org");
  database().read([&](Reader& reader) {
    const auto records = audit::list_records(reader, people::permit_of_test(), sample_->programme);
    EXPECT_EQ(records.size(), 1u);
    EXPECT_EQ(records.front().event.action, "sign_in");
    EXPECT_EQ(records.front().event.address, "192.0.2.1");
    EXPECT_TRUE(records.front().actor.starts_with("account:U-"));
    return 0;
  });
}

TEST_P(SignIn, waits_longer_after_each_failure_of_one_account_from_one_address) {
  for (int at = 0; at < 5; ++at) EXPECT_EQ(wrong(), refused::sign_in_refused.code);
  EXPECT_EQ(wrong(), refused::too_many_attempts.code);
  EXPECT_EQ(refusal_of(enter("camille@exemple.org")), refused::too_many_attempts.code) << "even the right password";
  clock().advance(15s);
  EXPECT_EQ(wrong(), refused::sign_in_refused.code);
  clock().advance(29s);
  EXPECT_EQ(wrong(), refused::too_many_attempts.code);
  clock().advance(1s);
  EXPECT_TRUE(enter("camille@exemple.org"));
  EXPECT_EQ(wrong(), refused::sign_in_refused.code) << "a success makes them forgotten";
}

TEST_P(SignIn, of_one_person_does_not_wait_for_the_mistakes_of_others_behind_the_same_address) {
  for (int person = 0; person < 40; ++person) {
    const auto email = "personne" + std::to_string(person) + "@exemple.org";
    for (int at = 0; at < 3; ++at)
      EXPECT_TRUE(act([&](Transaction& transaction) {
        return charge_attempt(transaction, key_, {PersonalText(email), "192.0.2.1"});
      }));
  }
  EXPECT_TRUE(enter("camille@exemple.org")) << "120 failures behind this address in no time";
}

TEST_P(SignIn, of_an_account_that_is_attacked_from_everywhere_still_works_from_where_it_was_used) {
  ASSERT_TRUE(enter("camille@exemple.org", password(), "198.51.100.7"));
  std::string outcome;
  for (int at = 0; at < 101; ++at) {
    // The hashing is left out: what counts is what is charged.
    outcome = refusal_of(act([&](Transaction& transaction) {
      return charge_attempt(transaction, key_, {PersonalText("camille@exemple.org"), "10.0.0." + std::to_string(at)});
    }));
  }
  EXPECT_EQ(outcome, refused::too_many_attempts.code);
  EXPECT_EQ(refusal_of(enter("camille@exemple.org", password(), "203.0.113.9")), refused::too_many_attempts.code);
  EXPECT_TRUE(enter("camille@exemple.org", password(), "198.51.100.7"));
}

TEST_P(SignIn, counts_attempts_made_all_at_once) {
  std::atomic<int> refused_for_many = 0;
  std::vector<std::thread> threads;
  for (int at = 0; at < 12; ++at)
    threads.emplace_back([&] {
      if (wrong() == refused::too_many_attempts.code) ++refused_for_many;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(refused_for_many, 7) << "five were judged";
}

TEST_P(SignIn, from_one_address_to_many_accounts_is_slowed_down_in_the_end) {
  int judged = 0;
  for (int at = 0; at < 250; ++at)
    judged += act([&](Transaction& transaction) {
                return charge_attempt(transaction, key_,
                                      {PersonalText("n" + std::to_string(at) + "@exemple.org"), "192.0.2.66"});
              }).ok()
                  ? 1
                  : 0;
  EXPECT_EQ(judged, 200);
  clock().advance(20s);
  EXPECT_TRUE(act([&](Transaction& transaction) {
    return charge_attempt(transaction, key_, {PersonalText("un@exemple.org"), "192.0.2.66"});
  }));
}

RELAIS_ON_BOTH_ENGINES(SignIn);

TEST(Throttle, doubles_the_wait_up_to_a_quarter_of_an_hour) {
  const base::Instant now{1'000'000s};
  const auto wait = [&](std::int64_t failures) { return wait_of_pair({failures * 1000, now}, now); };
  EXPECT_EQ(wait(4), 0s);
  EXPECT_EQ(wait(5), 15s);
  EXPECT_EQ(wait(6), 30s);
  EXPECT_EQ(wait(10), 480s);
  EXPECT_EQ(wait(11), 15min);
  EXPECT_EQ(wait(1000), 15min);
  EXPECT_EQ(wait_of_pair({1'000'000, now}, now + 24h), 0s);
  EXPECT_EQ(seconds_of(1ms), 1);
}

}  // namespace
}  // namespace relais::accounts
