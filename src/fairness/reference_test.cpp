#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <set>

#include <glpk.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include "fairness/fairness.hpp"
#include "fairness/random_instance_test.hpp"
#include "fairness/refusals.hpp"

/// The rule taken literally, one block at a time, with GLPK asked before each. Shares no code with the solver.
namespace relais::fairness {
namespace {

using Units = std::vector<std::int64_t>;

struct DeleteProgram {
  void operator()(glp_prob* program) const { glp_delete_prob(program); }
};

/// Whether units per product can be routed: recipes add up, components are routed, no stock is exceeded.
class Program {
 public:
  explicit Program(const Instance& instance) : instance_(instance), program_(glp_create_prob()) {
    glp_term_out(GLP_OFF);
    const auto products = size(instance.products), components = size(instance.components), kinds = size(instance.kinds);
    glp_add_rows(program_.get(), products + components + kinds + 2);
    other_recipes_ = products + components + kinds + 1;
    substitutions_ = other_recipes_ + 1;
    for (int component = 1; component <= components; ++component)
      glp_set_row_bnds(program_.get(), products + component, GLP_FX, 0, 0);
    for (int kind = 1; kind <= kinds; ++kind)
      glp_set_row_bnds(program_.get(), products + components + kind, GLP_UP, 0,
                       static_cast<double>(instance.kinds[static_cast<std::size_t>(kind - 1)].stock));
    for (int product = 1; product <= products; ++product)
      for (const auto& recipe : instance.products[static_cast<std::size_t>(product - 1)].recipes) {
        std::vector<std::pair<int, double>> cells{{product, 1.0}};
        if (&recipe != &instance.products[static_cast<std::size_t>(product - 1)].recipes.front())
          cells.emplace_back(other_recipes_, 1.0);
        for (const auto& one : recipe)
          cells.emplace_back(products + 1 + static_cast<int>(one.component), -static_cast<double>(one.amount));
        add_column(cells);
      }
    for (int component = 0; component < components; ++component) {
      const auto& accepts = instance.components[static_cast<std::size_t>(component)].accepts;
      for (const auto kind : accepts)
        add_column({{products + 1 + component, 1.0},
                    {products + components + 1 + static_cast<int>(kind), 1.0},
                    {substitutions_, kind == accepts.front() ? 0.0 : 1.0}});
    }
  }

  void limit_other_recipes(std::int64_t most) { limit(other_recipes_, most); }
  void limit_substitutions(std::int64_t most) { limit(substitutions_, most); }
  std::int64_t fewest_other_recipes(const Units& demand, bool whole = true) {
    return fewest(other_recipes_, demand, whole);
  }
  std::int64_t fewest_substitutions(const Units& demand, bool whole = true) {
    return fewest(substitutions_, demand, whole);
  }

  bool fits(const Units& demand, bool whole) {
    for (int product = 1; product <= size(instance_.products); ++product) {
      const auto units = static_cast<double>(demand[static_cast<std::size_t>(product - 1)]);
      glp_set_row_bnds(program_.get(), product, GLP_FX, units, units);
    }
    glp_std_basis(program_.get());
    glp_smcp simplex;
    glp_init_smcp(&simplex);
    simplex.msg_lev = GLP_MSG_OFF;
    EXPECT_EQ(glp_simplex(program_.get(), &simplex), 0);
    if (glp_get_status(program_.get()) != GLP_OPT) return false;
    if (!whole) return true;
    glp_iocp search;
    glp_init_iocp(&search);
    search.msg_lev = GLP_MSG_OFF;
    EXPECT_EQ(glp_intopt(program_.get(), &search), 0);
    return glp_mip_status(program_.get()) == GLP_OPT || glp_mip_status(program_.get()) == GLP_FEAS;
  }

 private:
  template <class Items>
  static int size(const Items& items) {
    return static_cast<int>(items.size());
  }

  void add_column(const std::vector<std::pair<int, double>>& cells) {
    std::vector<int> rows{0};
    std::vector<double> values{0.0};
    for (const auto& [row, value] : cells) {
      rows.push_back(row);
      values.push_back(value);
    }
    const int column = glp_add_cols(program_.get(), 1);
    glp_set_col_kind(program_.get(), column, GLP_IV);
    glp_set_col_bnds(program_.get(), column, GLP_LO, 0, 0);
    glp_set_mat_col(program_.get(), column, static_cast<int>(cells.size()), rows.data(), values.data());
  }

