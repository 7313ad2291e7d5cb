#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <numeric>
#include <optional>

#include <gtest/gtest.h>

#include "fairness/check_parts.hpp"
#include "fairness/fairness.hpp"
#include "fairness/instance_generator_test.hpp"
#include "fairness/instance_json.hpp"

/// What the rule promises, one property after the other. Each is asked of the solver, and of a solver that is wrong on
/// purpose: a property that does not catch its planted error proves nothing.
namespace relais::fairness {
namespace {

/// A plan, or nothing when the floors do not fit.
using AnySolver = std::function<std::optional<Plan>(const Instance&)>;
/// Why it does not hold; empty when it does; nothing when the instance says nothing about it.
using Verdict = std::optional<std::string>;
using PropertyCheck = std::function<Verdict(const Instance&, const AnySolver&)>;

const Verdict held = "";

std::optional<Plan> the_solver(const Instance& instance) {
  auto plan = solve(instance);
  if (!plan.ok()) return std::nullopt;
  return *std::move(plan);
}

/// The solver, asked about another instance than the one it is given: a wrong solver.
AnySolver solver_that(std::function<void(Instance&)> mistakes) {
  return [mistakes](const Instance& instance) {
    auto mistaken = instance;
    mistakes(mistaken);
    return the_solver(mistaken);
  };
}

struct Trials {
  std::size_t telling = 0;  ///< instances that said something
  std::optional<Instance> counterexample;
  std::string fault;
};

int trial_count() { return std::getenv("RELAIS_NIGHTLY") == nullptr ? 2'000 : 40'000; }

/// Looks for a counterexample, and shrinks it: the last that fails is the least.
Trials search(const Richness& richness, const PropertyCheck& property, const AnySolver& solver, int count) {
  Trials trials;
  rc::detail::TestParams params;
  params.seed = 20'200'326;
  params.maxSuccess = count;
  const auto generator = instances(richness);
  rc::detail::checkTestable(
      [&] {
        const auto instance = *generator;
        const auto verdict = property(instance, solver);
        if (!verdict) return;
        ++trials.telling;
        if (verdict->empty()) return;
        trials.counterexample = instance;
        trials.fault = *verdict;
        RC_FAIL(*verdict);
      },
      rc::detail::TestMetadata(), params);
  return trials;
}

void expect_holds(const Richness& richness, const PropertyCheck& property) {
  const auto trials = search(richness, property, the_solver, trial_count());
  if (trials.counterexample) FAIL() << trials.fault << "\n" << render_instance(*trials.counterexample);
  EXPECT_GT(trials.telling, 50U) << "too few instances say anything";
}

/// The planted error is found, and its counterexample is small enough to be read.
void expect_catches(const Richness& richness, const PropertyCheck& property, const AnySolver& wrong) {
  const auto trials = search(richness, property, wrong, 3'000);
  ASSERT_TRUE(trials.counterexample) << "the planted error was not seen";
  const auto& least = *trials.counterexample;
  std::printf("  planted error after %zu instances, shrunk to %zu lines, %zu kinds: %s\n", trials.telling,
              least.lines.size(), least.kinds.size(), trials.fault.c_str());
  EXPECT_LE(least.lines.size(), 4U) << render_instance(least);
}

std::int64_t lot_of(const Instance& instance, const Line& line) {
  return std::min(instance.products[line.product].minimum_lot, line.cap);
}
std::int64_t owed_to(const Instance& instance, const Line& line) {
  return line.floor == 0 ? 0 : std::max(line.floor, lot_of(instance, line));
}

template <class Look>
Verdict each_line(const Instance& instance, const std::optional<Plan>& plan, const Look& look) {
  if (!plan) return std::nullopt;
  for (std::size_t at = 0; at < instance.lines.size(); ++at)
    if (!look(instance.lines[at], plan->granted[at]))
      return instance.lines[at].id + " is given " + std::to_string(plan->granted[at]);
  return held;
}

// Bounds.
Verdict grants_lie_between_nothing_and_the_cap(const Instance& instance, const AnySolver& solver) {
  return each_line(instance, solver(instance),
                   [](const Line& line, std::int64_t granted) { return granted >= 0 && granted <= line.cap; });
}
const auto gives_more_than_asked = solver_that([](Instance& mistaken) {
  for (auto& line : mistaken.lines) line.cap += 1;
});
TEST(Property, nobody_is_given_more_than_the_cap) { expect_holds(everything, grants_lie_between_nothing_and_the_cap); }
TEST(Property, a_grant_above_the_cap_is_seen) {
  expect_catches(everything, grants_lie_between_nothing_and_the_cap, gives_more_than_asked);
}

// Lots.
Verdict lots_are_whole(const Instance& instance, const AnySolver& solver) {
  return each_line(instance, solver(instance), [&](const Line& line, std::int64_t granted) {
    return granted == 0 || granted >= lot_of(instance, line);
  });
}
const auto breaks_lots = solver_that([](Instance& mistaken) {
  for (auto& product : mistaken.products) product.minimum_lot = 1;
});
TEST(Property, a_line_gets_nothing_or_at_least_its_lot) { expect_holds(everything, lots_are_whole); }
TEST(Property, a_broken_lot_is_seen) { expect_catches(everything, lots_are_whole, breaks_lots); }

// Floors.
Found any_routing_for(const Instance& instance, const std::vector<std::int64_t>& demand) {
  std::int64_t work_left = 2'000'000;
  return search_every_recipe(instance, demand, work_left);
}
Verdict floors_are_given_first(const Instance& instance, const AnySolver& solver) {
  std::vector<std::int64_t> demand(instance.products.size(), 0);
  for (const auto& line : instance.lines) demand[line.product] += owed_to(instance, line);
  if (std::accumulate(demand.begin(), demand.end(), std::int64_t{0}) == 0) return std::nullopt;
  const auto plan = solver(instance);
  if (plan)
    return each_line(instance, plan,
                     [&](const Line& line, std::int64_t granted) { return granted >= owed_to(instance, line); });
  return any_routing_for(instance, demand) == Found::a_routing ? Verdict("refused, though the floors fit") : held;
}
const auto forgets_floors = solver_that([](Instance& mistaken) {
  for (auto& line : mistaken.lines) line.floor = 0;
});
std::optional<Plan> refuses_every_floor(const Instance& instance) {
  const auto has_floor = [](const Line& line) { return line.floor > 0; };
  if (std::any_of(instance.lines.begin(), instance.lines.end(), has_floor)) return std::nullopt;
  return the_solver(instance);
}
TEST(Property, a_floor_that_fits_is_given_whatever_the_rank) { expect_holds(everything, floors_are_given_first); }
TEST(Property, a_forgotten_floor_is_seen) { expect_catches(everything, floors_are_given_first, forgets_floors); }
TEST(Property, a_floor_refused_though_it_fits_is_seen) {
  expect_catches(everything, floors_are_given_first, refuses_every_floor);
}

// Stock.
Verdict no_kind_exceeds_its_stock(const Instance& instance, const AnySolver& solver) {
  const auto plan = solver(instance);
  if (!plan) return std::nullopt;
  std::vector<std::int64_t> taken(instance.kinds.size(), 0);
  for (const auto& route : plan->routing) taken[route.kind] += route.quantity;
  for (std::size_t kind = 0; kind < taken.size(); ++kind)
    if (taken[kind] > instance.kinds[kind].stock)
      return std::to_string(taken[kind]) + " of " + instance.kinds[kind].id + " are taken, there are " +
             std::to_string(instance.kinds[kind].stock);
  return held;
}
const auto takes_one_too_many = solver_that([](Instance& mistaken) {
  for (auto& kind : mistaken.kinds) kind.stock += 1;
});
TEST(Property, no_kind_is_given_out_beyond_its_stock) { expect_holds(everything, no_kind_exceeds_its_stock); }
TEST(Property, an_item_too_many_is_seen) { expect_catches(everything, no_kind_exceeds_its_stock, takes_one_too_many); }

// Routing: what each class is given is made of whole recipes, of kinds that their components accept.
Verdict recipes_make_up_the_grants(const Instance& instance, const AnySolver& solver) {
  const auto plan = solver(instance);
  if (!plan) return std::nullopt;
  std::map<std::tuple<std::int32_t, ProductIndex>, std::int64_t> missing;
  for (std::size_t at = 0; at < instance.lines.size(); ++at)
    missing[{instance.lines[at].tier, instance.lines[at].product}] += plan->granted[at];
  std::map<std::tuple<std::size_t, std::uint32_t>, std::map<ComponentIndex, std::int64_t>> pieces;
  for (const auto& route : plan->routing) {
    const auto& accepts = instance.components[route.component].accepts;
    if (std::find(accepts.begin(), accepts.end(), route.kind) == accepts.end())
      return instance.components[route.component].id + " is given " + instance.kinds[route.kind].id;
    pieces[{route.class_index, route.recipe}][route.component] += route.quantity;
  }
  for (const auto& [key, by_component] : pieces) {
    const auto& [class_index, number] = key;
    const auto& one = plan->classes[class_index];
    const auto& recipe = instance.products[one.product].recipes[number];
    const auto made = by_component.begin()->second;
    std::map<ComponentIndex, std::int64_t> wanted;
    for (const auto& ingredient : recipe) wanted[ingredient.component] = ingredient.amount;
    const auto units = made / std::max<std::int64_t>(1, wanted[by_component.begin()->first]);
    for (auto& [component, amount] : wanted) amount *= units;
    if (wanted != by_component) return "a recipe is made in part";
    missing[{one.tier, one.product}] -= units;
  }
  for (const auto& [key, units] : missing)
    if (units != 0) return "recipes and grants differ by " + std::to_string(units);
  return held;
}
const auto accepts_any_kind = solver_that([](Instance& mistaken) {
  for (auto& component : mistaken.components)
    for (KindIndex kind = 0; kind < mistaken.kinds.size(); ++kind)
      if (std::find(component.accepts.begin(), component.accepts.end(), kind) == component.accepts.end())
        component.accepts.push_back(kind);
});
const auto makes_kits_of_single_pieces = solver_that([](Instance& mistaken) {
  for (auto& product : mistaken.products)
    for (auto& recipe : product.recipes)
      for (auto& ingredient : recipe) ingredient.amount = 1;
});
std::optional<Plan> loses_a_route(const Instance& instance) {
  auto plan = the_solver(instance);
  if (plan && !plan->routing.empty()) plan->routing.pop_back();
  return plan;
}
TEST(Property, every_grant_is_made_of_whole_recipes_of_accepted_kinds) {
  expect_holds(everything, recipes_make_up_the_grants);
}
TEST(Property, a_kind_that_is_not_accepted_is_seen) {
  expect_catches(everything, recipes_make_up_the_grants, accepts_any_kind);
}
TEST(Property, a_recipe_made_in_part_is_seen) {
  expect_catches(everything, recipes_make_up_the_grants, makes_kits_of_single_pieces);
}
TEST(Property, a_lost_route_is_seen) { expect_catches(everything, recipes_make_up_the_grants, loses_a_route); }

// Substitutions.
Verdict no_choice_has_fewer_substitutions(const Instance& instance, const AnySolver& solver) {
  const auto plan = solver(instance);
  if (!plan) return std::nullopt;
  std::vector<std::int64_t> demand(instance.products.size(), 0);
  for (std::size_t at = 0; at < instance.lines.size(); ++at) demand[instance.lines[at].product] += plan->granted[at];
  Limits has{0, 0};
  for (const auto& route : plan->routing)
    if (route.kind != instance.components[route.component].accepts.front()) has.substitutions += route.quantity;
  has.other_recipes = plan->other_recipes;
  if (has.substitutions + has.other_recipes == 0) return std::nullopt;
  std::int64_t work_left = 2'000'000;
  if (search_every_recipe(instance, demand, work_left, {has.substitutions - 1, Limits::any}) == Found::a_routing)
    return "fewer than " + std::to_string(has.substitutions) + " substitutions would do";
  if (search_every_recipe(instance, demand, work_left, {has.substitutions, has.other_recipes - 1}) == Found::a_routing)
    return "fewer than " + std::to_string(has.other_recipes) + " other recipes would do";
  return work_left > 0 ? held : Verdict();
}
const auto knows_one_recipe = solver_that([](Instance& mistaken) {
  for (auto& product : mistaken.products) product.recipes.resize(1);
});
const auto prefers_substitutes = solver_that([](Instance& mistaken) {
  for (auto& component : mistaken.components) std::reverse(component.accepts.begin(), component.accepts.end());
});
TEST(Property, no_choice_of_recipes_and_kinds_has_fewer_substitutions) {
  expect_holds(everything, no_choice_has_fewer_substitutions);
}
TEST(Property, a_recipe_that_saves_a_substitution_forgotten_is_seen) {
  expect_catches(everything, no_choice_has_fewer_substitutions, knows_one_recipe);
}
TEST(Property, substitutes_taken_first_are_seen) {
  expect_catches(everything, no_choice_has_fewer_substitutions, prefers_substitutes);
}

/// The recipes of a product share all but one item.
Instance with_recipes_that_differ_in_one_item(Instance instance) {
  for (auto& product : instance.products) {
    const Recipe common(product.recipes.front().begin() + 1, product.recipes.front().end());
    for (auto& recipe : product.recipes) {
      const Ingredient own{recipe.front().component, 1};
      recipe = common;
      std::erase_if(recipe, [&](const Ingredient& one) { return one.component == own.component; });
      recipe.push_back(own);
    }
    const auto lacks_some = [&](const Recipe& recipe) { return recipe.size() != common.size() + 1; };
    std::erase_if(product.recipes, lacks_some);
    if (product.recipes.empty()) product.recipes = {{{0, 1}}};
  }
  return instance;
}
Verdict prices_prove_the_fewest(const Instance& any, const AnySolver& solver) {
  const auto instance = with_recipes_that_differ_in_one_item(any);
  const auto plan = solver(instance);
  if (!plan || plan->substitutions + plan->other_recipes == 0) return std::nullopt;
  const auto has_choice = [](const Product& product) { return product.recipes.size() > 1; };
  if (std::none_of(instance.products.begin(), instance.products.end(), has_choice)) return std::nullopt;
  const auto check = check_plan(instance, *plan);
  if (!check.faults.empty()) return check.faults.front().message(base::Language::english);
  return check.substitutions == Certainty::by_prices && check.other_recipes == Certainty::by_prices
             ? held
             : Verdict("the prices do not prove the fewest");
}
std::optional<Plan> forgets_its_prices(const Instance& instance) {
  auto plan = the_solver(instance);
  if (plan) plan->fewest_substitutions.prices = plan->fewest_other_recipes.prices = {};
  return plan;
}
TEST(Property, where_recipes_differ_in_one_item_prices_prove_the_fewest) {
  expect_holds(everything, prices_prove_the_fewest);
}
TEST(Property, a_proof_without_its_prices_is_seen) {
  expect_catches(everything, prices_prove_the_fewest, forgets_its_prices);
}

// What ran out.
Verdict more_of_what_ran_out_would_do(const Instance& instance, const AnySolver& solver) {
  const auto plan = solver(instance);
  if (!plan || plan->closures.empty()) return std::nullopt;
  std::vector<std::int64_t> demand(instance.products.size(), 0);
  for (std::size_t at = 0; at < instance.lines.size(); ++at) demand[instance.lines[at].product] += plan->granted[at];
  for (const auto& closure : plan->closures) {
    auto richer = instance;
    for (const auto kind : closure.binding) richer.kinds[kind].stock += 10'000;
    auto more = demand;
    more[plan->classes[closure.class_index].product] += closure.refused.units;
    if (any_routing_for(richer, more) == Found::nothing)
      return "plenty of what ran out for " + instance.lines[closure.refused.line].id + " would not do";
  }
  return held;
}
std::optional<Plan> names_one_kind_only(const Instance& instance) {
  auto plan = the_solver(instance);
  if (plan)
    for (auto& closure : plan->closures) closure.binding.resize(1);
  return plan;
}
TEST(Property, with_more_of_what_ran_out_the_refused_unit_fits) {
  expect_holds(everything, more_of_what_ran_out_would_do);
}
TEST(Property, a_kind_that_ran_out_left_unnamed_is_seen) {
  expect_catches(everything, more_of_what_ran_out_would_do, names_one_kind_only);
}

// Maximality.
Verdict no_class_can_take_one_more(const Instance& instance, const AnySolver& solver) {
  const auto plan = solver(instance);
  if (!plan) return std::nullopt;
  std::vector<std::int64_t> demand(instance.products.size(), 0);
  for (std::size_t at = 0; at < instance.lines.size(); ++at) demand[instance.lines[at].product] += plan->granted[at];
  bool cut = false;
  for (std::size_t at = 0; at < instance.lines.size(); ++at) {
    const auto& line = instance.lines[at];
    if (plan->granted[at] == line.cap) continue;
    cut = true;
    auto more = demand;
    ++more[line.product];
    if (any_routing_for(instance, more) == Found::a_routing) return "a unit more would fit for " + line.id;
  }
  return cut ? held : Verdict();
}
const auto keeps_one_back = solver_that([](Instance& mistaken) {
  for (auto& kind : mistaken.kinds) kind.stock -= kind.stock > 0 ? 1 : 0;
});
TEST(Property, no_class_can_take_one_more_unit) { expect_holds(unit_by_unit_kits, no_class_can_take_one_more); }
TEST(Property, a_unit_kept_back_is_seen) {
  expect_catches(unit_by_unit_kits, no_class_can_take_one_more, keeps_one_back);
}

// No envy.
Verdict nobody_envies_more_than_a_unit(const Instance& instance, const AnySolver& solver) {
  const auto plan = solver(instance);
  if (!plan) return std::nullopt;
  bool compared = false;
  for (std::size_t i = 0; i < instance.lines.size(); ++i)
    for (std::size_t j = 0; j < instance.lines.size(); ++j) {
      const auto &poor = instance.lines[i], &rich = instance.lines[j];
      if (i == j || poor.tier != rich.tier || poor.product != rich.product) continue;
      if (plan->granted[i] == poor.cap || plan->granted[j] == 0) continue;
      compared = true;
      if ((2 * (plan->granted[j] + rich.past) - 1) * poor.weight >
          (2 * (plan->granted[i] + poor.past) + 1) * rich.weight)
        return poor.id + " envies " + rich.id;
    }
  return compared ? held : Verdict();
}
const auto forgets_weights = solver_that([](Instance& mistaken) {
  for (auto& line : mistaken.lines) line.weight = 1;
});
const auto forgets_the_past = solver_that([](Instance& mistaken) {
  for (auto& line : mistaken.lines) line.past = 0;
});
TEST(Property, nobody_envies_a_neighbour_by_more_than_a_unit) {
  expect_holds(unit_by_unit_kits, nobody_envies_more_than_a_unit);
}
TEST(Property, a_forgotten_weight_is_envied) {
  expect_catches(unit_by_unit_kits, nobody_envies_more_than_a_unit, forgets_weights);
}
TEST(Property, a_forgotten_past_is_envied) {
  expect_catches(unit_by_unit_kits, nobody_envies_more_than_a_unit, forgets_the_past);
}

// The order of the input.
Verdict the_order_of_the_lines_is_nothing(const Instance& instance, const AnySolver& solver) {
  if (instance.lines.size() < 2) return std::nullopt;
  auto turned = instance;
  const auto by = static_cast<std::ptrdiff_t>(1 + instance.seed % (instance.lines.size() - 1));
  std::rotate(turned.lines.begin(), turned.lines.begin() + by, turned.lines.end());
  const auto plan = solver(instance), other = solver(turned);
  if (plan.has_value() != other.has_value()) return "refused in one order only";
  if (!plan) return std::nullopt;
  std::map<std::string, std::int64_t> granted;
  for (std::size_t at = 0; at < turned.lines.size(); ++at) granted[turned.lines[at].id] = other->granted[at];
  return each_line(instance, plan, [&](const Line& line, std::int64_t units) { return granted.at(line.id) == units; });
}
const auto draws_by_position = solver_that([](Instance& mistaken) {
  for (std::size_t at = 0; at < mistaken.lines.size(); ++at) mistaken.lines[at].id = "position " + std::to_string(at);
});
TEST(Property, the_order_of_the_lines_does_not_matter) { expect_holds(everything, the_order_of_the_lines_is_nothing); }
TEST(Property, a_lottery_by_position_is_seen) {
  expect_catches(everything, the_order_of_the_lines_is_nothing, draws_by_position);
}

// Supply.
Verdict more_supply_hurts_nobody(const Instance& instance, const AnySolver& solver) {
  auto richer = instance;
  ++richer.kinds[instance.seed % instance.kinds.size()].stock;
  const auto plan = solver(instance), after = solver(richer);
  if (!plan || !after) return std::nullopt;
  for (std::size_t at = 0; at < instance.lines.size(); ++at)
    if (after->granted[at] < plan->granted[at])
      return instance.lines[at].id + " falls from " + std::to_string(plan->granted[at]) + " to " +
             std::to_string(after->granted[at]);
  return held;
}
/// Shares proportional to the weights, what is over to the largest remainders: the method that takes a seat from
/// Alabama when the House grows.
std::optional<Plan> by_largest_remainders(const Instance& instance) {
  Plan plan;
  std::int64_t weights = 0, left = instance.kinds[0].stock;
  const auto stock = left;
  for (const auto& line : instance.lines) weights += line.weight;
  std::vector<std::pair<std::int64_t, std::size_t>> remainders;
  for (std::size_t at = 0; at < instance.lines.size(); ++at) {
    plan.granted.push_back(stock * instance.lines[at].weight / weights);
    left -= plan.granted.back();
    remainders.emplace_back(-(stock * instance.lines[at].weight % weights), at);
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::int64_t at = 0; at < left; ++at) ++plan.granted[remainders[static_cast<std::size_t>(at)].second];
  return plan;
}
TEST(Property, without_kits_more_supply_hurts_nobody) { expect_holds(without_kits, more_supply_hurts_nobody); }
TEST(Property, a_seat_taken_from_Alabama_is_seen) {
  expect_catches(one_good, more_supply_hurts_nobody, by_largest_remainders);
}

// Demand.
Verdict asking_for_more_helps_nobody(const Instance& instance, const AnySolver& solver) {
  const auto plan = solver(instance);
  const auto at = instance.seed % instance.lines.size();
  if (!plan || plan->granted[at] >= instance.lines[at].cap) return std::nullopt;
  auto greedy = instance;
  greedy.lines[at].cap += 1 + static_cast<std::int64_t>(instance.seed % 7);
  const auto after = solver(greedy);
  if (!after || after->granted[at] <= plan->granted[at]) return held;
  return instance.lines[at].id + " rises from " + std::to_string(plan->granted[at]) + " to " +
         std::to_string(after->granted[at]);
}
const auto weighs_requests = solver_that([](Instance& mistaken) {
  for (auto& line : mistaken.lines) line.weight *= line.cap + 1;
});
TEST(Property, without_kits_asking_for_more_helps_nobody) { expect_holds(without_kits, asking_for_more_helps_nobody); }
TEST(Property, a_request_that_weighs_is_seen) {
  expect_catches(without_kits, asking_for_more_helps_nobody, weighs_requests);
}

// Promises.
Verdict a_promise_is_kept(const Instance& instance, const AnySolver& solver) {
  const auto plan = the_solver(instance);
  if (!plan) return std::nullopt;
  auto later = instance;
  for (std::size_t at = 0; at < later.lines.size(); ++at) later.lines[at].floor = plan->granted[at];
  later.kinds[instance.seed % later.kinds.size()].stock += 1 + static_cast<std::int64_t>(instance.seed % 5);
  const auto after = solver(later);
  if (!after) return "what was promised is refused";
  return each_line(later, after, [](const Line& line, std::int64_t granted) { return granted >= line.floor; });
}
TEST(Property, a_promise_taken_as_a_floor_is_kept_when_more_comes) { expect_holds(everything, a_promise_is_kept); }
TEST(Property, a_promise_broken_because_more_came_is_seen) {
  expect_catches(everything, a_promise_is_kept, forgets_floors);
}

// Past aid.
Verdict past_aid_helps_nobody(const Instance& instance, const AnySolver& solver) {
  const auto plan = solver(instance);
  auto helped = instance;
  const auto at = instance.seed % instance.lines.size();
  helped.lines[at].past += 1 + static_cast<std::int64_t>(instance.seed % 4);
  const auto after = solver(helped);
  if (!plan || !after || instance.lines.size() < 2) return std::nullopt;
  if (after->granted[at] <= plan->granted[at]) return held;
  return instance.lines[at].id + " has had more, and rises to " + std::to_string(after->granted[at]);
}
const auto rewards_the_past = solver_that([](Instance& mistaken) {
  for (auto& line : mistaken.lines) line.weight += line.past, line.past = 0;
});
TEST(Property, what_was_received_before_never_raises_a_rank) { expect_holds(without_kits, past_aid_helps_nobody); }
TEST(Property, a_past_that_is_rewarded_is_seen) {
  expect_catches(without_kits, past_aid_helps_nobody, rewards_the_past);
}

// Tiers.
Verdict a_lower_tier_takes_nothing_from_a_higher_one(const Instance& instance, const AnySolver& solver) {
  auto alone = instance;
  std::erase_if(alone.lines, [](const Line& line) { return line.tier > 0; });
  if (alone.lines.empty() || alone.lines.size() == instance.lines.size()) return std::nullopt;
  const auto plan = solver(instance), without = solver(alone);
  if (!plan || !without) return std::nullopt;
  std::map<std::string, std::int64_t> granted;
  for (std::size_t at = 0; at < alone.lines.size(); ++at) granted[alone.lines[at].id] = without->granted[at];
  return each_line(instance, plan,
                   [&](const Line& line, std::int64_t units) { return line.tier > 0 || granted.at(line.id) == units; });
}
const auto makes_tiers_a_weight = solver_that([](Instance& mistaken) {
  for (auto& line : mistaken.lines) line.weight *= line.tier == 0 ? 4 : 1, line.tier = 0;
});
TEST(Property, a_lower_tier_takes_nothing_from_the_first) {
  expect_holds(unit_by_unit_kits, a_lower_tier_takes_nothing_from_a_higher_one);
}
TEST(Property, a_tier_that_is_only_a_weight_is_seen) {
  expect_catches(unit_by_unit_kits, a_lower_tier_takes_nothing_from_a_higher_one, makes_tiers_a_weight);
}

}  // namespace
}  // namespace relais::fairness
