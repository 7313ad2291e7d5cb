#include "fairness/instance_json.hpp"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fairness/faults.hpp"
#include "fairness/random_instance_test.hpp"
#include "fairness/refusals.hpp"

namespace relais::fairness {
namespace {

using nlohmann::json;

json example() {
  return json::parse(R"({"seed": 1,
    "stock":      {"feature_phone": 5, "smartphone": 2, "sim_card": 9, "top_up": 6},
    "components": {"phone": ["feature_phone", "smartphone"], "sim": ["sim_card"], "credit": ["top_up"]},
    "products":   {"phone_kit": {"minimum_lot": 1, "recipes": [{"phone": 1, "sim": 1, "credit": 1}]}},
    "lines":      [{"id": "a", "product": "phone_kit", "tier": 0, "weight": 60, "cap": 30, "floor": 0, "past": 0},
                   {"id": "b", "product": "phone_kit", "tier": 0, "weight": 20, "cap": 30}]})");
}

std::string refusal_of(const json& instance) {
  const auto plan = solve_json(instance.dump());
  if (plan.ok()) return "solved";
  return plan.refusal().message(base::Language::english);
}

TEST(InstanceJson, shares_six_kits_in_proportion_and_says_what_ran_out) {
  const auto text = solve_json(example().dump());
  ASSERT_TRUE(text.ok());
  const auto plan = json::parse(*text);
  EXPECT_EQ(plan["lines"][0]["granted"], 5);
  EXPECT_EQ(plan["lines"][1]["granted"], 1);
  EXPECT_EQ(plan["lines"][0]["level"], json({9, 60}));
  EXPECT_EQ(plan["lines"][0]["next"], json({11, 60}));
  EXPECT_EQ(plan["classes"][0]["cutoff"], json({9, 60}));
  EXPECT_EQ(plan["classes"][0]["binding"], json({"top_up"}));
  EXPECT_EQ(plan["certificate"]["substitutions"], 1);
  EXPECT_EQ(plan["certificate"]["refusals"][0]["demand"], json({{"phone_kit", 7}}));
  EXPECT_EQ(plan["certificate"]["refusals"][0]["prices"], json({{"top_up", 1}}));
}

struct BadInput {
  const char* pointer;
  json value;  ///< null removes the field
  const char* refusal;
};

TEST(InstanceJson, refuses_bad_input_with_the_place_and_the_reason) {
  const BadInput table[] = {
      {"/colour", "red", "/colour: unknown field. Remove it."},
      {"/lines/1/colour", "red", "/lines/1/colour: unknown field. Remove it."},
      {"/products/phone_kit/colour", "red", "/products/phone_kit/colour: unknown field. Remove it."},
      {"/seed", nullptr, "/: the field \"seed\" is missing."},
      {"/seed", -1, "/seed: 0, 1, 2… is needed here."},
      {"/lines/0/weight", nullptr, "/lines/0: the field \"weight\" is missing."},
      {"/lines/0/weight", 1.5, "/lines/0/weight (a): 0, 1, 2… is needed here."},
      {"/lines/0/weight", "60", "/lines/0/weight (a): 0, 1, 2… is needed here."},
      {"/lines/0/weight", 0, "/lines/0/weight (a): 0 is not between 1 and 1000000000."},
      {"/lines/0/cap", -1, "/lines/0/cap (a): -1 is not between 0 and 1000000000."},
      {"/lines/0/cap", 18446744073709551615U,
       "/lines/0/cap (a): 18446744073709551615 is not between 0 and 9223372036854775807."},
      {"/lines/0/tier", 4294967296, "/lines/0/tier (a): 4294967296 is not between 0 and 99."},
      {"/lines/1/floor", 31, "/lines/1/floor (b): the floor 31 is above the cap 30."},
      {"/lines/1/floor", 7, "/lines: the stock does not cover the floors. What is short: top_up."},
      {"/lines/1/past", 1000000001, "/lines/1/past (b): 1000000001 is not between 0 and 1000000000."},
      {"/lines/1/id", "a", "/lines/1/id (a): the id \"a\" is used twice."},
      {"/lines/1/id", 7, "/lines/1/id: \"…\" is needed here."},
      {"/lines/1/product", "tent", "/lines/1/product (b): \"tent\" is declared nowhere."},
      {"/lines/1", 7, "/lines/1: {} is needed here."},
      {"/lines", json::object(), "/lines: [] is needed here."},
      {"/stock/a~1b", -1, "/stock/a~1b: -1 is not between 0 and 1000000000."},
      {"/components/phone", json::array(), "/components/phone: this component accepts no item kind."},
      {"/components/phone/1", "tent", "/components/phone/1: \"tent\" is declared nowhere."},
      {"/components/phone/1", "feature_phone", "/components/phone/1: \"feature_phone\" is listed twice."},
      {"/products/phone_kit/recipes", json::array(), "/products/phone_kit/recipes: this product has no recipe."},
      {"/products/phone_kit/recipes/0", json::object(), "/products/phone_kit/recipes/0: this recipe is empty."},
      {"/products/phone_kit/recipes/0/sim", 0, "/products/phone_kit/recipes/0/sim: 0 is not between 1 and 1000."},
      {"/products/phone_kit/recipes/0/tent", 1, "/products/phone_kit/recipes/0/tent: \"tent\" is declared nowhere."},
      {"/products/phone_kit/minimum_lot", 0, "/products/phone_kit/minimum_lot: 0 is not between 1 and 1000000000."},
  };
  for (const auto& bad : table) {
    auto instance = example();
    const json::json_pointer pointer(bad.pointer);
    if (bad.value.is_null())
      instance[pointer.parent_pointer()].erase(pointer.back());
    else
      instance[pointer] = bad.value;
    EXPECT_EQ(refusal_of(instance), bad.refusal);
  }
}

TEST(InstanceJson, refuses_what_is_not_json_and_a_field_given_twice) {
  for (const char* text : {"", "{", "[1,", "{\"seed\": 01}", "\xFF", "nul"}) {
    const auto plan = solve_json(text);
    ASSERT_FALSE(plan.ok()) << text;
    EXPECT_TRUE(plan.refusal().is(refusals::not_json)) << text;
  }
  EXPECT_FALSE(solve_json("[]").ok());
  const auto twice =
      solve_json(R"({"seed": 1, "seed": 2, "stock": {}, "components": {}, "products": {}, "lines": []})");
  ASSERT_FALSE(twice.ok());
  EXPECT_TRUE(twice.refusal().is(refusals::duplicate_id));
}

TEST(InstanceJson, refuses_a_number_that_no_computer_number_holds) {
  const auto plan = solve_json(R"({"seed": )" + std::string(400, '8') + "}");
  ASSERT_FALSE(plan.ok());
  EXPECT_EQ(plan.refusal().message(base::Language::english),
            "/: 88888888888888888888… is not between 0 and 9223372036854775807.");
  EXPECT_TRUE(solve_json("1e999").refusal().is(refusals::out_of_range));
}

TEST(InstanceJson, shares_nothing_among_nobody) {
  const auto plan = solve_json(R"({"seed": 1, "stock": {}, "components": {}, "products": {}, "lines": []})");
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(json::parse(*plan)["lines"], json::array());
}

TEST(InstanceJson, what_it_writes_it_reads_back_to_the_same_plan) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto instance = RandomInstance(seed, Shape{}).make();
    const auto text = render_instance(instance);
    const auto again = parse_instance(text);
    ASSERT_TRUE(again.ok()) << again.refusal().message(base::Language::english);
    EXPECT_EQ(render_instance(*again), text);
    const auto plan = solve(instance), plan_again = solve(*again);
    ASSERT_EQ(plan.ok(), plan_again.ok());
    if (!plan.ok()) continue;
    EXPECT_EQ(render_plan(instance, *plan), render_plan(*again, *plan_again));
  }
}

TEST(Refusals, every_reason_and_every_fault_has_its_own_code_and_both_languages) {
  std::set<std::string_view> codes;
  std::vector<const base::RefusalReason*> reasons(std::begin(refusals::all), std::end(refusals::all));
  reasons.insert(reasons.end(), std::begin(faults::all), std::end(faults::all));
  for (const auto* reason : reasons) {
    EXPECT_TRUE(codes.insert(reason->code).second) << reason->code;
    EXPECT_TRUE(reason->code.starts_with("fairness."));
    const base::Refusal refusal(*reason, {"a", "b", "c", "d"});
    EXPECT_FALSE(refusal.message(base::Language::french).empty());
    EXPECT_NE(refusal.message(base::Language::french), refusal.message(base::Language::english));
  }
}

}  // namespace
}  // namespace relais::fairness