  /// The least that a row can be; rounded up when only the relaxation is asked.
  std::int64_t fewest(int row, const Units& demand, bool whole) {
    std::vector<int> columns(static_cast<std::size_t>(glp_get_num_cols(program_.get())) + 1);
    std::vector<double> values(columns.size());
    const int count = glp_get_mat_row(program_.get(), row, columns.data(), values.data());
    for (int column = 1; column < static_cast<int>(columns.size()); ++column)
      glp_set_obj_coef(program_.get(), column, 0);
    for (int at = 1; at <= count; ++at)
      glp_set_obj_coef(program_.get(), columns[static_cast<std::size_t>(at)], values[static_cast<std::size_t>(at)]);
    EXPECT_TRUE(fits(demand, whole));
    if (!whole) return static_cast<std::int64_t>(std::ceil(glp_get_obj_val(program_.get()) - 1e-6));
    EXPECT_EQ(glp_mip_status(program_.get()), GLP_OPT);
    return std::llround(glp_mip_obj_val(program_.get()));
  }

  void limit(int row, std::int64_t most) {
    glp_set_row_bnds(program_.get(), row, GLP_UP, 0, static_cast<double>(most));
  }

  const Instance& instance_;
  std::unique_ptr<glp_prob, DeleteProgram> program_;
  int other_recipes_ = 0, substitutions_ = 0;  ///< rows
};

std::string lottery(std::uint64_t seed, const std::string& id) {
  const auto text = std::to_string(seed) + ":" + id;
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  return hash.substr(0, 8) + id;
}

struct Reference {
  bool floors_fit = true;
  Units granted;
  std::vector<std::string> closed;  ///< the lines refused, in order
};

class UnitByUnit {
 public:
  explicit UnitByUnit(const Instance& instance)
      : instance_(instance), program_(instance), demand_(instance.products.size(), 0) {}

  Reference run() {
    Reference answer;
    for (const auto& line : instance_.lines) {
      const auto owed = line.floor > 0 ? std::max(line.floor, lot(line)) : 0;
      answer.granted.push_back(owed);
      demand_[line.product] += owed;
    }
    answer.floors_fit = program_.fits(demand_, true);
    while (answer.floors_fit) {
      const auto next = first_in_order(answer.granted);
      if (!next) break;
      const auto& line = instance_.lines[*next];
      const auto block = answer.granted[*next] == 0 ? lot(line) : 1;
      demand_[line.product] += block;
      if (program_.fits(demand_, true)) {
        answer.granted[*next] += block;
      } else {
        demand_[line.product] -= block;
        closed_.insert({line.tier, line.product});
        answer.closed.push_back(line.id);
      }
    }
    return answer;
  }

 private:
  std::int64_t lot(const Line& line) const { return std::min(instance_.products[line.product].minimum_lot, line.cap); }

  std::optional<std::size_t> first_in_order(const Units& granted) const {
    std::optional<std::size_t> first;
    for (std::size_t at = 0; at < granted.size(); ++at) {
      const auto& line = instance_.lines[at];
      if (granted[at] >= line.cap || closed_.contains({line.tier, line.product})) continue;
      if (!first || comes_before(at, *first, granted)) first = at;
    }
    return first;
  }

  bool comes_before(std::size_t left, std::size_t right, const Units& granted) const {
    const auto &a = instance_.lines[left], &b = instance_.lines[right];
    if (a.tier != b.tier) return a.tier < b.tier;
    const auto cross = numerator(a, granted[left]) * b.weight - numerator(b, granted[right]) * a.weight;
    if (cross != 0) return cross < 0;
    return lottery(instance_.seed, a.id) < lottery(instance_.seed, b.id);
  }

  std::int64_t numerator(const Line& line, std::int64_t granted) const {
    if (granted == 0) return lot(line) + 2 * line.past;
    return 2 * (granted + 1 + line.past) - 1;
  }

