#include <algorithm>

#include "base/check.hpp"
#include "fairness/fewest.hpp"
#include "fairness/refusals.hpp"
#include "fairness/routing.hpp"
#include "fairness/share.hpp"
#include "fairness/share_out.hpp"
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
  Solver(const Instance& instance, const Model& model, const Columns& columns)
      : instance_(instance), model_(model), columns_(columns), fit_(model), level_(instance, fit_, columns) {}

  Result<Plan> run();

 private:
  void list_classes();
  Result<Done> grant_floors();
  Result<Done> share_tier(std::size_t first, std::size_t end);
  void settle(std::size_t class_index, std::int64_t units);
  void serve_all(std::size_t class_index);
  void close(std::size_t class_index);
  std::optional<Block> last_block_beyond(std::size_t class_index) const;
  std::optional<Block> last_block_of(std::size_t class_index) const;
  Block last_by_lottery(std::vector<Ranked> blocks) const;
  std::string short_of(const Demand& demand) const;
  Closure closure_of(const Ranked& refused, const Demand& demand) const;
  std::vector<KindIndex> kinds_priced(const std::vector<std::int64_t>& prices) const;

  const Instance& instance_;
  const Model& model_;
  const Columns& columns_;
  Fit fit_;
  WaterLevel level_;
  Demand demand_;  ///< floors of what is not settled, grants of what is
  Plan plan_;
};

void Solver::list_classes() {
  plan_.granted.resize(instance_.lines.size());
  for (const auto& one : columns_.classes)
    plan_.classes.push_back({one.tier, model_.products[one.product], one.asked, 0, {}, {}});
}

Result<Done> Solver::grant_floors() {
  demand_.assign(model_.products.size(), 0);
  for (const auto& one : columns_.classes) demand_[one.product] += one.owed;
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

Result<Done> Solver::share_tier(std::size_t first, std::size_t end) {
  level_.open_tier(first, end, demand_);
  for (;;) switch (level_.raise()) {
      case WaterLevel::Outcome::undecided:
        return search_limit();
      case WaterLevel::Outcome::all_served:
        for (; first < end; ++first)
          if (!plan_.classes[first].closure) serve_all(first);
        return Done{};
      case WaterLevel::Outcome::refused:
        close(level_.refused().class_index);
    }
}

void Solver::settle(std::size_t class_index, std::int64_t units) {
  plan_.classes[class_index].granted = units;
  demand_[columns_.classes[class_index].product] += units - columns_.classes[class_index].owed;
}

void Solver::serve_all(std::size_t class_index) {
  const auto& sharing = columns_.classes[class_index];
  for (auto at = sharing.first; at < sharing.end; ++at) plan_.granted[columns_.line[at]] = columns_.cap[at];
  settle(class_index, sharing.asked);
  plan_.classes[class_index].cutoff = last_block_of(class_index);
}

/// Grants what comes before the refused block: all up to the level, and the blocks beyond.
void Solver::close(std::size_t class_index) {
  const auto& sharing = columns_.classes[class_index];
  const auto level = level_.level();
  auto units = with_units_of(columns_, sharing, [&](const auto& units_of) {
    std::int64_t sum = 0;
    for (auto at = sharing.first; at < sharing.end; ++at) {
      const auto granted = units_of(at, level);
      plan_.granted[columns_.line[at]] = granted;
      sum += granted;
    }
    return sum;
  });
  for (const auto& one : level_.granted_beyond()) {
    if (one.class_index != class_index) continue;
    plan_.granted[one.block.line] += one.block.units;
    units += one.block.units;
  }
  settle(class_index, units);
  level_.close(class_index, units);
  auto& outcome = plan_.classes[class_index];
  outcome.cutoff = last_block_beyond(class_index);
  if (!outcome.cutoff) outcome.cutoff = last_block_of(class_index);
  outcome.closure = plan_.closures.size();
  plan_.closures.push_back(closure_of(level_.refused(), level_.refused_demand()));
}

Block Solver::last_by_lottery(std::vector<Ranked> blocks) const {
  Lottery lottery(instance_.seed);
  const auto draw = [&](Ranked& one) {
    if (!one.is_drawn) one.tie = lottery.draw(instance_.lines[one.block.line].id);
    one.is_drawn = true;
  };
  const auto place = [&](const Ranked& one) {
    return std::pair<std::uint64_t, const std::string&>(one.tie, instance_.lines[one.block.line].id);
  };
  auto last = blocks.front();
  if (blocks.size() > 1) draw(last);
  for (auto& one : blocks) {
    if (blocks.size() > 1) draw(one);
    if (place(last) < place(one)) last = one;
  }
  return last.block;
}

std::optional<Block> Solver::last_block_beyond(std::size_t class_index) const {
  std::vector<Ranked> last;
  for (const auto& one : level_.granted_beyond()) {
    if (one.class_index != class_index) continue;
    if (!last.empty() && compare(last.front().block.key, one.block.key) != 0) last.clear();
    last.push_back(one);
  }
  if (last.empty()) return std::nullopt;
  return last_by_lottery(std::move(last));
}

std::optional<Block> Solver::last_block_of(std::size_t class_index) const {
  const auto& sharing = columns_.classes[class_index];
  std::vector<Ranked> last;
  for (auto at = sharing.first; at < sharing.end; ++at) {
    const auto granted = plan_.granted[columns_.line[at]];
    if (granted <= columns_.owed[at]) continue;
    const auto block = block_ending_at(columns_.taker(sharing, at), granted);
    const int order = last.empty() ? 1 : compare(block.key, last.front().block.key);
    if (order < 0) continue;
    if (order > 0) last.clear();
    last.push_back({block, static_cast<std::uint32_t>(class_index)});
  }
  if (last.empty()) return std::nullopt;
  return last_by_lottery(std::move(last));
}

Closure Solver::closure_of(const Ranked& refused, const Demand& demand) const {
  Closure closure{refused.class_index, refused.block, Demand(demand.size()), Demand(model_.kinds.size()), {}};
  const auto prices = fit_.prices_against(demand);
  for (std::size_t rank = 0; rank < demand.size(); ++rank) closure.demand[model_.products[rank]] = demand[rank];
  for (std::size_t rank = 0; rank < prices.size(); ++rank) closure.prices[model_.kinds[rank]] = prices[rank];
  return closure;
}

Result<Plan> Solver::run() {
  list_classes();
  RELAIS_TRY_DONE(grant_floors());
  const auto& classes = columns_.classes;
  for (std::size_t first = 0, end = 0; first < classes.size(); first = end) {
    while (end < classes.size() && classes[end].tier == classes[first].tier) ++end;
    RELAIS_TRY_DONE(share_tier(first, end));
  }
  auto choice = choose_ways(instance_, model_, fit_, demand_);
  if (!choice) return search_limit();
  route(instance_, model_, choice->uses, plan_);
  plan_.fewest_substitutions = std::move(choice->substitutions);
  plan_.fewest_other_recipes = std::move(choice->other_recipes);
  if (fit_.choices().empty()) plan_.fewest_substitutions.at_least = plan_.substitutions;
  return std::move(plan_);
}

}  // namespace

base::Result<Plan> share_out(const Instance& instance, const Model& model, const Columns& columns) {
  return Solver(instance, model, columns).run();
}

base::Result<Plan> solve(const Instance& instance) {
  RELAIS_TRY_DONE(validate(instance));
  RELAIS_TRY(const auto model, model_of(instance));
  return share_out(instance, model, columns_of(instance, model));
}

}  // namespace relais::fairness
