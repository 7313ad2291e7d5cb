#include "fairness/check_plan.hpp"

#include <algorithm>
#include <functional>

#include <gtest/gtest.h>

#include "fairness/random_instance_test.hpp"

namespace relais::fairness {
namespace {

/// Two kits share top-ups; b is cut short, c has a substitute.
Instance checked_round() {
  return {5,
          {{"feature_phone", 10}, {"smartphone", 4}, {"top_up", 11}},
          {{"phone", {0, 1}}, {"smart", {1}}, {"credit", {2}}},
          {{"kit", 1, {{{0, 1}, {2, 1}}}}, {"smart_kit", 1, {{{1, 1}, {2, 1}}}}},
          {{"a", 0, 0, 60, 9, 0, 0}, {"b", 0, 0, 20, 9, 0, 1}, {"c", 1, 0, 30, 3, 1, 0}}};
}

/// The relaxation makes three kits of these pairs; in whole numbers there are two.
Instance pairs(std::int64_t of_each) {
  return {1,
          {{"blue", of_each}, {"red", of_each}},
          {{"blue", {0}}, {"red", {1}}},
          {{"pair", 1, {{{0, 2}}, {{1, 2}}}}},
          {{"a", 0, 0, 2, of_each, 0, 0}, {"b", 0, 0, 1, of_each, 0, 0}}};
}

std::string faults_of(const Instance& instance, const Plan& plan) {
  std::string text;
  for (const auto& fault : check_plan(instance, plan).faults)
    text += (text.empty() ? "" : "; ") + fault.message(base::Language::english);
  return text;
}

struct Planted {
  std::function<void(Plan&)> error;
  const char* fault;  ///< among those found
};

void expect_each_is_caught(const Instance& instance, const std::vector<Planted>& planted) {
  const auto plan = solve(instance);
  ASSERT_TRUE(plan.ok());
  ASSERT_EQ(faults_of(instance, *plan), "");
  for (const auto& one : planted) {
    auto wrong = *plan;
    one.error(wrong);
    const auto faults = faults_of(instance, wrong);
    EXPECT_NE(faults.find(one.fault), std::string::npos) << one.fault << " is not among: " << faults;
  }
}

TEST(CheckPlan, names_a_figure_that_is_planted_wrong) {
  expect_each_is_caught(
      checked_round(),
      {{[](Plan& wrong) { ++wrong.granted[1]; }, "refusal 0 is not the next block of its line"},
       {[](Plan& wrong) { --wrong.granted[0]; }, "is not the last block"},
       {[](Plan& wrong) { wrong.granted[0] = 10; }, "line a is out of its bounds"},
       {[](Plan& wrong) { wrong.granted[2] = 0; }, "line c is out of its bounds"},
       {[](Plan& wrong) { --wrong.granted[2]; }, "is not the last block"},
       {[](Plan& wrong) { wrong.granted[0] = -1; }, "line a is out of its bounds"},
       {[](Plan& wrong) { wrong.granted[0] = INT64_MAX; }, "line a is out of its bounds"},
       {[](Plan& wrong) { wrong.granted.pop_back(); }, "not one figure per line"},
       {[](Plan& wrong) { ++wrong.classes[0].granted; }, "the sums of class 0 are wrong"},
       {[](Plan& wrong) { ++wrong.classes[0].asked; }, "the sums of class 0 are wrong"},
       {[](Plan& wrong) { wrong.classes[0].tier = 1; }, "class 1 does not follow in the order"},
       {[](Plan& wrong) { wrong.classes[0].tier = 100; }, "class 0 has no such tier or product"},
       {[](Plan& wrong) { wrong.classes[0].product = 7; }, "class 0 has no such tier or product"},
       {[](Plan& wrong) { wrong.classes.pop_back(), wrong.routing.clear(); }, "there is no class for line c"},
       {[](Plan& wrong) {
          wrong.classes.push_back({5, 0, 0, 0, {}, {}});
        },
        "class 2 has no line"},
       {[](Plan& wrong) { wrong.classes[0].closure.reset(); }, "refusal 0 and its class do not match"},
       {[](Plan& wrong) { wrong.classes[0].closure = 9; }, "class 0 and its refusal do not match"},
       {[](Plan& wrong) { wrong.classes[0].cutoff.reset(); }, "is served beyond the cutoff of its class"},
       {[](Plan& wrong) { ++wrong.classes[0].cutoff->key.numerator; }, "the cutoff of class 0 is not the last block"},
       {[](Plan& wrong) { wrong.classes[0].cutoff->line = 99; }, "the cutoff of class 0 is not the last block"}});
}

TEST(CheckPlan, names_a_route_that_is_planted_wrong) {
  expect_each_is_caught(
      checked_round(), {{[](Plan& wrong) { --wrong.routing[0].quantity; }, "recipe 0 of class 0 is not whole"},
                        {[](Plan& wrong) { wrong.routing[0].quantity += 1'000'000; }, "more than the stock of"},
                        {[](Plan& wrong) { wrong.routing[0].quantity = INT64_MAX; }, "a route names what is not there"},
                        {[](Plan& wrong) { wrong.routing[0].recipe = 3; }, "a route names what is not there"},
                        {[](Plan& wrong) { wrong.routing[0].kind = 0; }, "credit does not accept feature_phone"},
                        {[](Plan& wrong) { wrong.routing.clear(); }, "the recipes of class 0 do not add up"},
                        {[](Plan& wrong) { ++wrong.substitutions; }, "substitutions are miscounted"},
                        {[](Plan& wrong) { ++wrong.other_recipes; }, "other recipes are miscounted"}});
}

TEST(CheckPlan, names_a_refusal_that_is_planted_wrong) {
  expect_each_is_caught(
      checked_round(),
      {{[](Plan& wrong) { ++wrong.closures[0].demand[0]; }, "refusal 0: the demand is another"},
       {[](Plan& wrong) { wrong.closures[0].demand.clear(); }, "refusal 0 has not one demand per product"},
       {[](Plan& wrong) { wrong.closures[0].prices.assign(3, 1); }, "refusal 0: what ran out is something else"},
       {[](Plan& wrong) {
          wrong.closures[0].prices = {1, 1, 0};
        },
        "refusal 0: the prices prove nothing"},
       {[](Plan& wrong) { wrong.closures[0].prices.assign(3, INT64_MAX); }, "refusal 0: the prices prove nothing"},
       {[](Plan& wrong) { wrong.closures[0].prices.assign(3, -1); }, "refusal 0: a price is negative"},
       {[](Plan& wrong) { wrong.closures[0].binding.clear(); }, "refusal 0: what ran out is something else"},
       {[](Plan& wrong) { wrong.closures[0].binding = {9}; }, "refusal 0: what ran out is not a list of kinds by id"},
       {[](Plan& wrong) { ++wrong.closures[0].refused.units; }, "refusal 0 is not the next block of its line"},
       {[](Plan& wrong) { ++wrong.closures[0].refused.key.numerator; }, "refusal 0 is not the next block of its line"},
       {[](Plan& wrong) { wrong.closures[0].refused.line = 99; }, "refusal 0 names a line outside its class"},
       {[](Plan& wrong) { wrong.closures[0].class_index = 9; }, "do not match"}});
}

TEST(CheckPlan, names_refusals_that_are_out_of_their_order) {
  const Instance instance{1,
                          {{"x", 3}, {"y", 3}},
                          {{"x", {0}}, {"y", {1}}},
                          {{"p", 1, {{{0, 1}}}}, {"q", 1, {{{1, 1}}}}},
                          {{"a", 0, 0, 9, 5, 0, 0}, {"b", 1, 0, 8, 5, 0, 0}}};
  expect_each_is_caught(instance, {{[](Plan& wrong) {
                                      std::swap(wrong.closures.at(0), wrong.closures.at(1));
                                      std::swap(wrong.classes[0].closure, wrong.classes[1].closure);
                                    },
                                    "refusal 1 comes before the one that precedes it"}});
}

/// Five kits, of which four can have a SIM card, and three a feature phone.
Instance five_kits() {
  return {1,
          {{"feature_phone", 3}, {"smartphone", 9}, {"sim", 4}},
          {{"phone", {0, 1}}, {"sim", {2}}},
          {{"kit", 1, {{{0, 1}, {1, 1}}, {{0, 1}}}}},
          {{"a", 0, 0, 1, 5, 0, 0}}};
}

/// One unit, by a smartphone that stands in for a feature phone, or by another recipe.
Instance one_unit() {
  return {1,
          {{"feature_phone", 0}, {"smartphone", 1}, {"tablet", 1}},
          {{"phone", {0, 1}}, {"tablet", {2}}},
          {{"device", 1, {{{0, 1}}, {{1, 1}}}}},
          {{"a", 0, 0, 1, 1, 0, 0}}};
}

/// Three units, each a pair of one colour, of which there are three each: whatever the recipes, one white stands in.
/// Cut in two, no pair would need it.
Instance three_pairs() {
  return {1,
          {{"blue", 3}, {"red", 3}, {"white", 9}},
          {{"blue", {0, 2}}, {"red", {1, 2}}},
          {{"pair", 1, {{{0, 2}}, {{1, 2}}}}},
          {{"a", 0, 0, 1, 3, 0, 0}}};
}

TEST(CheckPlan, names_a_claim_of_the_fewest_that_is_planted_wrong) {
  constexpr auto no_proof = "fewest_substitutions: the prices prove nothing";
  constexpr auto another = "is neither what its prices prove, nor possible with";
  expect_each_is_caught(five_kits(), {{[](Plan& wrong) { ++wrong.fewest_substitutions.at_least; }, another},
                                      {[](Plan& wrong) { --wrong.fewest_substitutions.at_least; }, another},
                                      {[](Plan& wrong) { ++wrong.fewest_other_recipes.at_least; }, another},
                                      {[](Plan& wrong) { --wrong.fewest_other_recipes.at_least; }, another},
                                      {[](Plan& wrong) { wrong.fewest_substitutions.per_substitution = 0; }, no_proof},
                                      {[](Plan& wrong) { wrong.fewest_substitutions.per_other_recipe = 1; }, no_proof},
                                      {[](Plan& wrong) { wrong.fewest_substitutions.prices[0] = -1; }, no_proof},
                                      {[](Plan& wrong) { wrong.fewest_substitutions.prices[0] = INT64_MAX; }, no_proof},
                                      {[](Plan& wrong) { wrong.fewest_substitutions.prices.pop_back(); }, no_proof},
                                      {[](Plan& wrong) { wrong.fewest_other_recipes.per_other_recipe = 0; },
                                       "fewest_other_recipes: the prices prove nothing"}});
}

TEST(CheckPlan, finds_a_choice_of_recipes_that_would_save_a_substitution) {
  auto plan = *solve(one_unit());
  ASSERT_EQ(plan.substitutions, 0);
  ASSERT_EQ(plan.other_recipes, 1);
  plan.routing = {{0, 0, 0, 1, 1}};
  plan.other_recipes = 0;
  plan.fewest_other_recipes = {};
  plan.substitutions = plan.fewest_substitutions.at_least = 1;
  EXPECT_EQ(faults_of(one_unit(), plan), "fewer substitutions would do");
  plan.fewest_substitutions.at_least = 0;
  EXPECT_EQ(faults_of(one_unit(), plan), "");
  EXPECT_EQ(check_plan(one_unit(), plan).substitutions, Certainty::not_claimed);
}

TEST(CheckPlan, says_how_it_knows_that_a_plan_has_the_fewest) {
  const auto by_prices = check_plan(five_kits(), *solve(five_kits()));
  EXPECT_EQ(by_prices.substitutions, Certainty::by_prices);
  EXPECT_EQ(by_prices.other_recipes, Certainty::by_prices);
  const auto plan = *solve(three_pairs());
  EXPECT_EQ(plan.substitutions, 1);
  EXPECT_EQ(check_plan(three_pairs(), plan).substitutions, Certainty::by_search);
}

TEST(CheckPlan, finds_the_routing_that_a_false_refusal_without_prices_denies) {
  const auto poor = pairs(5), rich = pairs(7);
  const auto plan = solve(poor);
  ASSERT_TRUE(plan.ok());
  auto check = check_plan(poor, *plan);
  EXPECT_TRUE(check.faults.empty());
  EXPECT_EQ(check.refusals_searched, 1U);
  EXPECT_EQ(check.refusals_proved + check.refusals_on_trust, 0U);
  auto richer = poor;
  richer.kinds = rich.kinds;
  EXPECT_NE(faults_of(richer, *plan).find("refusal 0: the block would have fitted"), std::string::npos);
}

TEST(CheckPlan, says_how_many_refusals_it_could_not_search) {
  // Six odd stocks, of which every unit takes a pair: far more choices than are tried.
  Instance instance{1, {}, {}, {{"kit", 1, {}}, {"box", 1, {}}}, {}};
  for (std::uint32_t at = 0; at < 6; ++at) {
    instance.kinds.push_back({"k" + std::to_string(at), 20'001});
    instance.components.push_back({"c" + std::to_string(at), {at}});
    instance.products[at % 2].recipes.push_back({{at, 2}});
    instance.products[1 - at % 2].recipes.push_back({{at, 2}});
  }
  instance.lines = {{"a", 0, 0, 3, 50'000, 0, 0}, {"b", 1, 0, 2, 50'000, 0, 0}};
  const auto plan = solve(instance);
  ASSERT_TRUE(plan.ok()) << plan.refusal().message(base::Language::english);
  const auto check = check_plan(instance, *plan);
  EXPECT_TRUE(check.faults.empty());
  EXPECT_EQ(check.refusals_searched, 0U);
  EXPECT_EQ(check.refusals_on_trust, plan->closures.size());
}

TEST(CheckPlan, finds_a_substitution_that_an_exchange_would_save) {
  // b takes the feature phone that a could have, a the smartphone.
  const Instance instance{1,
                          {{"feature", 1}, {"smart", 1}},
                          {{"any", {0, 1}}, {"smart_first", {1, 0}}},
                          {{"p", 1, {{{0, 1}}}}, {"q", 1, {{{1, 1}}}}},
                          {{"a", 0, 0, 1, 1, 0, 0}, {"b", 1, 0, 1, 1, 0, 0}}};
  auto plan = *solve(instance);
  ASSERT_EQ(plan.substitutions, 0);
  std::swap(plan.routing[0].kind, plan.routing[1].kind);
  plan.substitutions = 2;
  EXPECT_EQ(faults_of(instance, plan), "fewer substitutions would do");
}

TEST(CheckPlan, accepts_numbers_at_their_limits) {
  Instance instance{1, {{"phone", quantity_max}}, {{"any", {0}}}, {{"p", 1, {{{0, 1}}}}}, {}};
  instance.lines = {{"heavy", 0, 0, weight_max, quantity_max, 0, quantity_max},
                    {"light", 0, 0, 1, quantity_max, 0, 0},
                    {"late", 0, 0, 1, quantity_max, 0, quantity_max}};
  const auto plan = solve(instance);
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(faults_of(instance, *plan), "");
}

/// Any one figure of a plan, moved by one.
std::vector<std::int64_t*> figures(Plan& plan) {
  std::vector<std::int64_t*> all{&plan.substitutions, &plan.other_recipes, &plan.fewest_substitutions.at_least,
                                 &plan.fewest_other_recipes.at_least};
  const auto block = [&](Block& one) { all.insert(all.end(), {&one.units, &one.key.numerator, &one.key.denominator}); };
  for (auto& units : plan.granted) all.push_back(&units);
  for (auto& one : plan.classes) {
    all.insert(all.end(), {&one.asked, &one.granted});
    if (one.cutoff) block(*one.cutoff);
  }
  for (auto& one : plan.closures) {
    block(one.refused);
    for (auto& units : one.demand) all.push_back(&units);
  }
  for (auto& one : plan.routing) all.push_back(&one.quantity);
  return all;
}

TEST(CheckPlan, no_figure_of_a_plan_can_be_moved_by_one_unseen) {
  int moved = 0;
  for (const auto& shape : {Shape{}, lumpy_shape, plain_shape})
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const auto instance = RandomInstance(seed, shape).make();
      auto plan = solve(instance);
      if (!plan.ok()) continue;
      for (auto* figure : figures(plan.value()))
        for (const int by : {1, -1}) {
          *figure += by;
          const auto check = check_plan(instance, *plan);
          const bool claims_less =
              check.substitutions == Certainty::not_claimed || check.other_recipes == Certainty::not_claimed;
          ASSERT_TRUE(!check.faults.empty() || claims_less) << seed << ", by " << by << " to " << *figure;
          *figure -= by;
          ++moved;
        }
    }
  EXPECT_GT(moved, 5'000);
}

}  // namespace
}  // namespace relais::fairness
