#include "allocation/allocation.hpp"

#include "allocation/changed_lines_test.hpp"
#include "allocation/refusals.hpp"
#include "allocation/way_test.hpp"
#include "base/text.hpp"
#include "fairness/instance_json.hpp"

namespace relais::allocation {
namespace {

using base::Language;
using ledger::AccountKind;

class Allocations : public testing::Way {
 protected:
  std::optional<Label> difference(AllocationId id) {
    return ask([&](Reader& reader) { return find_difference_when_recomputed(reader, id); });
  }
  std::string difference_after(AllocationId id, const std::string& sql) {
    write([&](Transaction& transaction) { EXPECT_GE(transaction.execute(sql, {id}), 1) << sql; });
    const auto found = difference(id);
    return found ? found->english : "";
  }
  std::string refusal_of(const ProposalOrder& wanted) {
    const auto result = allocation::propose(database(), permit(), wanted);
    return result ? "" : std::string(result.refusal().code());
  }
  Allocation get(AllocationId id) {
    return ask([&](Reader& reader) { return get_allocation(reader, id); });
  }
  std::vector<Reservation> reservations(AllocationId id) {
    return ask([&](Reader& reader) { return list_reservations(reader, id); });
  }
};

TEST_P(Allocations, shares_by_people_and_not_by_what_was_asked) {
  stock_kits(30);
  const auto many = need("structure-a", 40, 40), few = need("structure-b", 20, 20);
  const auto id = propose(order("r1"));
  EXPECT_EQ(granted(id, many), 20);
  EXPECT_EQ(granted(id, few), 10);
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "top_up"), 30) << "a proposal reserves nothing";
}

TEST_P(Allocations, serves_an_urgent_need_by_its_weight_or_its_tier) {
  stock_kits(10);
  const auto vital = need("structure-a", 10, 10, "phone_kit", Urgency::vital), normal = need("structure-b", 40, 40);
  EXPECT_EQ(granted(propose(order("weighted")), vital), 5);
  auto tiers = order("tiers");
  tiers.policy.normal.tier = 1;
  const auto id = propose(tiers);
  EXPECT_EQ(granted(id, vital), 10);
  EXPECT_EQ(granted(id, normal), 0);
}

TEST_P(Allocations, gives_a_smartphone_where_feature_phones_run_out_unless_the_policy_forbids_it) {
  for (const auto* code : {"sim_card", "top_up"}) stock(sample().depot, code, 10);
  stock(sample().depot, "feature_phone", 6);
  stock(sample().depot, "smartphone", 4);
  const auto wanted = need("structure-a", 10, 10);
  const auto id = propose(order("r1"));
  EXPECT_EQ(granted(id, wanted), 10);
  const auto lines = ask([&](Reader& reader) { return list_lines(reader, id); });
  const std::vector<Portion> expected{{kind("feature_phone"), kind("feature_phone"), 6},
                                      {kind("feature_phone"), kind("smartphone"), 4},
                                      {kind("sim_card"), kind("sim_card"), 10},
                                      {kind("top_up"), kind("top_up"), 10}};
  EXPECT_EQ(lines.front().portions, expected);
  auto strict = order("strict");
  strict.policy.substitutes = false;
  EXPECT_EQ(granted(propose(strict), wanted), 6);
}

TEST_P(Allocations, tells_a_structure_what_it_gets_and_why_not_more_in_both_languages) {
  stock_kits(30);
  const auto wanted = need("structure-a", 40, 40);
  need("structure-b", 20, 20);
  const auto id = propose(order("r1"));
  const auto text = ask([&](Reader& reader) { return explain(reader, id, wanted); });
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(text->english,
            "Phone kit: 20 of the 40 asked for. 40 people (not checked), normal urgency (× 1): weight 40. "
            "Your last unit ranks at 39/40 = 0.975. Your 21st ranks at 41/40 = 1.025. "
            "The last unit served in this class ranks at 39/40 = 0.975. "
            "What ran out: Feature phone, SIM card, Smartphone, 5 GB top-up. "
            "20 remain unmet, and are carried over to the next allocation. "
            "To check with a calculator: unit number q ranks at (2 × (q + 0) − 1) / 40, where 0 is what you received "
            "from past allocations and 40 your weight; the lowest rank is served first. "
            "Equal ranks are drawn by lot: the lowest result of "
            "printf '%s' '1:structure-a/precarious_person/phone_kit' | sha256sum.");
  EXPECT_TRUE(text->french.starts_with("Lot téléphone : 20 sur 40 demandés. 40 personnes (nombre non vérifié), "));
  EXPECT_NE(text->french.find("Votre 21e se classe à 41/40 = 1,025."), std::string::npos) << text->french;
}

