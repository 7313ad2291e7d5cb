#include <algorithm>

#include "base/check.hpp"
#include "fairness/refusals.hpp"
#include "fairness/routing.hpp"
#include "fairness/share.hpp"
#include "fairness/validate.hpp"

namespace relais::fairness {
namespace {

using base::Done;
using base::Refusal;
using base::Result;

Refusal search_limit() { return Refusal(refusals::search_limit, {"/products", std::to_string(search_steps_max)}); }

/// One run over one instance: floors, then tier by tier, then the routing.
class Solver {
 public:
  Solver(const Instance& instance, const Model& model)
      : instance_(instance), model_(model), fit_(model), level_(instance, fit_, takers_, sharings_) {}

  Result<Plan> run();

 private:
  void group_lines();
  Result<Done> grant_floors();
  Result<Done> share_tier(std::vector<std::size_t> open);
  void settle(std::size_t sharing, const Ranked* place);
  void close(const FirstRefusal& refusal);
  void find_cutoff(std::size_t sharing);
  std::vector<KindIndex> what_would_help(const Demand& demand) const;
  std::vector<KindIndex> kinds_of(std::uint32_t product) const;
  std::string short_of(const Demand& demand) const;
  Closure closure_of(std::size_t sharing, const FirstRefusal& refusal) const;
  std::vector<KindIndex> kinds_priced(const std::vector<std::int64_t>& prices) const;