  const Instance& instance_;
  Program program_;
  Units demand_;
  std::set<std::pair<std::int32_t, ProductIndex>> closed_;
};

std::vector<std::string> refused_lines(const Instance& instance, const Plan& plan) {
  std::vector<std::string> ids;
  for (const auto& closure : plan.closures) ids.push_back(instance.lines[closure.refused.line].id);
  return ids;
}

bool has_prices(const Closure& closure) {
  return std::any_of(closure.prices.begin(), closure.prices.end(), [](auto price) { return price > 0; });
}

struct Tally {
  int models = 0, solved = 0, floors_refused = 0, closures = 0, whole_numbers_only = 0;
  int choices = 0;             ///< plans with substitutions and several recipes for a product
  int saved = 0;               ///< of these: the fewest other recipes first would have taken more substitutions
  int whole_choices_only = 0;  ///< of these: cut in pieces the goods would have needed fewer
};

/// Over every choice of recipes and kinds: no routing has fewer substitutions, and none with as few has fewer other
/// recipes. Both are claimed.
void expect_the_proper_goods_come_first(const Instance& instance, const Plan& plan, const Units& demand, Tally& tally) {
  ASSERT_EQ(plan.substitutions, Program(instance).fewest_substitutions(demand));
  Program as_few(instance);
  as_few.limit_substitutions(plan.substitutions);
  ASSERT_EQ(plan.other_recipes, as_few.fewest_other_recipes(demand));
  ASSERT_EQ(plan.fewest_substitutions.at_least, plan.substitutions);
  ASSERT_EQ(plan.fewest_other_recipes.at_least, plan.other_recipes);

  const auto has_choice = [](const Product& product) { return product.recipes.size() > 1; };
  if (plan.substitutions == 0 || std::none_of(instance.products.begin(), instance.products.end(), has_choice)) return;
  ++tally.choices;
  Program recipes_first(instance);
  recipes_first.limit_other_recipes(Program(instance).fewest_other_recipes(demand));
  tally.saved += recipes_first.fewest_substitutions(demand) > plan.substitutions ? 1 : 0;
  tally.whole_choices_only += Program(instance).fewest_substitutions(demand, false) < plan.substitutions ? 1 : 0;
}

/// No closed class could take one more unit, unless it was a lot that did not fit.
void expect_nothing_is_wasted(const Instance& instance, const Plan& plan, Tally& tally) {
  Units demand(instance.products.size(), 0);
  for (std::size_t at = 0; at < plan.granted.size(); ++at) demand[instance.lines[at].product] += plan.granted[at];
  EXPECT_TRUE(Program(instance).fits(demand, true));
  expect_the_proper_goods_come_first(instance, plan, demand, tally);
  for (const auto& one : plan.closures) {
    auto more = demand;
    more[plan.classes[one.class_index].product] += one.refused.units;
    EXPECT_FALSE(Program(instance).fits(more, true));
  }
}

void add_to(const Plan& plan, Tally& tally) {
  ++tally.solved;
  for (const auto& closure : plan.closures) {
    ++tally.closures;
    tally.whole_numbers_only += has_prices(closure) ? 0 : 1;
  }
}

void compare_with_reference(const Instance& instance, Tally& tally) {
  const auto expected = UnitByUnit(instance).run();
  const auto plan = solve(instance);
  ++tally.models;
  ASSERT_EQ(plan.ok(), expected.floors_fit) << (plan.ok() ? "" : plan.refusal().message(base::Language::english));
  if (!plan.ok()) {
    ASSERT_TRUE(plan.refusal().is(refusals::floors_do_not_fit));
    ++tally.floors_refused;
    return;
  }
  add_to(*plan, tally);
  ASSERT_EQ(plan->granted, expected.granted);
  ASSERT_EQ(refused_lines(instance, *plan), expected.closed);
  for (const auto& closure : plan->closures) {
    ASSERT_NE(Program(instance).fits(closure.demand, false), has_prices(closure));
    ASSERT_FALSE(Program(instance).fits(closure.demand, true));
  }
  expect_nothing_is_wasted(instance, *plan, tally);
}

/// `make nightly` compares a hundred times as many.
std::uint64_t models(std::uint64_t in_the_suite) {
  return std::getenv("RELAIS_NIGHTLY") == nullptr ? in_the_suite : 100 * in_the_suite;
}

void print(const Tally& tally) {
  std::printf("  %d models: %d solved, %d with floors that do not fit, %d refusals, %d of them in whole numbers only\n",
              tally.models, tally.solved, tally.floors_refused, tally.closures, tally.whole_numbers_only);
  std::printf(
      "  %d with substitutions and a choice of recipes: %d would need more with the fewest other recipes, %d "
      "fewer in pieces\n",
      tally.choices, tally.saved, tally.whole_choices_only);
}

Tally compare_many(std::uint64_t first_seed, std::uint64_t count, const Shape& shape) {
  Tally tally;
  for (auto seed = first_seed; seed < first_seed + count && !testing::Test::HasFatalFailure(); ++seed) {
    SCOPED_TRACE(seed);
    compare_with_reference(RandomInstance(seed, shape).make(), tally);
  }
  print(tally);
  return tally;
}

TEST(Reference, kits_recipes_lots_tiers_floors_and_past_are_shared_as_if_unit_by_unit) {
  const auto tally = compare_many(1, models(400), Shape{});
  EXPECT_GT(tally.solved, tally.models / 2);
  EXPECT_GT(tally.floors_refused, tally.models / 50);
}

TEST(Reference, goods_that_fit_only_in_pieces_are_refused_as_if_unit_by_unit) {
  const auto tally = compare_many(1'000'000, models(400), lumpy_shape);
  EXPECT_GT(tally.whole_numbers_only, tally.models / 50);
}

TEST(Reference, one_kind_without_kits_is_shared_as_if_unit_by_unit) {
  const auto tally = compare_many(2'000'000, models(100), plain_shape);
  EXPECT_GT(tally.closures, tally.models / 2);
}

TEST(Reference, recipes_and_kinds_are_chosen_together_with_the_fewest_substitutions) {
  const auto tally = compare_many(3'000'000, models(300), choice_shape);
  EXPECT_GT(tally.choices, tally.models / 4);
  EXPECT_GT(tally.saved, tally.models / 20) << "choosing the recipes first would do as well";
  EXPECT_GT(tally.whole_choices_only, tally.models / 100) << "the relaxation would do as well";
}

TEST(Reference, large_quantities_are_served_with_the_fewest_substitutions) {
  Tally tally;
  for (std::uint64_t seed = 4'000'000; seed < 4'000'000 + models(100) && !HasFatalFailure(); ++seed) {
    SCOPED_TRACE(seed);
    const auto instance = RandomInstance(seed, large_choice_shape).make();
    const auto plan = solve(instance);
    ++tally.models;
    if (!plan.ok()) continue;
    add_to(*plan, tally);
    expect_nothing_is_wasted(instance, *plan, tally);
  }
  print(tally);
  EXPECT_GT(tally.choices, tally.models / 4);
}

/// How many plans differ from the reference when the solver is asked about a mistaken instance.
int differences(const Shape& shape, const std::function<void(Instance&)>& mistake) {
  int differ = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const auto instance = RandomInstance(seed, shape).make();
    auto mistaken = instance;
    mistake(mistaken);
    const auto expected = UnitByUnit(instance).run();
    const auto plan = solve(mistaken);
    differ += plan.ok() != expected.floors_fit || (plan.ok() && plan->granted != expected.granted) ? 1 : 0;
  }
  return differ;
}

TEST(Reference, a_solver_that_forgets_a_part_of_the_rule_differs) {
  const std::pair<const char*, std::function<void(Instance&)>> mistakes[] = {
      {"weights",
       [](Instance& mistaken) {
         for (auto& line : mistaken.lines) line.weight = 1;
       }},
      {"past",
       [](Instance& mistaken) {
         for (auto& line : mistaken.lines) line.past = 0;
       }},
      {"floors",
       [](Instance& mistaken) {
         for (auto& line : mistaken.lines) line.floor = 0;
       }},
      {"tiers",
       [](Instance& mistaken) {
         for (auto& line : mistaken.lines) line.tier = 0;
       }},
      {"lots",
       [](Instance& mistaken) {
         for (auto& product : mistaken.products) product.minimum_lot = 1;
       }},
      {"seed", [](Instance& mistaken) { ++mistaken.seed; }},
      {"other recipes",
       [](Instance& mistaken) {
         for (auto& product : mistaken.products) product.recipes.resize(1);
       }},
      {"one item of each kind",
       [](Instance& mistaken) {
         for (auto& kind : mistaken.kinds) kind.stock -= kind.stock > 0 ? 1 : 0;
       }},
  };
  for (const auto& [forgotten, mistake] : mistakes) {
    const auto differ = differences(Shape{}, mistake);
    std::printf("  without its %s: %d of 100 plans differ\n", forgotten, differ);
    EXPECT_GT(differ, 0) << forgotten;
  }
}

}  // namespace
}  // namespace relais::fairness