TEST_P(Allocations, tells_a_structure_that_the_draw_decided_between_equal_ranks) {
  stock_kits(21);
  const auto one = need("structure-a", 20, 20), other = need("structure-b", 20, 20);
  const auto id = propose(order("r1"));
  const auto loser = granted(id, one) == 10 ? one : other;
  const auto text = ask([&](Reader& reader) { return explain(reader, id, loser); });
  EXPECT_NE(text->english.find("ranks at 21/20 = 1.050. Between equal ranks the published draw decided."),
            std::string::npos)
      << text->english;
}

TEST_P(Allocations, computes_the_recorded_inputs_again_to_the_same_bytes) {
  stock_kits(17);
  stock(second_depot_, "smartphone", 3);
  need("structure-a", 40, 40, "phone_kit", Urgency::high);
  need("structure-b", 20, 20);
  need("structure-b", 5, 5, "smartphone");
  const auto id = propose(order("r1"));
  EXPECT_FALSE(difference(id)) << difference(id)->english;
  const auto instance = ask([&](Reader& reader) { return get_instance(reader, id); });
  EXPECT_EQ(base::sha256_hex(fairness::render_instance(instance)), get(id).instance_sha256);
  const auto plan = fairness::solve(instance);
  ASSERT_TRUE(plan);
  EXPECT_EQ(base::sha256_hex(fairness::render_plan(instance, *plan)), get(id).plan_sha256);
}

TEST_P(Allocations, notices_any_change_of_what_was_recorded) {
  stock_kits(17);
  need("structure-a", 40, 40);
  const auto id = propose(order("r1"));
  const auto difference_after_change = [&](std::int64_t granted, std::int64_t people) {
    write([&](Transaction& transaction) {
      testing::change_line(transaction, id, true, [&](BlockLine& line) {
        line.granted += granted;
        line.input.people += people;
      });
    });
    return difference(id).has_value();
  };
  EXPECT_TRUE(difference_after_change(-1, 0));
  EXPECT_TRUE(difference_after_change(1, 1));
  EXPECT_FALSE(difference_after_change(0, -1));
  EXPECT_NE(difference_after(id, "UPDATE allocation_outcome SET refused_line = 'x' WHERE allocation_id = $1"), "");
  EXPECT_NE(difference_after(id, "UPDATE allocation_stock SET quantity = 18 WHERE allocation_id = $1"), "");
}

TEST_P(Allocations, what_later_stages_add_up_is_compared_with_the_lines) {
  stock_kits(17);
  need("structure-a", 40, 40);
  need("structure-b", 20, 20, "smartphone");
  const auto id = allocate("r1");
  EXPECT_FALSE(difference(id)) << difference(id)->english;
  EXPECT_NE(difference_after(id, "UPDATE allocation_granted SET granted = granted + 1 WHERE allocation_id = $1"), "");
  EXPECT_EQ(difference_after(id, "UPDATE allocation_granted SET granted = granted - 1 WHERE allocation_id = $1"), "");
  EXPECT_NE(difference_after(id, "DELETE FROM allocation_granted WHERE allocation_id = $1"), "");
}