  const Instance& instance_;
  const Model& model_;
  Fit fit_;
  std::vector<Taker> takers_;  ///< by class
  std::vector<Sharing> sharings_;
  WaterLevel level_;
  Demand demand_;  ///< floors of what is not settled, grants of what is
  Plan plan_;
};

// A counting sort: a slot per tier and product, which is the order of the classes.
void Solver::group_lines() {
  const auto slot_of = [&](const Line& line) {
    return static_cast<std::size_t>(line.tier) * products_max + model_.product_rank[line.product];
  };
  std::vector<std::size_t> sizes((tier_max + 1) * products_max, 0);
  for (const auto& line : instance_.lines) ++sizes[slot_of(line)];
  std::vector<std::uint32_t> class_at(sizes.size(), 0);
  std::size_t first = 0;
  for (std::size_t slot = 0; slot < sizes.size(); first += sizes[slot++]) {
    if (sizes[slot] == 0) continue;
    const auto tier = static_cast<std::int32_t>(slot / products_max);
    const auto product = static_cast<std::uint32_t>(slot % products_max);
    class_at[slot] = static_cast<std::uint32_t>(sharings_.size());
    sharings_.push_back({tier, product, first, first, 0});
  }
  takers_.resize(first);
  for (LineIndex at = 0; at < instance_.lines.size(); ++at) {
    const auto class_index = class_at[slot_of(instance_.lines[at])];
    auto& sharing = sharings_[class_index];
    auto& taker = takers_[sharing.end++] = taker_of(instance_, at);
    taker.class_index = class_index;
    sharing.asked += taker.cap;
  }
  for (const auto& sharing : sharings_)
    plan_.classes.push_back({sharing.tier, model_.products[sharing.product], sharing.asked, 0, {}, {}});
}

Result<Done> Solver::grant_floors() {
  demand_.assign(model_.products.size(), 0);
  for (const auto& taker : takers_) demand_[sharings_[taker.class_index].product] += taker.owed;
  switch (fit_.check(demand_)) {
    case Verdict::fits:
      return Done{};
    case Verdict::undecided:
      return search_limit();
    case Verdict::does_not_fit:
      break;
  }
  return Refusal(refusals::floors_do_not_fit, {"/lines", short_of(demand_)});
}

std::vector<KindIndex> Solver::kinds_priced(const std::vector<std::int64_t>& prices) const {
  std::vector<KindIndex> kinds;
  for (std::size_t rank = 0; rank < prices.size(); ++rank)
    if (prices[rank] > 0) kinds.push_back(model_.kinds[rank]);
  return kinds;
}

std::string Solver::short_of(const Demand& demand) const {
  std::string names;
  for (const auto kind : kinds_priced(fit_.prices_against(demand)))
    names += (names.empty() ? "" : ", ") + instance_.kinds[kind].id;
  return names.empty() ? "whole units" : names;
}

Result<Done> Solver::share_tier(std::vector<std::size_t> open) {
  for (std::int64_t level = 0; !open.empty();) {
    Demand settled = demand_;
    for (const auto sharing : open)
      for (auto at = sharings_[sharing].first; at < sharings_[sharing].end; ++at)
        settled[sharings_[sharing].product] -= takers_[at].owed;
    switch (level_.raise(open, settled, level)) {
      case WaterLevel::Outcome::undecided:
        return search_limit();
      case WaterLevel::Outcome::all_served:
        for (const auto sharing : open) settle(sharing, nullptr);
        return Done{};
      case WaterLevel::Outcome::refused:
        close(level_.refusal());
        std::erase(open, level_.refusal().block.class_index);
        level = level_below(level_.refusal().block.block.key);
    }
  }
  return Done{};
}

/// Grants what comes before `place`, or all that is asked.
void Solver::settle(std::size_t sharing, const Ranked* place) {
  for (auto at = sharings_[sharing].first; at < sharings_[sharing].end; ++at) {
    const auto& taker = takers_[at];
    const auto units = place == nullptr ? taker.cap : units_before(instance_, taker, *place);
    plan_.granted[taker.line] = units;
    plan_.classes[sharing].granted += units;
    demand_[sharings_[sharing].product] += units - taker.owed;
  }
  find_cutoff(sharing);
}

void Solver::find_cutoff(std::size_t sharing) {
  std::optional<Ranked> last;
  for (auto at = sharings_[sharing].first; at < sharings_[sharing].end; ++at) {
    const auto granted = plan_.granted[takers_[at].line];
    if (granted <= takers_[at].owed) continue;
    const auto block = block_ending_at(takers_[at], granted);
    if (last && compare(block.key, last->block.key) < 0) continue;
    const auto one = ranked(instance_, takers_[at], block);
    if (!last || is_before(instance_, *last, one)) last = one;
  }
  if (last) plan_.classes[sharing].cutoff = last->block;
}

void Solver::close(const FirstRefusal& refusal) {
  const std::size_t sharing = refusal.block.class_index;
  settle(sharing, &refusal.block);
  plan_.classes[sharing].closure = plan_.closures.size();
  plan_.closures.push_back(closure_of(sharing, refusal));
}

Closure Solver::closure_of(std::size_t sharing, const FirstRefusal& refusal) const {
  Closure closure{sharing, refusal.block.block, Demand(refusal.demand.size()), Demand(model_.kinds.size()), {}};
  const auto prices = fit_.prices_against(refusal.demand);
  for (std::size_t rank = 0; rank < refusal.demand.size(); ++rank)
    closure.demand[model_.products[rank]] = refusal.demand[rank];
  for (std::size_t rank = 0; rank < prices.size(); ++rank) closure.prices[model_.kinds[rank]] = prices[rank];
  closure.binding = kinds_priced(prices);
  if (closure.binding.empty()) closure.binding = what_would_help(refusal.demand);
  if (closure.binding.empty()) closure.binding = kinds_of(sharings_[sharing].product);
  return closure;
}

/// Where only whole numbers stand in the way: each kind of which plenty would help, on its own.
std::vector<KindIndex> Solver::what_would_help(const Demand& demand) const {
  std::vector<KindIndex> kinds;
  for (std::size_t rank = 0; rank < model_.kinds.size(); ++rank) {
    auto richer = model_;
    const auto plenty = model_.total_stock + 1;
    richer.total_stock += plenty;
    for (auto& cut : richer.cuts)
      if ((cut.kinds >> rank & 1) != 0) cut.stock += plenty;
    if (Fit(richer).check(demand) == Verdict::fits) kinds.push_back(model_.kinds[rank]);
  }
  return kinds;
}

/// Every kind that some recipe of the product accepts.
std::vector<KindIndex> Solver::kinds_of(std::uint32_t product) const {
  std::vector<KindIndex> kinds;
  for (const auto kind : model_.kinds) {
    const auto accepts = [&](const Ingredient& one) {
      const auto& list = instance_.components[one.component].accepts;
      return std::find(list.begin(), list.end(), kind) != list.end();
    };
    const auto& recipes = instance_.products[model_.products[product]].recipes;
    if (std::any_of(recipes.begin(), recipes.end(),
                    [&](const Recipe& recipe) { return std::any_of(recipe.begin(), recipe.end(), accepts); }))
      kinds.push_back(kind);
  }
  return kinds;
}

Result<Plan> Solver::run() {
  plan_.granted.assign(instance_.lines.size(), 0);
  group_lines();
  RELAIS_TRY_DONE(grant_floors());
  for (std::size_t first = 0; first < sharings_.size();) {
    std::vector<std::size_t> open;
    for (; first + open.size() < sharings_.size() && sharings_[first + open.size()].tier == sharings_[first].tier;)
      open.push_back(first + open.size());
    first += open.size();
    RELAIS_TRY_DONE(share_tier(std::move(open)));
  }
  const auto uses = fit_.choose_ways(demand_);
  if (!uses) return search_limit();
  route(instance_, model_, *uses, plan_);
  return std::move(plan_);
}

}  // namespace

base::Result<Plan> solve(const Instance& instance) {
  RELAIS_TRY_DONE(validate(instance));
  RELAIS_TRY(const auto model, model_of(instance));
  return Solver(instance, model).run();
}

}  // namespace relais::fairness
