#include "accounts/api_tokens.hpp"

#include <gtest/gtest.h>

#include "accounts/people_test.hpp"
#include "accounts/refusals.hpp"
#include "people/refusals.hpp"

namespace relais::accounts {
namespace {

class ApiTokens : public PeopleTest {
 protected:
  TokenDraft draft(const std::string& request = "r1") {
    return {request,
            sample_->structure,
            "Logiciel de comptoir",
            {Right::read_shipments, Right::receive_shipments},
            today() + std::chrono::days(30)};
  }
  base::Result<NewToken> make(const TokenDraft& draft) {
    return act([&](Transaction& transaction) { return add_token(transaction, people::permit_of_test(), key_, draft); });
  }
  std::optional<Bearer> bearer(std::string_view secret) {
    return database().read([&](Reader& reader) { return find_bearer(reader, key_, secret, clock().now()); });
  }
  std::vector<Token> list(const TokenFilter& filter = {}) {
    return database().read(
        [&](Reader& reader) { return list_tokens(reader, people::permit_of_test(), sample_->programme, filter); });
  }
  people::AccountPermit permit_of_structure() {
    const auto actor =
        people::actor_of_test({{sample_->programme, sample_->other_structure, people::Role::structure_manager}});
    return database().read(
        [&](Reader& reader) { return *people::permit<Right::manage_accounts>(reader, actor, sample_->programme); });
  }
};

TEST_P(ApiTokens, act_for_their_organisation_within_their_scopes) {
  const auto made = make(draft());
  ASSERT_TRUE(made) << refusal_of(made);
  EXPECT_EQ(made->reference, "T-0001-1");
  const auto found = bearer(made->secret.reveal());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->actor.name(), "token:T-0001-1");
  EXPECT_EQ(found->programme, sample_->programme);
  EXPECT_TRUE(people::has_right(found->actor, Right::receive_shipments, sample_->programme));
  EXPECT_FALSE(people::has_right(found->actor, Right::hand_over, sample_->programme)) << "not in its scopes";
  EXPECT_FALSE(people::has_right(found->actor, Right::manage_accounts, sample_->programme));
  database().read([&](Reader& reader) {
    const auto permit = people::permit<Right::receive_shipments>(reader, found->actor, sample_->programme);
    EXPECT_TRUE(permit && permit->coverage().covers(sample_->programme, sample_->structure));
    EXPECT_FALSE(permit->coverage().covers(sample_->programme, sample_->other_structure));
    EXPECT_TRUE(people::permit<Right::hand_over>(reader, found->actor, sample_->programme)
                    .refusal()
                    .is(people::refused::not_allowed));
    return 0;
  });
}

TEST_P(ApiTokens, are_kept_as_a_keyed_digest_alone) {
  const auto made = make(draft());
  database().read([&](Reader& reader) {
    auto rows = reader.query("SELECT secret_digest, request_digest, name FROM accounts_token");
    EXPECT_TRUE(rows.next());
    EXPECT_EQ(rows.text(0), key_.digest(made->secret.reveal()));
    EXPECT_NE(rows.string(0) + rows.string(1), made->secret.reveal());
    return 0;
  });
  const auto other_key = Key::random();
  EXPECT_FALSE(database().read(
      [&](Reader& reader) { return find_bearer(reader, other_key, made->secret.reveal(), clock().now()); }));
}

TEST_P(ApiTokens, count_until_their_last_day_or_until_they_are_revoked) {
  const auto secret = make(draft())->secret.reveal();
  const auto other = make(draft("r2"));
  clock().advance(std::chrono::days(30));
  EXPECT_TRUE(bearer(secret)) << "the last day";
  const auto end = [&](const people::AccountPermit& permit) {
    return act([&](Transaction& transaction) { return end_token(transaction, permit, other->reference); });
  };
  EXPECT_EQ(refusal_of(end(permit_of_structure())), refused::token_unknown.code) << "another's";
  EXPECT_EQ(*end(people::permit_of_test()), people::Saved::updated);
  EXPECT_EQ(*end(people::permit_of_test()), people::Saved::unchanged);
  EXPECT_FALSE(bearer(other->secret.reveal()));
  clock().advance(std::chrono::days(1));
  EXPECT_FALSE(bearer(secret));
  for (const auto* nonsense : {"", "relais_", "' OR 1=1 --"}) EXPECT_FALSE(bearer(nonsense));
}

TEST_P(ApiTokens, one_request_makes_one_and_shows_it_for_ten_minutes) {
  const auto first = make(draft());
  const auto second = make(draft());
  ASSERT_TRUE(second) << refusal_of(second);
  EXPECT_TRUE(second->repeated);
  EXPECT_EQ(second->secret, first->secret);
  EXPECT_EQ(list().size(), 1U);
  auto other = draft();
  other.scopes = {Right::read_shipments};
  EXPECT_EQ(refusal_of(make(other)), refused::token_shown.code) << "another token under the same request";
  clock().advance(std::chrono::minutes(11));
  EXPECT_EQ(refusal_of(make(draft())), refused::token_shown.code);
}

TEST_P(ApiTokens, that_cannot_be_are_refused) {
  const auto refused_when = [&](auto&& change) {
    auto wrong = draft("r" + std::to_string(list().size()));
    change(wrong);
    return refusal_of(make(wrong));
  };
  EXPECT_EQ(refused_when([](TokenDraft& it) { it.request.clear(); }), refused::request_missing.code);
  EXPECT_EQ(refused_when([](TokenDraft& it) { it.name = " "; }), refused::token_name_missing.code);
  EXPECT_EQ(refused_when([](TokenDraft& it) { it.name = std::string(81, 'x'); }), refused::token_name_missing.code);
  EXPECT_EQ(refused_when([](TokenDraft& it) { it.scopes.clear(); }), refused::scopes_missing.code);
  for (const auto right : {Right::allocate, Right::manage_accounts, Right::read_audit})
    EXPECT_EQ(refused_when([&](TokenDraft& it) { it.scopes = {right}; }), refused::scope_unfit.code);
  EXPECT_EQ(refused_when([&](TokenDraft& it) { it.until = today() - std::chrono::days(1); }), refused::end_past.code);
  EXPECT_EQ(refused_when([&](TokenDraft& it) { it.until = today() + std::chrono::days(367); }),
            refused::token_end_far.code);
  EXPECT_EQ(refusal_of(act([&](Transaction& transaction) {
              return add_token(transaction, permit_of_structure(), key_, draft());
            })),
            people::refused::not_yours.code);
  EXPECT_TRUE(list().empty());
}

TEST_P(ApiTokens, are_listed_page_by_page_with_their_last_use) {
  for (const auto* request : {"r1", "r2", "r3"}) ASSERT_TRUE(make(draft(request)));
  const auto first = list({.tokens_max = 2});
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first.front().reference, "T-0003-3");
  EXPECT_EQ(first.front().scopes, draft().scopes);
  EXPECT_FALSE(first.front().seen_at);
  const auto rest = list({.before = first.back().id});
  ASSERT_EQ(rest.size(), 1U);
  write([&](Transaction& transaction) { touch_token(transaction, rest.front().id); });
  EXPECT_EQ(list({.before = first.back().id}).front().seen_at, clock().now());
  EXPECT_TRUE(list({.organisation = sample_->other_structure}).empty());
}

RELAIS_ON_BOTH_ENGINES(ApiTokens);

}  // namespace
}  // namespace relais::accounts
