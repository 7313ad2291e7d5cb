#include "fairness/fewest.hpp"

#include <algorithm>
#include <numeric>

#include "base/check.hpp"
#include "fairness/routing.hpp"
#include "fairness/tableau.hpp"

namespace relais::fairness {
namespace {

/// How long a question may take, and how many may be left undecided before the search for fewer ends: less than is
/// spent on what decides who gets what.
constexpr int question_steps_max = 5'000;
constexpr int doubts_max = 3;

/// A program in whole numbers that chooses recipes and kinds together. Its variables: how often each way is used, where
/// a product has several; then, per component that accepts several kinds, how many of its items are substitutions.
///
/// Hall's cuts say which values can be routed: what a component needs beyond its substitutions can come from its proper
/// kind only, a substitution from any kind that it accepts. Beside the model's cuts that takes one for each proper
/// kind.
class Chooser {
 public:
  Chooser(const Instance& instance, const Model& model, const Fit& fit, const Demand& demand,
          std::vector<std::int64_t> uses);
  Choice choose();

 private:
  /// Something to have few of: its coefficients, how many a choice has, and where a proof prices it.
  struct Counted {
    std::vector<std::int64_t> coefficients;
    std::int64_t (Chooser::*count)() const;
    std::int64_t Fewest::*price;
  };

  std::uint64_t kinds_for(ComponentIndex component) const;
  std::uint64_t proper_for(ComponentIndex component) const;
  const Recipe& recipe_of(const Way& way) const {
    return instance_.products[model_.products[way.product]].recipes[way.recipe];
  }
  void list_substitutable();
  void add_cut(std::uint64_t kinds);
  void add_cuts();
  void add_limits_of_substitutions();
  void add_needs();
  Row row_below(std::int64_t bound) const;
  template <class Amount>
  void add_use(Row& row, const Amount& amount_in) const;

  Counted substitutions() const;
  Counted other_recipes() const;
  std::int64_t count_substituted() const { return count_substitutions(instance_, model_, uses_); }
  std::int64_t count_others() const;

  Fewest find_fewest(const Counted& counted);
  Fewest prove_by_prices(const Counted& counted) const;
  void search_for_fewer(const Counted& counted, Fewest& proof);
  std::vector<Row> rows_with(const Counted& counted, std::int64_t most) const;
  Fewest proof_from(const Counted& counted, const std::vector<std::int64_t>& weights) const;
  Wide cheapest(std::uint32_t product, const Fewest& proof) const;
  Wide beyond_the_stock(const Fewest& proof) const;