TEST_P(Allocations, approving_reserves_exactly_what_was_granted) {
  stock_kits(30);
  need("structure-a", 40, 40);
  need("structure-b", 20, 20);
  const auto id = propose(order("r1"));
  const auto approved = approve("a1", id);
  ASSERT_TRUE(approved);
  EXPECT_EQ(approved->items, 90);
  EXPECT_EQ(approved->reservations, 6);
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "top_up"), 0);
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "top_up"), 30);
  EXPECT_EQ(get(id).state, State::approved);
  EXPECT_FALSE(ask([&](Reader& reader) { return find_reservation_fault(reader, sample().programme); }));
  EXPECT_EQ(ledger_fault(), "");
  write([&](Transaction& transaction) {
    transaction.execute("UPDATE allocation_reservation SET quantity = quantity + 1 WHERE structure_id = $1",
                        {sample().structure});
  });
  const auto fault = ask([&](Reader& reader) { return find_reservation_fault(reader, sample().programme); });
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->english,
            "Depot depot-pantin, kind feature_phone: 31 reserved by allocations, 30 in the account of reserved goods.");
}

TEST_P(Allocations, the_same_request_acts_once) {
  stock_kits(30);
  need("structure-a", 40, 40);
  const auto id = propose(order("r1"));
  EXPECT_EQ(propose(order("r1")), id);
  auto other = order("r1");
  other.seed = 2;
  EXPECT_EQ(refusal_of(other), refused::request_reused.code);
  ASSERT_TRUE(approve("a1", id));
  const auto again = approve("a1", id);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->items, 90);
  EXPECT_TRUE(approve("a2", id).refusal().is(refused::already_approved));
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "top_up"), 30);
}

TEST_P(Allocations, is_not_approved_once_needs_or_stock_changed) {
  stock_kits(30);
  need("structure-a", 40, 40);
  const auto first = propose(order("r1"));
  need("structure-b", 20, 20);
  EXPECT_TRUE(approve("a1", first).refusal().is(refused::needs_changed));
  const auto second = propose(order("r2"));
  EXPECT_TRUE(approve("a1", first).refusal().is(refused::superseded));
  stock(second_depot_, "top_up", 1);
  EXPECT_TRUE(approve("a2", second).refusal().is(refused::stock_changed));
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "top_up"), 0);
}

TEST_P(Allocations, is_refused_when_there_is_nothing_to_share_or_nobody_to_share_it_with) {
  stock_kits(1);
  EXPECT_EQ(refusal_of(order("r1")), refused::nothing_asked.code);
  need("structure-a", 4, 4, "smartphone");
  EXPECT_EQ(refusal_of(order("r1")), refused::nothing_free.code);
  auto wrong = order("r1");
  wrong.policy.vital.weight = 0;
  EXPECT_EQ(refusal_of(wrong), refused::policy_out_of_range.code);
  wrong = order("r1");
  wrong.policy.minimum_lots = {{"no_such", 2}};
  EXPECT_EQ(refusal_of(wrong), refused::product_unknown.code);
  wrong = order("r1");
  wrong.keeps_grants_of = AllocationId{7};
  EXPECT_EQ(refusal_of(wrong), refused::promise_unknown.code);
  EXPECT_EQ(refusal_of(order("")), refused::request_is_empty.code);
}

TEST_P(Allocations, what_was_granted_before_lowers_the_cap_and_ranks_a_structure_later) {
  stock_kits(10);
  const auto wanted = need("structure-a", 20, 20);
  EXPECT_EQ(granted(allocate("r1"), wanted), 10);
  stock_kits(30);
  const auto newcomer = need("structure-b", 20, 20);
  const auto id = propose(order("r2"));
  const auto lines = ask([&](Reader& reader) { return list_lines(reader, id); });
  EXPECT_EQ(lines.front().earlier, 10);
  EXPECT_EQ(lines.front().cap, 10);
  EXPECT_EQ(lines.front().past, 10);
  EXPECT_EQ(granted(id, wanted), 10);
  EXPECT_EQ(granted(id, newcomer), 20);
}

TEST_P(Allocations, keeps_a_promise_when_stock_and_needs_change) {
  stock_kits(10);
  const auto promised = need("structure-a", 10, 10);
  const auto first = propose(order("r1"));
  EXPECT_EQ(granted(first, promised), 10);
  need("structure-b", 90, 90);
  EXPECT_EQ(granted(propose(order("r2")), promised), 1);
  auto keeping = order("r3");
  keeping.keeps_grants_of = first;
  EXPECT_EQ(granted(propose(keeping), promised), 10);
}

