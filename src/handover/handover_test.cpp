#include "handover/handover.hpp"

#include "allocation/way_test.hpp"
#include "handover/refusals.hpp"
#include "people/refusals.hpp"
#include "people/rights.hpp"

namespace relais::handover {
namespace {

using ledger::AccountKind;

class HandOvers : public testing::Way {
 protected:
  /// On the shelf of structure-a: 3 feature phones, 2 smartphones, 5 SIM cards, 5 top-ups.
  void SetUp() override {
    Way::SetUp();
    write([&](Transaction& transaction) {
      put(transaction, "feature_phone", 3);
      put(transaction, "smartphone", 2);
      put(transaction, "sim_card", 5);
      put(transaction, "top_up", 5);
    });
  }
  void put(Transaction& transaction, const std::string& code, std::int64_t quantity) {
    const auto from = ledger::open_account(transaction, sample().programme, AccountKind::donor, sample().donor);
    const auto shelf = ledger::open_account(transaction, sample().programme, AccountKind::shelf, sample().structure);
    ledger::EntryOrder entry{sample().programme, "shelf-" + code, ledger::Reason::adjusted, "essai", {}};
    ledger::add_move(entry, from, shelf, kind(code), quantity);
    EXPECT_TRUE(ledger::record(transaction, permit(), entry));
  }
  HandOverOrder kits(std::int64_t people, std::string request = "h1") const {
    return {.request = std::move(request),
            .structure = sample().structure,
            .product = product("phone_kit"),
            .people = people,
            .day = day()};
  }
  base::Result<HandOver> give(const HandOverOrder& wanted) {
    return act([&](Transaction& transaction) { return hand_over(transaction, permit(), sample().catalogue, wanted); });
  }
  std::string refusal_of(const HandOverOrder& wanted) {
    const auto result = give(wanted);
    return result ? "" : std::string(result.refusal().code());
  }
  std::vector<HandOver> list() {
    return ask([&](Reader& reader) { return list_hand_overs(reader, sample().programme); });
  }
};

TEST_P(HandOvers, gives_the_kinds_of_the_kit_and_a_substitute_only_when_they_run_out) {
  const auto made = give(kits(4));
  ASSERT_TRUE(made);
  const std::vector<Part> expected{
      {kind("feature_phone"), 3}, {kind("sim_card"), 4}, {kind("smartphone"), 1}, {kind("top_up"), 4}};
  EXPECT_EQ(made->given, expected);
  EXPECT_EQ(balance(AccountKind::handed_over, sample().structure, "smartphone"), 1);
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "smartphone"), 1);
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "top_up"), 1);
  EXPECT_EQ(ledger_fault(), "");
  ASSERT_EQ(list().size(), 1U);
  EXPECT_EQ(list()[0].given, expected);
}

TEST_P(HandOvers, a_volunteer_hands_over_from_the_own_shelf_alone) {
  const auto give_by = [&](people::OrganisationId structure) {
    const auto actor = people::actor_of_test({{sample().programme, structure, people::Role::structure_volunteer}});
    return act([&](Transaction& transaction) -> base::Result<HandOver> {
      RELAIS_TRY(const auto by, people::permit<people::Right::hand_over>(transaction, actor, sample().programme));
      return hand_over(transaction, by, sample().catalogue, kits(1));
    });
  };
  EXPECT_TRUE(give_by(sample().other_structure).refusal().is(people::refused::not_yours));
  EXPECT_TRUE(give_by(sample().structure));
}

TEST_P(HandOvers, refuses_what_is_not_on_the_shelf) {
  EXPECT_EQ(refusal_of(kits(6)), refused::not_on_shelf.code);
  auto elsewhere = kits(1);
  elsewhere.structure = sample().other_structure;
  EXPECT_EQ(refusal_of(elsewhere), refused::not_on_shelf.code);
  EXPECT_TRUE(list().empty());
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "top_up"), 5);
}

TEST_P(HandOvers, the_same_request_acts_once) {
  const auto first = give(kits(2));
  const auto again = give(kits(2));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(again->given, first->given);
  EXPECT_EQ(refusal_of(kits(1)), refused::request_reused.code);
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "top_up"), 3);
}

TEST_P(HandOvers, refuses_wrong_counts_days_and_structures) {
  EXPECT_EQ(refusal_of(kits(0)), refused::people_not_positive.code);
  EXPECT_EQ(refusal_of(kits(1'000'001)), refused::count_too_large.code);
  EXPECT_EQ(refusal_of(kits(1, "")), refused::request_is_empty.code);
  auto wrong = kits(1);
  wrong.product = ProductId{7};
  EXPECT_EQ(refusal_of(wrong), refused::product_unknown.code);
  wrong = kits(1);
  wrong.structure = people::OrganisationId{7};
  EXPECT_EQ(refusal_of(wrong), refused::structure_unknown.code);
  wrong.structure = sample().depot;
  EXPECT_EQ(refusal_of(wrong), refused::structure_unknown.code) << "of another kind";
  wrong = kits(1);
  wrong.day = day() - std::chrono::days(1);
  EXPECT_EQ(refusal_of(wrong), refused::programme_not_started.code);
  sample_->catalogue.programme.ends_on = day();
  wrong.day = day() + std::chrono::days(1);
  EXPECT_EQ(refusal_of(wrong), refused::programme_ended.code);
  write([&](Transaction& transaction) {
    EXPECT_TRUE(people::change_accreditation(transaction, permit(), sample().structure,
                                             people::Accreditation::suspended, std::nullopt, "essai"));
  });
  EXPECT_EQ(refusal_of(kits(1)), refused::structure_not_accredited.code);
}

TEST_P(HandOvers, of_many_at_once_all_are_kept_or_none) {
  const auto refused = act([&](Transaction& transaction) {
    return hand_over_many(transaction, permit(), sample().catalogue, {kits(2, "h1"), kits(4, "h2")});
  });
  EXPECT_TRUE(refused.refusal().is(refused::not_on_shelf));
  EXPECT_TRUE(list().empty());
  const auto kept = act([&](Transaction& transaction) {
    return hand_over_many(transaction, permit(), sample().catalogue, {kits(2, "h1"), kits(3, "h2")});
  });
  ASSERT_TRUE(kept);
  const auto second = ask([&](Reader& reader) {
    return list_hand_overs(reader, sample().programme, {.after = list()[0].id, .records_max = 1});
  });
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].people, 3);
  EXPECT_EQ(second[0].given.size(), 4U);
}

TEST_P(HandOvers, the_check_finds_records_that_the_ledger_does_not_know) {
  ASSERT_TRUE(give(kits(2)));
  const auto fault = [&] {
    return ask([&](Reader& reader) { return find_hand_over_fault(reader, sample().programme); });
  };
  EXPECT_FALSE(fault());
  write([](Transaction& transaction) { transaction.execute("UPDATE handover_item SET quantity = quantity + 1"); });
  ASSERT_TRUE(fault());
  EXPECT_EQ(fault()->english, "Structure structure-a, kind feature_phone: 3 handed over by records, 2 in the account.");
}

TEST(HandOverRefusals, have_a_code_of_their_own_and_both_languages) {
  std::vector<std::string_view> codes;
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("handover."));
    EXPECT_FALSE(reason->french.empty() || reason->english.empty());
    EXPECT_EQ(std::count(codes.begin(), codes.end(), reason->code), 0);
    codes.push_back(reason->code);
  }
}

RELAIS_ON_BOTH_ENGINES(HandOvers);

}  // namespace
}  // namespace relais::handover
