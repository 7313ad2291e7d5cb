#include "allocation/adjust.hpp"

#include "allocation/refusals.hpp"
#include "allocation/way_test.hpp"

namespace relais::allocation {
namespace {

class Adjustments : public testing::Way {
 protected:
  base::Result<Proposed> set(std::string request, AllocationId allocation, NeedId need,
                             std::optional<std::int64_t> quantity, std::string reason = "Incendie du local") {
    return adjust(database(), permit(), {std::move(request), allocation, need, quantity, std::move(reason)});
  }
  std::string refusal_of(const base::Result<Proposed>& result) {
    return result ? "" : std::string(result.refusal().code());
  }
  Line line(AllocationId allocation, NeedId need) {
    for (auto& one : ask([&](Reader& reader) { return list_lines(reader, allocation); }))
      if (one.need == need) return one;
    return {};
  }
};

TEST_P(Adjustments, a_line_set_by_hand_keeps_its_quantity_and_the_rest_is_solved_around_it) {
  stock_kits(30);
  const auto helped = need("structure-a", 40, 40), other = need("structure-b", 20, 20);
  const auto first = propose(order("r1"));
  EXPECT_EQ(granted(first, helped), 20);
  const auto second = set("m1", first, helped, 25);
  ASSERT_TRUE(second);
  EXPECT_EQ(granted(second->id, helped), 25);
  EXPECT_EQ(granted(second->id, other), 5);
  const auto made = line(second->id, helped);
  EXPECT_EQ(made.adjusted, 25);
  EXPECT_EQ(made.guarantee.by_hand, 25);
  EXPECT_EQ(made.floor, made.guarantee.total());
  EXPECT_EQ(made.unmet(), 15) << "what was not granted by hand is still asked for";
  EXPECT_EQ(ask([&](Reader& reader) { return get_allocation(reader, first); }).state, State::superseded);
  const auto lowered = set("m2", second->id, helped, 0);
  ASSERT_TRUE(lowered);
  EXPECT_EQ(granted(lowered->id, helped), 0);
  EXPECT_EQ(granted(lowered->id, other), 20);
  const auto text = ask([&](Reader& reader) { return explain(reader, lowered->id, helped); });
  EXPECT_NE(text->english.find("Set by hand by the coordinator: 0."), std::string::npos) << text->english;
  EXPECT_FALSE(ask([&](Reader& reader) { return find_difference_when_recomputed(reader, lowered->id); }));
}

TEST_P(Adjustments, stay_for_later_proposals_until_withdrawn_and_all_are_kept_with_who_when_and_why) {
  stock_kits(30);
  const auto helped = need("structure-a", 40, 40);
  need("structure-b", 20, 20);
  const auto first = propose(order("r1"));
  const auto second = set("m1", first, helped, 25)->id;
  const auto third = propose(order("r2"));
  EXPECT_EQ(granted(third, helped), 25);
  const auto fourth = set("m2", third, helped, std::nullopt, "Local rouvert");
  ASSERT_TRUE(fourth);
  EXPECT_EQ(granted(fourth->id, helped), 20);
  const auto kept = ask([&](Reader& reader) { return list_adjustments(reader, round_); });
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].from, first);
  EXPECT_EQ(kept[0].to, second);
  EXPECT_EQ(kept[0].granted_before, 20);
  EXPECT_EQ(kept[0].quantity, 25);
  EXPECT_EQ(kept[0].reason, "Incendie du local");
  EXPECT_EQ(kept[0].actor, permit().actor());
  EXPECT_EQ(kept[0].at, clock().now());
  EXPECT_EQ(kept[1].quantity, std::nullopt);
  EXPECT_EQ(granted(propose(order("r3")), helped), 20);
}

TEST_P(Adjustments, are_spent_once_an_allocation_that_carries_them_is_approved) {
  stock_kits(30);
  const auto helped = need("structure-a", 40, 40);
  need("structure-b", 20, 20);
  const auto adjusted = set("m1", propose(order("r1")), helped, 25)->id;
  ASSERT_TRUE(approve("a1", adjusted));
  stock_kits(30);
  const auto next = propose(order("r2"));
  EXPECT_EQ(granted(next, helped), 15) << "the 25 count as received, and are not given once more";
  EXPECT_EQ(line(next, helped).adjusted, std::nullopt);
}

TEST_P(Adjustments, the_same_request_acts_once) {
  stock_kits(30);
  const auto helped = need("structure-a", 40, 40);
  const auto first = propose(order("r1"));
  const auto second = set("m1", first, helped, 25);
  const auto again = set("m1", first, helped, 25);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->id, second->id);
  EXPECT_EQ(refusal_of(set("m1", first, helped, 24)), refused::request_reused.code);
}

TEST_P(Adjustments, that_cannot_be_are_refused_and_change_nothing) {
  stock_kits(30);
  const auto helped = need("structure-a", 40, 40);
  const auto first = propose(order("r1"));
  EXPECT_EQ(refusal_of(set("", first, helped, 1)), refused::request_is_empty.code);
  EXPECT_EQ(refusal_of(set("m1", first, helped, 1, " ")), refused::reason_is_empty.code);
  EXPECT_EQ(refusal_of(set("m1", AllocationId{7}, helped, 1)), refused::allocation_unknown.code);
  EXPECT_EQ(refusal_of(set("m1", first, NeedId{7}, 1)), refused::line_unknown.code);
  EXPECT_EQ(refusal_of(set("m1", first, helped, 41)), refused::adjustment_above_asked.code);
  EXPECT_EQ(refusal_of(set("m1", first, helped, -1)), refused::adjustment_above_asked.code);
  EXPECT_EQ(refusal_of(set("m1", first, helped, 31)), refused::adjustment_does_not_fit.code);
  EXPECT_EQ(refusal_of(set("m1", first, helped, std::nullopt)), refused::not_adjusted.code);
  EXPECT_TRUE(ask([&](Reader& reader) { return list_adjustments(reader, round_); }).empty());
  const auto second = propose(order("r2"));
  EXPECT_EQ(refusal_of(set("m1", first, helped, 1)), refused::superseded.code);
  ASSERT_TRUE(approve("a1", second));
  EXPECT_EQ(refusal_of(set("m1", second, helped, 1)), refused::already_approved.code);
}

TEST_P(Adjustments, never_go_below_a_promise) {
  stock_kits(30);
  const auto promised = need("structure-a", 40, 40);
  const auto first = propose(order("r1"));
  auto keeping = order("r2");
  keeping.keeps_grants_of = first;
  const auto second = propose(keeping);
  EXPECT_EQ(line(second, promised).guarantee.promised, 30);
  EXPECT_EQ(refusal_of(set("m1", second, promised, 29)), refused::adjustment_below_guarantee.code);
}

RELAIS_ON_BOTH_ENGINES(Adjustments);

}  // namespace
}  // namespace relais::allocation
