#include "fairness/delivery.hpp"

#include <algorithm>
#include <functional>
#include <random>

#include <glpk.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "fairness/refusals.hpp"

namespace relais::fairness {
namespace {

std::string first_fault_of(const DeliveryProblem& problem, const DeliveryPlan& plan) {
  const auto faults = check_deliveries(problem, plan);
  return faults.empty() ? "" : faults.front();
}

using Figures = std::vector<std::int64_t>;

Figures figures_below(std::mt19937_64& random, std::size_t count, std::uint64_t end) {
  Figures figures;
  for (std::size_t at = 0; at < count; ++at) figures.push_back(static_cast<std::int64_t>(random() % end));
  return figures;
}

DeliveryProblem random_problem(std::uint64_t seed, std::size_t depots, std::size_t destinations, std::size_t kinds) {
  std::mt19937_64 random(seed);
  DeliveryProblem problem;
  for (std::size_t at = 0; at < destinations; ++at) problem.demand.push_back(figures_below(random, kinds, 9));
  const auto most = 18 * destinations / depots + 1;
  for (std::size_t at = 0; at < depots; ++at) {
    problem.supply.push_back(figures_below(random, kinds, random() % 4 == 0 ? 1 : most));
    problem.cost.push_back(figures_below(random, destinations, 1 + random() % 200));
  }
  return problem;
}

/// The least cost by GLPK's simplex; none when the goods are short.
std::optional<std::int64_t> cost_by_simplex(const DeliveryProblem& problem, std::size_t kind) {
  glp_term_out(GLP_OFF);
  auto* program = glp_create_prob();
  const auto depots = static_cast<int>(problem.supply.size()), destinations = static_cast<int>(problem.demand.size());
  glp_add_rows(program, depots + destinations);
  for (int depot = 0; depot < depots; ++depot)
    glp_set_row_bnds(program, 1 + depot, GLP_UP, 0,
                     static_cast<double>(problem.supply[static_cast<std::size_t>(depot)][kind]));
  for (int at = 0; at < destinations; ++at) {
    const auto wanted = static_cast<double>(problem.demand[static_cast<std::size_t>(at)][kind]);
    glp_set_row_bnds(program, 1 + depots + at, GLP_FX, wanted, wanted);
  }
  for (int depot = 0; depot < depots; ++depot)
    for (int at = 0; at < destinations; ++at) {
      const int column = glp_add_cols(program, 1);
      const int rows[] = {0, 1 + depot, 1 + depots + at};
      const double ones[] = {0, 1, 1};
      glp_set_mat_col(program, column, 2, rows, ones);
      glp_set_col_bnds(program, column, GLP_LO, 0, 0);
      glp_set_obj_coef(
          program, column,
          static_cast<double>(problem.cost[static_cast<std::size_t>(depot)][static_cast<std::size_t>(at)]));
    }
  glp_smcp simplex;
  glp_init_smcp(&simplex);
  simplex.msg_lev = GLP_MSG_OFF;
  EXPECT_EQ(glp_simplex(program, &simplex), 0);
  std::optional<std::int64_t> cost;
  if (glp_get_status(program) == GLP_OPT) cost = static_cast<std::int64_t>(glp_get_obj_val(program) + 0.5);
  glp_delete_prob(program);
  return cost;
}

std::optional<std::int64_t> cost_by_simplex(const DeliveryProblem& problem) {
  std::int64_t sum = 0;
  for (std::size_t kind = 0; kind < problem.supply.front().size(); ++kind) {
    const auto cost = cost_by_simplex(problem, kind);
    if (!cost) return std::nullopt;
    sum += *cost;
  }
  return sum;
}

TEST(Delivery, costs_as_little_as_the_simplex_says_and_proves_it) {
  int planned = 0, short_of_goods = 0;
  for (std::uint64_t seed = 1; seed <= 1'500; ++seed) {
    const auto problem = random_problem(seed, 1 + seed % 7, 1 + seed % 11, 1 + seed % 3);
    const auto plan = plan_deliveries(problem);
    const auto least = cost_by_simplex(problem);
    ASSERT_EQ(plan.ok(), least.has_value()) << seed;
    if (!plan.ok()) {
      ASSERT_TRUE(plan.refusal().is(refusals::goods_are_short));
      ++short_of_goods;
      continue;
    }
    ++planned;
    ASSERT_EQ(plan->cost, *least) << seed;
    ASSERT_EQ(first_fault_of(problem, *plan), "") << seed;
  }
  EXPECT_GT(planned, 500);
  EXPECT_GT(short_of_goods, 100);
}

DeliveryProblem two_depots() { return {{{5, 2}, {5, 2}}, {{4, 1}, {3, 2}}, {{10, 40}, {30, 35}}}; }

TEST(Delivery, moves_a_neighbour_over_when_that_is_cheaper) {
  const auto plan = plan_deliveries(two_depots());
  ASSERT_TRUE(plan.ok());
  // The first depot is left to the first destination: the second would save 5 there, the first loses 20 elsewhere.
  EXPECT_EQ(plan->cost, 4 * 10 + 3 * 35 + 1 * 10 + 2 * 35);
  EXPECT_EQ(plan->prices[0].at_depot, (Figures{0, 0}));
}

TEST(Delivery, between_equal_costs_the_first_depot_serves) {
  const auto plan = plan_deliveries({{{3}, {9}}, {{2}, {2}}, {{7, 7}, {7, 7}}});
  ASSERT_TRUE(plan.ok());
  ASSERT_EQ(plan->deliveries.size(), 3U);
  EXPECT_EQ(plan->deliveries[0].depot, 0U);
  EXPECT_EQ(plan->deliveries[0].quantity, 2);
  EXPECT_EQ(plan->deliveries[1].depot, 0U);
  EXPECT_EQ(plan->deliveries[1].quantity, 1);
  EXPECT_EQ(plan->deliveries[2].depot, 1U);
}

TEST(Delivery, a_planted_error_is_caught_by_the_check_of_deliveries) {
  const auto problem = two_depots();
  const auto plan = plan_deliveries(problem);
  ASSERT_TRUE(plan.ok());
  ASSERT_EQ(first_fault_of(problem, *plan), "");
  const std::function<void(DeliveryPlan&)> errors[] = {
      [](DeliveryPlan& wrong) { ++wrong.cost; },
      [](DeliveryPlan& wrong) { ++wrong.deliveries[0].quantity; },
      [](DeliveryPlan& wrong) { wrong.deliveries[0].depot ^= 1; },
      [](DeliveryPlan& wrong) { wrong.deliveries[0].destination ^= 1; },
      [](DeliveryPlan& wrong) { wrong.deliveries[0].kind = 2; },
      [](DeliveryPlan& wrong) { wrong.deliveries.pop_back(); },
      [](DeliveryPlan& wrong) { wrong.deliveries[0].quantity = 0; },
      [](DeliveryPlan& wrong) { ++wrong.prices[0].at_destination[0]; },
      [](DeliveryPlan& wrong) { --wrong.prices[0].at_destination[0]; },
      [](DeliveryPlan& wrong) { --wrong.prices[0].at_depot[1]; },
      [](DeliveryPlan& wrong) { wrong.prices.pop_back(); },
  };
  for (std::size_t at = 0; at < std::size(errors); ++at) {
    auto wrong = *plan;
    errors[at](wrong);
    EXPECT_NE(first_fault_of(problem, wrong), "") << "planted error " << at;
  }
}

/// A plan that is kept, but dearer: the two destinations of the second kind exchange their depots.
TEST(Delivery, a_dearer_plan_is_not_proved_by_any_prices) {
  const DeliveryProblem problem{{{2}, {2}}, {{2}, {2}}, {{1, 5}, {5, 1}}};
  auto plan = plan_deliveries(problem);
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->cost, 4);
  auto dearer = *plan;
  std::swap(dearer.deliveries[0].depot, dearer.deliveries[1].depot);
  dearer.cost = 20;
  EXPECT_EQ(first_fault_of(problem, dearer), "the prices do not prove the cost");
}

std::vector<std::size_t> random_order(std::size_t count, std::mt19937_64& random) {
  std::vector<std::size_t> order(count);
  for (std::size_t at = 0; at < count; ++at) order[at] = at;
  for (std::size_t at = count; at > 1; --at) std::swap(order[at - 1], order[random() % at]);
  return order;
}

template <class Items>
Items in_order_of(const std::vector<std::size_t>& order, const Items& items) {
  Items moved;
  for (const auto at : order) moved.push_back(items[at]);
  return moved;
}

TEST(Delivery, the_cost_is_the_same_in_any_order) {
  EXPECT_TRUE(rc::check("any order costs the same", [](std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto problem = random_problem(seed, 1 + random() % 6, 1 + random() % 20, 1 + random() % 3);
    const auto plan = plan_deliveries(problem);
    RC_PRE(plan.ok());
    const auto depots = random_order(problem.supply.size(), random);
    const auto destinations = random_order(problem.demand.size(), random);
    DeliveryProblem moved{in_order_of(depots, problem.supply), in_order_of(destinations, problem.demand),
                          in_order_of(depots, problem.cost)};
    for (auto& row : moved.cost) row = in_order_of(destinations, row);
    const auto other = plan_deliveries(moved);
    RC_ASSERT(other.ok());
    RC_ASSERT(other->cost == plan->cost);
    RC_ASSERT(first_fault_of(moved, *other).empty());
  }));
}

TEST(Delivery, refuses_what_is_not_a_problem_and_says_where) {
  const auto place_of = [](const DeliveryProblem& problem, const base::RefusalReason& reason) {
    const auto plan = plan_deliveries(problem);
    if (plan.ok()) return std::string("accepted");
    return plan.refusal().is(reason) ? plan.refusal().facts()[0] : std::string(plan.refusal().code());
  };
  EXPECT_EQ(place_of({{{1, 2}, {1}}, {{1, 1}}, {{1}, {1}}}, refusals::wrong_shape), "/supply/1");
  EXPECT_EQ(place_of({{{1}}, {{1, 1}}, {{1}}}, refusals::wrong_shape), "/demand/0");
  EXPECT_EQ(place_of({{{1}}, {{1}}, {}}, refusals::wrong_shape), "/cost");
  EXPECT_EQ(place_of({{{1}}, {{1}}, {{1, 1}}}, refusals::wrong_shape), "/cost/0");
  EXPECT_EQ(place_of({{{1}}, {{-1}}, {{1}}}, refusals::out_of_range), "/demand/0/0");
  EXPECT_EQ(place_of({{{1}}, {{1}}, {{delivery_cost_max + 1}}}, refusals::out_of_range), "/cost/0/0");
  EXPECT_EQ(place_of({{{quantity_max}, {1}}, {{1}}, {{1}, {1}}}, refusals::out_of_range), "/supply/*/0");
  EXPECT_EQ(place_of({{{1}}, {{2}}, {{1}}}, refusals::goods_are_short), "/demand/*/0");
  EXPECT_EQ(place_of({{Figures(65, 1)}, {Figures(65, 1)}, {{1}}}, refusals::too_many), "/supply/0");
  constexpr auto too_many = delivery_cells_max + 1;
  EXPECT_EQ(place_of({{{quantity_max}}, std::vector<Figures>(too_many, Figures{1}), {Figures(too_many, 1)}},
                     refusals::too_many_deliveries),
            "/demand");
}

TEST(Delivery, nothing_wanted_and_nothing_there_is_a_plan) {
  EXPECT_TRUE(plan_deliveries({})->deliveries.empty());
  const DeliveryProblem problem{{{0}, {3}}, {{0}, {0}}, {{1, 2}, {3, 4}}};
  const auto plan = plan_deliveries(problem);
  EXPECT_EQ(plan->cost, 0);
  EXPECT_EQ(first_fault_of(problem, *plan), "");
}

TEST(Delivery, figures_at_their_limits_are_served_exactly) {
  const DeliveryProblem problem{{{quantity_max / 2}, {quantity_max / 2}},
                                {{quantity_max / 2}, {quantity_max / 2}},
                                {{delivery_cost_max, 0}, {delivery_cost_max, delivery_cost_max}}};
  const auto plan = plan_deliveries(problem);
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(plan->cost, quantity_max / 2 * delivery_cost_max);
  EXPECT_EQ(first_fault_of(problem, *plan), "");
}

}  // namespace
}  // namespace relais::fairness
