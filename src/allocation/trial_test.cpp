#include "allocation/trial.hpp"

#include "allocation/compare.hpp"
#include "allocation/refusals.hpp"
#include "allocation/way_test.hpp"

namespace relais::allocation {
namespace {

class Trials : public testing::Way {
 protected:
  AllocationId try_policy(const std::string& request, AllocationId of, const Policy& policy) {
    const auto tried = propose_trial(database(), permit(), {request, of, policy});
    EXPECT_TRUE(tried) << tried.refusal().message(base::Language::english);
    return tried ? tried->id : AllocationId{};
  }
  Allocation get(AllocationId id) {
    return ask([&](Reader& reader) { return get_allocation(reader, id); });
  }
  std::vector<ComparedStructure> compared(AllocationId first, AllocationId second, const ComparedFilter& filter = {}) {
    return ask([&](Reader& reader) { return list_compared(reader, first, second, filter); });
  }
  std::vector<ComparedStructure> compared_by_code(AllocationId first, AllocationId second) {
    return ask([&](Reader& reader) { return list_compared_by_code(reader, first, second); });
  }
  static std::string codes(const std::vector<ComparedStructure>& structures) {
    std::string text;
    for (const auto& one : structures) text += one.code + " ";
    return text;
  }
};

TEST_P(Trials, compute_the_same_inputs_under_another_policy_and_touch_nothing) {
  stock_kits(10);
  const auto vital = need("structure-a", 10, 10, "phone_kit", Urgency::vital), normal = need("structure-b", 40, 40);
  const auto proposal = propose(order("r1"));
  EXPECT_EQ(granted(proposal, vital), 5);
  // What happens after the proposal is no part of the trial.
  stock_kits(100);
  Policy tiers;
  tiers.normal.tier = 1;
  const auto trial = try_policy("t1", proposal, tiers);
  EXPECT_EQ(granted(trial, vital), 10);
  EXPECT_EQ(granted(trial, normal), 0);
  EXPECT_EQ(get(trial).state, State::trial);
  EXPECT_EQ(get(trial).trial_of, proposal);
  EXPECT_EQ(get(trial).policy, tiers);
  EXPECT_EQ(get(proposal).state, State::proposed) << "a trial supersedes nothing";
  EXPECT_TRUE(approve("a1", trial).refusal().is(refused::is_a_trial));
  EXPECT_FALSE(ask([&](Reader& reader) { return find_difference_when_recomputed(reader, trial); }));
  EXPECT_EQ(balance(ledger::AccountKind::reserved, sample().depot, "top_up"), 0);
}

TEST_P(Trials, may_change_what_serves_what_and_the_floor_of_a_departement) {
  for (const auto* code : {"sim_card", "top_up"}) stock(sample().depot, code, 10);
  stock(sample().depot, "feature_phone", 6);
  stock(sample().depot, "smartphone", 4);
  const auto wanted = need("structure-a", 10, 10);
  auto strict = order("r1");
  strict.policy.substitutes = false;
  const auto proposal = propose(strict);
  EXPECT_EQ(granted(proposal, wanted), 6);
  EXPECT_EQ(granted(try_policy("t1", proposal, Policy{}), wanted), 10);
  Policy none;
  none.serves = {{"smartphone", {}}};
  EXPECT_EQ(granted(try_policy("t2", proposal, none), wanted), 6);
  Policy floors;
  floors.departement_floor = 3;
  const auto with_floor = try_policy("t3", proposal, floors);
  const auto lines = ask([&](Reader& reader) { return list_lines(reader, with_floor); });
  EXPECT_EQ(lines.front().guarantee.departement, 3);
}

TEST_P(Trials, the_same_request_acts_once_and_unknown_names_are_refused) {
  stock_kits(10);
  need("structure-a", 10, 10);
  const auto proposal = propose(order("r1"));
  const auto trial = try_policy("t1", proposal, Policy{});
  EXPECT_EQ(try_policy("t1", proposal, Policy{}), trial);
  Policy other;
  other.substitutes = false;
  EXPECT_TRUE(propose_trial(database(), permit(), {"t1", proposal, other}).refusal().is(refused::request_reused));
  other.serves = {{"no_such", {}}};
  EXPECT_TRUE(propose_trial(database(), permit(), {"t2", proposal, other}).refusal().is(refused::kind_unknown));
  EXPECT_TRUE(propose_trial(database(), permit(), {"t2", AllocationId{7}}).refusal().is(refused::allocation_unknown));
}

TEST_P(Trials, are_compared_structure_by_structure_and_departement_by_departement) {
  stock_kits(10);
  need("structure-a", 10, 10, "phone_kit", Urgency::vital);
  need("structure-b", 40, 40);
  const auto proposal = propose(order("r1"));
  Policy tiers;
  tiers.normal.tier = 1;
  const auto trial = try_policy("t1", proposal, tiers);
  const auto structures = compared(proposal, trial);
  ASSERT_EQ(structures.size(), 2U);
  EXPECT_EQ(structures[0].code, "structure-a");
  EXPECT_EQ(structures[0].figures, (ComparedFigures{10, 10, 5, 10}));
  EXPECT_EQ(structures[1].figures, (ComparedFigures{40, 40, 5, 0}));
  const auto found = ask([&](Reader& reader) { return compare(reader, proposal, trial); });
  EXPECT_EQ(found.structures, 2);
  EXPECT_EQ(found.gaining, 1);
  EXPECT_EQ(found.losing, 1);
  ASSERT_EQ(found.departements.size(), 1U);
  EXPECT_EQ(found.departements[0].departement, "64");
  EXPECT_EQ(found.departements[0].structures, 2);
  EXPECT_EQ(found.departements[0].gaining, 1);
  EXPECT_EQ(found.departements[0].losing, 1);
  EXPECT_EQ(found.total, (ComparedFigures{50, 50, 10, 10}));
  EXPECT_EQ(render_csv(structures, base::Language::english),
            "code,structure,departement,people,asked,granted_before,granted_after,difference\r\n"
            "structure-a,Essai structure-a,64,10,10,5,10,5\r\n"
            "structure-b,Essai structure-b,64,40,40,5,0,-5\r\n");
  EXPECT_TRUE(compared(proposal, trial, {.departement = "2A"}).empty());
}

TEST_P(Trials, are_compared_page_by_page_the_largest_differences_first) {
  stock_kits(30);
  need("structure-a", 20, 20);
  need("structure-b", 20, 20);
  need("structure-b", 10, 10, "top_up");
  for (const auto* code : {"structure-c", "structure-d"}) {
    write([&](Transaction& transaction) { sample_->add_structure(transaction, code); });
    need(code, 10, 10);
  }
  const auto first = propose(order("r1"));
  need("structure-b", 20, 20, "phone_kit", Urgency::vital);
  need("structure-d", 10, 10, "phone_kit", Urgency::high);
  const auto second = propose(order("r2"));
  const auto all = compared(first, second);
  ASSERT_EQ(all.size(), 4U);
  for (std::size_t at = 1; at < all.size(); ++at)
    EXPECT_GE(std::abs(all[at - 1].figures.difference()), std::abs(all[at].figures.difference()));
  // Two by two, the same ones.
  const auto page = compared(first, second, {.structures_max = 2});
  ASSERT_EQ(page.size(), 2U);
  const auto next = compared(first, second, {.after = page.back().code, .structures_max = 2});
  ASSERT_EQ(next.size(), 2U);
  EXPECT_EQ(codes(page) + codes(next), codes(all));
  EXPECT_TRUE(compared(first, second, {.after = all.back().code}).empty());
  for (const auto change : {Change::gains, Change::loses})
    for (const auto& one : compared(first, second, {.change = change}))
      EXPECT_EQ(one.figures.difference() > 0, change == Change::gains) << one.code;
  EXPECT_EQ(compared(first, second, {.change = Change::gains}).front().code, "structure-b");
  EXPECT_EQ(codes(compared_by_code(first, second)), "structure-a structure-b structure-c structure-d ");
}

TEST_P(Trials, a_structure_that_only_one_side_has_counts_as_nothing_on_the_other) {
  stock_kits(10);
  need("structure-a", 10, 10);
  const auto first = propose(order("r1"));
  need("structure-b", 10, 10);
  const auto second = propose(order("r2"));
  const auto there = compared_by_code(first, second);
  ASSERT_EQ(there.size(), 2U);
  EXPECT_EQ(there[1].figures.before, 0);
  EXPECT_EQ(there[1].figures.after,
            granted(second, ask([&](Reader& reader) { return list_lines(reader, second).back().need; })));
  const auto back = compared_by_code(second, first);
  EXPECT_EQ(back[1].figures.after, 0);
  EXPECT_EQ(back[1].figures.asked, 10);
}

RELAIS_ON_BOTH_ENGINES(Trials);

}  // namespace
}  // namespace relais::allocation
