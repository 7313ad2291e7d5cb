#include "fairness/explain.hpp"

#include <gtest/gtest.h>

namespace relais::fairness {
namespace {

using base::Language;

Instance short_of_top_ups() {
  return {1,
          {{"phone", 30}, {"top_up", 13}},
          {{"phone", {0}}, {"credit", {1}}},
          {{"kit", 1, {{{0, 1}, {1, 1}}}}},
          {{"a", 0, 0, 60, 30, 0, 0}, {"b", 0, 0, 5, 2, 1, 0}, {"c", 0, 0, 1, 5, 0, 9}}};
}

TEST(Explain, gives_every_figure_that_a_structure_needs) {
  const auto instance = short_of_top_ups();
  const auto plan = solve(instance);
  ASSERT_TRUE(plan.ok());
  const ReaderWords english{Language::english, 60, [](const auto& id) { return id == "top_up" ? "top-ups" : id; }};
  EXPECT_EQ(explain_line(instance, *plan, 0, english),
            "60 people, weight 60, level 0.383: 12 units. Unit 13 ranks at 0.417; the last one served in this class "
            "ranks at 0.383. What ran out: top-ups. Asked: 30; unmet, and carried into the next round: 18.");
  const ReaderWords french{Language::french, 60, [](const auto& id) { return id == "top_up" ? "recharges" : id; }};
  EXPECT_EQ(
      explain_line(instance, *plan, 0, french),
      "60 personnes, poids 60, niveau 0,383 : 12 unités. L’unité 13 vient au rang 0,417 ; la dernière servie de "
      "cette classe, au rang 0,383. Ce qui a manqué : recharges. Demandé : 30 ; reste à pourvoir, et reporté à la "
      "prochaine vague : 18.");
}

TEST(Explain, says_what_was_owed_and_who_got_nothing) {
  const auto instance = short_of_top_ups();
  const auto plan = solve(instance);
  const auto owed = explain_line(instance, *plan, 1, {Language::english, 1});
  EXPECT_TRUE(owed.starts_with("1 person, weight 5, level 0.200: 1 unit. Of these, owed whatever the rank: 1."));
  const auto nothing = explain_line(instance, *plan, 2, {Language::english, 1});
  EXPECT_TRUE(nothing.starts_with("1 person, weight 1: 0 units. Unit 1 ranks at 19.000;")) << nothing;
}

TEST(Explain, says_that_the_draw_decided_and_that_all_was_granted) {
  const Instance instance{
      1, {{"phone", 1}}, {{"any", {0}}}, {{"p", 1, {{{0, 1}}}}}, {{"a", 0, 0, 1, 1, 0, 0}, {"b", 0, 0, 1, 1, 0, 0}}};
  const auto plan = solve(instance);
  const LineIndex loser = plan->granted[0] == 0 ? 0 : 1;
  EXPECT_NE(explain_line(instance, *plan, loser, {Language::english, 1}).find("the published draw decided"),
            std::string::npos);
  EXPECT_TRUE(
      explain_line(instance, *plan, 1 - loser, {Language::english, 1}).ends_with("All that was asked is granted."));
}

TEST(Explain, shows_two_ranks_with_enough_decimals_to_tell_them_apart) {
  EXPECT_EQ(decimals_to_tell_apart({1, 3}, {1, 2}), 3);
  EXPECT_EQ(decimals_to_tell_apart({100'001, 1'000'000}, {100'002, 1'000'000}), 6);
  EXPECT_EQ(format_key({23, 120}, 3, Language::french), "0,192");
  EXPECT_EQ(format_key({3'999'999'999, 1}, 9, Language::english), "3999999999.000000000");
}

}  // namespace
}  // namespace relais::fairness