  const Instance& instance_;
  const Model& model_;
  const Fit& fit_;
  const Demand& demand_;
  std::vector<std::int64_t> uses_;
  std::vector<ComponentIndex> substitutable_;
  std::vector<std::uint64_t> cuts_;      ///< the kinds of the first rows
  std::vector<Row> rows_;                ///< the last limits the substitutions, once they are settled
  std::optional<std::int64_t> settled_;  ///< the substitutions
};

Chooser::Chooser(const Instance& instance, const Model& model, const Fit& fit, const Demand& demand,
                 std::vector<std::int64_t> uses)
    : instance_(instance), model_(model), fit_(fit), demand_(demand), uses_(std::move(uses)) {
  list_substitutable();
  add_cuts();
  add_limits_of_substitutions();
  add_needs();
}

std::uint64_t Chooser::proper_for(ComponentIndex component) const {
  return std::uint64_t{1} << model_.kind_rank[instance_.components[component].accepts.front()];
}

std::uint64_t Chooser::kinds_for(ComponentIndex component) const {
  std::uint64_t kinds = 0;
  for (const auto kind : instance_.components[component].accepts) kinds |= std::uint64_t{1} << model_.kind_rank[kind];
  return kinds;
}

void Chooser::list_substitutable() {
  for (const auto component : model_.components) {
    const auto takes_it = [&](const Way& way) {
      const auto& recipe = recipe_of(way);
      return std::any_of(recipe.begin(), recipe.end(), [&](const auto& one) { return one.component == component; });
    };
    if (instance_.components[component].accepts.size() > 1 &&
        std::any_of(model_.ways.begin(), model_.ways.end(), takes_it))
      substitutable_.push_back(component);
  }
}

Row Chooser::row_below(std::int64_t bound) const {
  return {std::vector<std::int64_t>(fit_.choices().size() + substitutable_.size(), 0), bound};
}

/// Adds what the ways take, `amount_in` of an ingredient: for products with one way, to the bound.
template <class Amount>
void Chooser::add_use(Row& row, const Amount& amount_in) const {
  const auto use_of = [&](std::uint32_t way) {
    std::int64_t use = 0;
    for (const auto& ingredient : recipe_of(model_.ways[way])) use += amount_in(ingredient);
    return use;
  };
  std::size_t choice = 0;
  for (std::uint32_t way = 0; way < model_.ways.size(); ++way)
    if (choice < fit_.choices().size() && fit_.choices()[choice] == way)
      row.coefficients[choice++] += use_of(way);
    else
      row.bound -= use_of(way) * demand_[model_.ways[way].product];
}

void Chooser::add_cut(std::uint64_t kinds) {
  std::int64_t stock = 0;
  for (std::size_t rank = 0; rank < model_.kinds.size(); ++rank)
    if ((kinds >> rank & 1) != 0) stock += instance_.kinds[model_.kinds[rank]].stock;
  auto row = row_below(stock);
  add_use(row, [&](const Ingredient& one) { return (proper_for(one.component) & kinds) != 0 ? one.amount : 0; });
  for (std::size_t at = 0; at < substitutable_.size(); ++at)
    if ((proper_for(substitutable_[at]) & kinds) != 0 && (kinds_for(substitutable_[at]) & ~kinds) != 0)
      row.coefficients[fit_.choices().size() + at] = -1;
  if (std::all_of(row.coefficients.begin(), row.coefficients.end(), [](auto one) { return one == 0; })) return;
  cuts_.push_back(kinds);
  rows_.push_back(std::move(row));
}

void Chooser::add_cuts() {
  std::uint64_t single = 0;
  for (const auto& cut : model_.cuts) {
    if ((cut.kinds & (cut.kinds - 1)) == 0) single |= cut.kinds;
    add_cut(cut.kinds);
  }
  for (const auto component : substitutable_) {
    if ((proper_for(component) & single) == 0) add_cut(proper_for(component));
    single |= proper_for(component);
  }
}

/// No component has more substitutions than items.
void Chooser::add_limits_of_substitutions() {
  for (std::size_t at = 0; at < substitutable_.size(); ++at) {
    auto row = row_below(0);
    add_use(row, [&](const Ingredient& one) { return one.component == substitutable_[at] ? -one.amount : 0; });
    row.coefficients[fit_.choices().size() + at] = 1;
    rows_.push_back(std::move(row));
  }
}

void Chooser::add_needs() {
  const auto& choices = fit_.choices();
  for (std::size_t first = 0, end = 0; first < choices.size(); first = end) {
    const auto product = model_.ways[choices[first]].product;
    auto row = row_below(-demand_[product]);
    for (; end < choices.size() && model_.ways[choices[end]].product == product; ++end) row.coefficients[end] = -1;
    rows_.push_back(std::move(row));
  }
}

Chooser::Counted Chooser::substitutions() const {
  Counted counted{row_below(0).coefficients, &Chooser::count_substituted, &Fewest::per_substitution};
  for (auto at = fit_.choices().size(); at < counted.coefficients.size(); ++at) counted.coefficients[at] = 1;
  return counted;
}

Chooser::Counted Chooser::other_recipes() const {
  Counted counted{row_below(0).coefficients, &Chooser::count_others, &Fewest::per_other_recipe};
  for (std::size_t at = 0; at < fit_.choices().size(); ++at)
    counted.coefficients[at] = model_.ways[fit_.choices()[at]].recipe == 0 ? 0 : 1;
  return counted;
}

std::int64_t Chooser::count_others() const {
  std::int64_t units = 0;
  for (std::size_t way = 0; way < uses_.size(); ++way)
    if (model_.ways[way].recipe > 0) units += uses_[way];
  return units;
}

Choice Chooser::choose() {
  Choice choice;
  choice.substitutions = find_fewest(substitutions());
  settled_ = count_substituted();
  rows_.push_back({substitutions().coefficients, *settled_});
  choice.other_recipes = find_fewest(other_recipes());
  choice.uses = std::move(uses_);
  return choice;
}

Fewest Chooser::find_fewest(const Counted& counted) {
  auto proof = prove_by_prices(counted);
  search_for_fewer(counted, proof);
  return proof;
}

std::vector<Row> Chooser::rows_with(const Counted& counted, std::int64_t most) const {
  auto rows = rows_;
  rows.push_back({counted.coefficients, most});
  return rows;
}

/// The most that prices prove. A contradiction at one limit tells up to which limit it holds, so that each question
/// jumps ahead, as Newton does; every second one halves what is left.
Fewest Chooser::prove_by_prices(const Counted& counted) const {
  Fewest proof{0, Demand(model_.kinds.size(), 0), 0, 0};
  auto open = (this->*counted.count)();
  for (bool halve = false; proof.at_least < open; halve = !halve) {
    const auto most = proof.at_least + (halve ? (open - proof.at_least) / 2 : 0);
    const auto rows = rows_with(counted, most);
    if (const auto weights = find_contradiction(counted.coefficients.size(), rows))
      proof = proof_from(counted, *weights);
    else
      open = most;
    RELAIS_CHECK(open == most || proof.at_least > most);
  }
  return proof;
}

Fewest Chooser::proof_from(const Counted& counted, const std::vector<std::int64_t>& weights) const {
  std::int64_t divisor = weights.back();
  Demand by_rank(model_.kinds.size(), 0);
  for (std::size_t row = 0; row < cuts_.size(); ++row)
    for (std::size_t rank = 0; rank < by_rank.size(); ++rank)
      if ((cuts_[row] >> rank & 1) != 0) by_rank[rank] += weights[row];
  const auto settled = settled_ ? weights[rows_.size() - 1] : 0;
  for (const auto price : by_rank) divisor = std::gcd(divisor, price);
  divisor = std::gcd(divisor, settled);

  Fewest proof{0, Demand(model_.kinds.size()), settled / divisor, 0};
  for (std::size_t rank = 0; rank < by_rank.size(); ++rank) proof.prices[model_.kinds[rank]] = by_rank[rank] / divisor;
  const auto unit = proof.*counted.price = weights.back() / divisor;
  proof.at_least = static_cast<std::int64_t>((beyond_the_stock(proof) + unit - 1) / unit);
  return proof;
}

/// What the demand costs at its cheapest, beyond what the stock and the substitutions that are settled are worth.
Wide Chooser::beyond_the_stock(const Fewest& proof) const {
  Wide cost = 0;
  for (std::uint32_t product = 0; product < demand_.size(); ++product)
    cost += cheapest(product, proof) * demand_[product];
  for (std::size_t kind = 0; kind < proof.prices.size(); ++kind)
    cost -= Wide{proof.prices[kind]} * instance_.kinds[kind].stock;
  return settled_ ? cost - Wide{proof.per_substitution} * *settled_ : cost;
}

Wide Chooser::cheapest(std::uint32_t product, const Fewest& proof) const {
  std::optional<Wide> least;
  for (const auto& way : model_.ways) {
    if (way.product != product) continue;
    Wide cost = way.recipe == 0 ? 0 : proof.per_other_recipe;
    for (const auto& one : recipe_of(way)) {
      const auto& accepts = instance_.components[one.component].accepts;
      auto price = proof.prices[accepts.front()];
      for (const auto kind : accepts)
        if (kind != accepts.front()) price = std::min(price, proof.prices[kind] + proof.per_substitution);
      cost += Wide{price} * one.amount;
    }
    if (!least || cost < *least) least = cost;
  }
  return least.value();
}

/// What prices prove is nearly always possible; where only whole numbers stand in the way, further and further above.
/// What is left undecided is left behind: half way to what is reached, an answer is easier.
void Chooser::search_for_fewer(const Counted& counted, Fewest& proof) {
  auto reached = (this->*counted.count)(), low = proof.at_least;
  int doubts = 0;
  for (std::int64_t step = 0; low < reached && doubts < doubts_max; step = std::min(2 * step + 1, reached)) {
    const auto most = low + std::min(step, (reached - low) / 2);
    const auto answer = find_whole_point(counted.coefficients.size(), rows_with(counted, most), question_steps_max);
    if (answer.verdict == Verdict::fits) {
      uses_ = fit_.all_ways(demand_,
                            {answer.x.begin(), answer.x.begin() + static_cast<std::ptrdiff_t>(fit_.choices().size())});
      reached = (this->*counted.count)();
      RELAIS_CHECK(reached <= most);
    } else {
      low = most + 1;
    }
    if (answer.verdict == Verdict::undecided) {
      ++doubts;
      step = reached;
    }
    if (doubts == 0) proof.at_least = low;
  }
}

}  // namespace

std::optional<Choice> choose_ways(const Instance& instance, const Model& model, const Fit& fit, const Demand& demand) {
  auto uses = fit.find_ways(demand);
  if (!uses) return std::nullopt;
  const Fewest none{0, Demand(model.kinds.size(), 0), 0, 0};
  if (fit.choices().empty()) return Choice{*std::move(uses), none, none};
  return Chooser(instance, model, fit, demand, *std::move(uses)).choose();
}

}  // namespace relais::fairness