TEST_P(Allocations, a_departement_has_its_floor_whatever_the_weight_of_others) {
  stock_kits(10);
  people::OrganisationDraft draft;
  draft.code = "structure-corse";
  draft.name = "Corse";
  draft.departement = "2A";
  write([&](Transaction& transaction) {
    const auto saved = people::save_organisation(transaction, permit(), sample().programme, draft);
    EXPECT_TRUE(people::change_accreditation(transaction, permit(), saved->id, people::Accreditation::accredited,
                                             std::nullopt, "essai"));
  });
  const auto small = need("structure-corse", 5, 5);
  need("structure-a", 500, 500);
  EXPECT_EQ(granted(propose(order("r1")), small), 0);
  auto floors = order("r2");
  floors.policy.departement_floor = 3;
  EXPECT_EQ(granted(propose(floors), small), 3);
}

TEST_P(Allocations, a_structure_is_served_from_one_depot_when_one_has_it_all) {
  for (const auto* code : {"feature_phone", "sim_card", "top_up"}) {
    stock(sample().depot, code, 5);
    stock(second_depot_, code, 20);
  }
  need("structure-a", 12, 12);
  need("structure-b", 5, 5);
  const auto id = allocate("r1");
  const auto made = reservations(id);
  ASSERT_EQ(made.size(), 6U);
  for (const auto& one : made)
    EXPECT_EQ(one.depot, one.structure == sample().structure ? second_depot_ : sample().depot);
}

TEST_P(Allocations, kits_of_a_structure_are_kept_whole_per_depot_and_only_the_rest_is_split) {
  for (const auto* code : {"feature_phone", "sim_card"}) stock(sample().depot, code, 6);
  stock(sample().depot, "top_up", 4);
  for (const auto* code : {"feature_phone", "sim_card"}) stock(second_depot_, code, 4);
  stock(second_depot_, "top_up", 6);
  need("structure-a", 10, 10);
  std::map<std::pair<OrganisationId, KindId>, std::int64_t> taken;
  for (const auto& one : reservations(allocate("r1"))) taken[{one.depot, one.kind}] += one.quantity;
  EXPECT_EQ((taken[{sample().depot, kind("top_up")}]), 4);
  EXPECT_EQ((taken[{sample().depot, kind("feature_phone")}]), 6);
  EXPECT_EQ((taken[{second_depot_, kind("feature_phone")}]), 4);
  EXPECT_EQ((taken[{second_depot_, kind("top_up")}]), 6);
}

TEST_P(Allocations, composes_kits_with_the_fewest_substitutes_or_not_at_all) {
  const auto kit = product("phone_kit");
  const std::vector<catalogue::Part> at_hand{
      {kind("feature_phone"), 2}, {kind("smartphone"), 2}, {kind("sim_card"), 3}, {kind("top_up"), 3}};
  const auto three = compose(sample().catalogue, kit, 3, at_hand);
  ASSERT_TRUE(three.has_value());
  const std::vector<Portion> expected{{kind("feature_phone"), kind("feature_phone"), 2},
                                      {kind("feature_phone"), kind("smartphone"), 1},
                                      {kind("sim_card"), kind("sim_card"), 3},
                                      {kind("top_up"), kind("top_up"), 3}};
  EXPECT_EQ(*three, expected);
  EXPECT_FALSE(compose(sample().catalogue, kit, 4, at_hand));
  EXPECT_EQ(most_units(sample().catalogue, kit, at_hand), 3);
  EXPECT_EQ(most_units(sample().catalogue, kit, {}), 0);
}

TEST(AllocationRefusals, have_a_code_of_their_own_and_both_languages) {
  std::vector<std::string_view> codes;
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("allocation."));
    EXPECT_FALSE(reason->french.empty() || reason->english.empty());
    EXPECT_EQ(std::count(codes.begin(), codes.end(), reason->code), 0);
    codes.push_back(reason->code);
  }
}

RELAIS_ON_BOTH_ENGINES(Allocations);

}  // namespace
}  // namespace relais::allocation
