#include "fairness/written_plan.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fairness/instance_json.hpp"
#include "fairness/random_instance_test.hpp"

namespace relais::fairness {
namespace {

using nlohmann::json;

/// Top-ups run out for kits; a second product has a lot and a floor.
const json& written_instance() {
  static const auto instance = json::parse(R"({"seed": 1,
    "stock":      {"feature_phone": 5, "smartphone": 2, "sim_card": 9, "top_up": 6},
    "components": {"phone": ["feature_phone", "smartphone"], "sim": ["sim_card"], "credit": ["top_up"]},
    "products":   {"phone_kit": {"recipes": [{"phone": 1, "sim": 1, "credit": 1}]},
                   "sim":       {"minimum_lot": 2, "recipes": [{"sim": 1}]}},
    "lines":      [{"id": "a", "product": "phone_kit", "tier": 0, "weight": 60, "cap": 30},
                   {"id": "b", "product": "phone_kit", "tier": 0, "weight": 20, "cap": 30, "past": 1},
                   {"id": "c", "product": "sim", "tier": 1, "weight": 5, "cap": 3, "floor": 1}]})");
  return instance;
}

json written_plan() { return json::parse(*solve_json(written_instance().dump())); }

/// What is said of a plan file: why it cannot be read, or its faults.
std::string said_of(const std::string& plan) {
  const auto check = check_json(written_instance().dump(), plan);
  if (!check.ok()) return check.refusal().message(base::Language::english);
  std::string text;
  for (const auto& fault : check->faults) text += (text.empty() ? "" : "; ") + fault.message(base::Language::english);
  return text;
}

TEST(WrittenPlan, what_the_library_writes_passes_its_check) {
  std::size_t checked = 0;
  for (const auto& shape : {Shape{}, lumpy_shape, plain_shape})
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
      const auto instance = RandomInstance(seed, shape).make();
      const auto plan = solve(instance);
      if (!plan.ok()) continue;
      const auto text = render_plan(instance, *plan);
      const auto check = check_json(render_instance(instance), text);
      ASSERT_TRUE(check.ok()) << check.refusal().message(base::Language::english) << text;
      ASSERT_TRUE(check->faults.empty()) << text;
      const auto written = parse_plan(text, instance);
      ASSERT_TRUE(written.ok());
      ASSERT_EQ(render_plan(instance, written->plan), text);
      ++checked;
    }
  EXPECT_GT(checked, 400U);
}

struct WrongPlan {
  const char* pointer;
  json value;  ///< discarded: the field is removed
  const char* said;
};

void expect_each_is_said(const std::vector<WrongPlan>& table) {
  for (const auto& wrong : table) {
    auto plan = written_plan();
    const json::json_pointer pointer(wrong.pointer);
    if (wrong.value.is_discarded())
      plan[pointer.parent_pointer()].erase(pointer.back());
    else
      plan[pointer] = wrong.value;
    const auto said = said_of(plan.dump());
    EXPECT_NE(said.find(wrong.said), std::string::npos) << wrong.pointer << ": " << said;
  }
}

TEST(WrittenPlan, each_figure_that_is_changed_in_the_file_is_named) {
  ASSERT_EQ(said_of(written_plan().dump()), "");
  expect_each_is_said({
      {"/lines/0/granted", 6, "refusal 0 is not the next block of its line"},
      {"/lines/0/granted", 31, "line a is out of its bounds"},
      {"/lines/0/owed", 1, "line a: its owed is wrong"},
      {"/lines/0/unmet", 1, "line a: its unmet is wrong"},
      {"/lines/0/level", json({9, 61}), "line a: its level is wrong"},
      {"/lines/0/level", nullptr, "line a: its level is wrong"},
      {"/lines/0/next", json({1, 60}), "line a: its next is wrong"},
      {"/lines/2/level", nullptr, "line c: its level is wrong"},
      {"/lines/0/end", "met", "line a: its end is wrong"},
      {"/classes/0/asked", 61, "the sums of class 0 are wrong"},
      {"/classes/0/cutoff", json({9, 61}), "/classes/0/cutoff is not the key of the last block"},
      {"/classes/0/cutoff", nullptr, "/classes/0/cutoff is not the key of the last block"},
      {"/classes/0/last/line", "c", "the cutoff of class 0 is not the last block"},
      {"/classes/0/refused/units", 2, "/certificate/refusals/0/refused is not what its class shows"},
      {"/classes/0/binding", json({"sim_card"}), "refusal 0: what ran out is something else"},
      {"/classes/0/binding", json::array(), "refusal 0: what ran out is something else"},
      {"/classes/1/binding", json({"sim_card"}), "/classes/1: something ran out, and nothing was refused"},
      {"/classes/1/refused", json({{"line", "c"}, {"units", 1}, {"key", {1, 1}}}),
       "/classes/1/refused is not in the certificate"},
      {"/routing/0/quantity", 1, "is not whole"},
      {"/routing/0/kind", "smartphone", "credit does not accept smartphone"},
      {"/certificate/substitutions", 0, "substitutions are miscounted"},
      {"/certificate/other_recipes", 1, "other recipes are miscounted"},
      {"/certificate/refusals/0/demand/phone_kit", 8, "refusal 0: the demand is another"},
      {"/certificate/refusals/0/prices/top_up", -1, "refusal 0: a price is negative"},
      {"/certificate/refusals/0/prices", json::object({{"sim_card", 1}}), "refusal 0: the prices prove nothing"},
      {"/certificate/refusals", json::array(), "/classes/0/refused is not in the certificate"},
  });
}

TEST(WrittenPlan, what_is_no_plan_of_the_instance_is_refused_with_the_place_and_the_reason) {
  const json removed(json::value_t::discarded);
  expect_each_is_said({
      {"/colour", "red", "/colour: unknown field. Remove it."},
      {"/lines/0/colour", "red", "/lines/0/colour: unknown field. Remove it."},
      {"/classes/0/last/colour", "red", "/classes/0/last/colour: unknown field. Remove it."},
      {"/certificate", removed, "/: the field \"certificate\" is missing."},
      {"/lines/0/next", removed, "/lines/0: the field \"next\" is missing."},
      {"/lines", json::array(), "/lines: 0 elements, 3 are needed."},
      {"/lines/0/id", "b", "/lines/1/id: the id \"b\" is used twice."},
      {"/lines/0/id", "z", "/lines/0/id: \"z\" is declared nowhere."},
      {"/lines/0/granted", 5.0, "/lines/0/granted: 0, 1, 2… is needed here."},
      {"/lines/0/granted", -1, "/lines/0/granted: -1 is not between 0 and 9223372036854775807."},
      {"/lines/0/end", "lost", "/lines/0/end: \"lost\" is declared nowhere."},
      {"/lines/0/level", json({9}), "/lines/0/level: 1 elements, 2 are needed."},
      {"/lines/0/level", json({9, 0}), "/lines/0/level/1: 0 is not between 1 and"},
      {"/classes/0/cutoff", json({9.0, 60}), "/classes/0/cutoff/0: 0, 1, 2… is needed here."},
      {"/classes/0/tier", 100, "/classes/0/tier: 100 is not between 0 and 99."},
      {"/classes/1/product", "phone_kit", "/routing/4: \"1 sim\" is declared nowhere."},
      {"/classes/1", written_plan()["classes"][0], "/classes/1: the id \"phone_kit\" is used twice."},
      {"/routing/0/tier", 7, "/routing/0: \"7 phone_kit\" is declared nowhere."},
      {"/routing/0/recipe", 16, "/routing/0/recipe: 16 is not between 0 and 15."},
      {"/routing/0/component", "tent", "/routing/0/component: \"tent\" is declared nowhere."},
      {"/certificate/refusals/0/prices/tent", 1, "/certificate/refusals/0/prices/tent: \"tent\" is declared nowhere."},
  });
  EXPECT_EQ(said_of("{"), "Byte 2: here the text stops being JSON.");
  EXPECT_EQ(said_of("[]"), "/: {} is needed here.");
  EXPECT_EQ(said_of(R"({"lines": [], "lines": []})"), "/: the id \"lines\" is used twice.");
}

TEST(WrittenPlan, an_instance_out_of_range_is_refused_before_its_plan_is_read) {
  auto instance = written_instance();
  instance["lines"][0]["weight"] = 0;
  const auto check = check_json(instance.dump(), "{}");
  ASSERT_FALSE(check.ok());
  EXPECT_EQ(check.refusal().message(base::Language::english),
            "/lines/0/weight (a): 0 is not between 1 and 1000000000.");
}

}  // namespace
}  // namespace relais::fairness
