#include "fairness/check_plan.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "base/text.hpp"

namespace relais::fairness {
namespace {

__extension__ using Wide = __int128;

/// A place in the order of a tier. The lottery is drawn only when two keys are equal.
struct Place {
  Wide numerator, denominator;
  std::string lottery;
};

class Checker {
 public:
  Checker(const Instance& instance, const Plan& plan) : instance_(instance), plan_(plan) {}

  PlanCheck run() {
    if (shape_is_wrong()) return std::move(check_);
    check_lines();
    check_classes();
    check_routing();
    for (std::size_t at = 0; at < plan_.closures.size(); ++at) check_closure(at);
    return std::move(check_);
  }

 private:
  void fault(std::string text) { check_.faults.push_back(std::move(text)); }
  bool shape_is_wrong();
  bool class_is_wrong(const ClassOutcome& one) const;
  void check_lines();
  void check_classes();
  void check_routing();
  void check_recipes(std::size_t at);
  void check_closure(std::size_t at);
  std::vector<std::int64_t> replay(std::size_t closure) const;
  bool prices_prove(const Closure& closure) const;
  Wide cheapest(const Product& product, const std::vector<std::int64_t>& prices) const;

  std::int64_t lot(const Line& line) const { return std::min(instance_.products[line.product].minimum_lot, line.cap); }
  std::int64_t owed(const Line& line) const { return line.floor > 0 ? std::max(line.floor, lot(line)) : 0; }
  std::string lottery(const Line& line) const {
    return base::sha256_hex(std::to_string(instance_.seed) + ":" + line.id).substr(0, 16) + line.id;
  }
  std::size_t class_of(const Line& line) const { return class_at_.at({line.tier, line.product}); }
  bool is_before(const Line& line, std::int64_t units, const Place& place) const;
  std::int64_t granted_before(const Line& line, const Place& place) const;

  const Instance& instance_;
  const Plan& plan_;
  std::map<std::pair<std::int32_t, ProductIndex>, std::size_t> class_at_;
  PlanCheck check_;
};

/// Whether the block that brings a line to `units` comes before a place.
bool Checker::is_before(const Line& line, std::int64_t units, const Place& place) const {
  const bool first_lot = owed(line) == 0 && units <= lot(line);
  const Wide numerator = first_lot ? lot(line) + 2 * line.past : 2 * (units + line.past) - 1;
  const Wide left = numerator * place.denominator, right = place.numerator * line.weight;
  return left != right ? left < right : lottery(line) < place.lottery;
}

/// By bisection, where the solver divides.
std::int64_t Checker::granted_before(const Line& line, const Place& place) const {
  std::int64_t low = owed(line), high = line.cap;
  while (low < high) {
    const auto middle = low + (high - low + 1) / 2;
    if (is_before(line, middle, place))
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

bool Checker::class_is_wrong(const ClassOutcome& one) const {
  if (one.product >= instance_.products.size()) return true;
  return one.closure &&
         (*one.closure >= plan_.closures.size() || plan_.closures[*one.closure].class_index >= plan_.classes.size());
}

bool Checker::shape_is_wrong() {
  if (plan_.granted.size() != instance_.lines.size()) fault("not one figure per line");
  for (std::size_t at = 0; at < plan_.classes.size(); ++at) {
    const auto& one = plan_.classes[at];
    if (class_is_wrong(one) || !class_at_.insert({{one.tier, one.product}, at}).second) fault("a class is wrong");
  }
  for (const auto& line : instance_.lines)
    if (!class_at_.contains({line.tier, line.product})) fault("no class for line " + line.id);
  for (const auto& one : plan_.closures)
    if (one.class_index >= plan_.classes.size() || one.refused.line >= instance_.lines.size() ||
        one.demand.size() != instance_.products.size() || one.prices.size() != instance_.kinds.size())
      fault("a refusal is wrong");
  for (const auto& one : plan_.routing)
    if (one.class_index >= plan_.classes.size() || one.component >= instance_.components.size() ||
        one.kind >= instance_.kinds.size() || one.quantity <= 0 ||
        one.recipe >= instance_.products[plan_.classes[one.class_index].product].recipes.size())
      fault("a route is wrong");
  return !check_.faults.empty();
}

void Checker::check_lines() {
  for (std::size_t at = 0; at < instance_.lines.size(); ++at) {
    const auto& line = instance_.lines[at];
    const auto granted = plan_.granted[at];
    if (granted < owed(line) || granted > line.cap) fault("line " + line.id + " is out of its bounds");
    if (granted != 0 && granted < lot(line)) fault("line " + line.id + " got less than the minimum lot");
  }
}

void Checker::check_classes() {
  std::vector<std::int64_t> asked(plan_.classes.size(), 0), granted(plan_.classes.size(), 0);
  for (std::size_t at = 0; at < instance_.lines.size(); ++at) {
    const auto of = class_of(instance_.lines[at]);
    asked[of] += instance_.lines[at].cap;
    granted[of] += plan_.granted[at];
    if (!plan_.classes[of].closure && plan_.granted[at] != instance_.lines[at].cap)
      fault("line " + instance_.lines[at].id + " was cut without a refusal");
  }
  for (std::size_t at = 0; at < plan_.classes.size(); ++at)
    if (asked[at] != plan_.classes[at].asked || granted[at] != plan_.classes[at].granted)
      fault("the sums of class " + std::to_string(at) + " are wrong");
}

void Checker::check_routing() {
  std::vector<std::int64_t> taken(instance_.kinds.size(), 0);
  std::int64_t substitutions = 0;
  for (const auto& one : plan_.routing) {
    const auto& accepts = instance_.components[one.component].accepts;
    if (std::find(accepts.begin(), accepts.end(), one.kind) == accepts.end())
      fault(instance_.components[one.component].id + " does not accept " + instance_.kinds[one.kind].id);
    if (one.kind != accepts.front()) substitutions += one.quantity;
    taken[one.kind] += one.quantity;
  }
  for (std::size_t kind = 0; kind < taken.size(); ++kind)
    if (taken[kind] > instance_.kinds[kind].stock) fault("more than the stock of " + instance_.kinds[kind].id);
  if (substitutions != plan_.substitutions) fault("substitutions are miscounted");
  for (std::size_t at = 0; at < plan_.classes.size(); ++at) check_recipes(at);
}

/// Each recipe of a class is made a whole number of times, and these numbers add up to what was granted.
void Checker::check_recipes(std::size_t at) {
  const auto& recipes = instance_.products[plan_.classes[at].product].recipes;
  std::int64_t units = 0;
  for (std::uint32_t recipe = 0; recipe < recipes.size(); ++recipe) {
    std::map<ComponentIndex, std::int64_t> used;
    for (const auto& one : plan_.routing)
      if (one.class_index == at && one.recipe == recipe) used[one.component] += one.quantity;
    const auto& first = recipes[recipe].front();
    const auto made = used[first.component] / first.amount;
    for (const auto& ingredient : recipes[recipe]) {
      if (used[ingredient.component] != made * ingredient.amount)
        fault("a recipe of class " + std::to_string(at) + " is not whole");
      used.erase(ingredient.component);
    }
    if (!used.empty()) fault("class " + std::to_string(at) + " uses a component outside its recipe");
    units += made;
  }
  if (units != plan_.classes[at].granted) fault("the recipes of class " + std::to_string(at) + " do not add up");
}

std::vector<std::int64_t> Checker::replay(std::size_t at) const {
  const auto& closure = plan_.closures[at];
  const auto& refused = instance_.lines[closure.refused.line];
  const Place place{closure.refused.key.numerator, closure.refused.key.denominator, lottery(refused)};
  std::vector<std::int64_t> demand(instance_.products.size(), 0);
  for (std::size_t i = 0; i < instance_.lines.size(); ++i) {
    const auto& line = instance_.lines[i];
    const auto closed_by = plan_.classes[class_of(line)].closure;
    if (line.tier < refused.tier || (line.tier == refused.tier && closed_by && *closed_by < at))
      demand[line.product] += plan_.granted[i];
    else
      demand[line.product] += line.tier > refused.tier ? owed(line) : granted_before(line, place);
  }
  demand[refused.product] += closure.refused.units;
  return demand;
}

Wide Checker::cheapest(const Product& product, const std::vector<std::int64_t>& prices) const {
  Wide best = std::numeric_limits<std::int64_t>::max();
  for (const auto& recipe : product.recipes) {
    Wide cost = 0;
    for (const auto& ingredient : recipe) {
      std::int64_t price = std::numeric_limits<std::int64_t>::max();
      for (const auto kind : instance_.components[ingredient.component].accepts) price = std::min(price, prices[kind]);
      cost += Wide{price} * ingredient.amount;
    }
    best = std::min(best, cost);
  }
  return best;
}

bool Checker::prices_prove(const Closure& closure) const {
  Wide cost = 0, worth = 0;
  for (std::size_t product = 0; product < instance_.products.size(); ++product)
    cost += cheapest(instance_.products[product], closure.prices) * closure.demand[product];
  for (std::size_t kind = 0; kind < instance_.kinds.size(); ++kind)
    worth += Wide{closure.prices[kind]} * instance_.kinds[kind].stock;
  return cost > worth;
}

void Checker::check_closure(std::size_t at) {
  const auto& closure = plan_.closures[at];
  const auto& refused = instance_.lines[closure.refused.line];
  const auto name = "refusal " + std::to_string(at);
  const auto granted = plan_.granted[closure.refused.line];
  const Wide key = granted == 0 ? lot(refused) + 2 * refused.past : 2 * (granted + refused.past) + 1;
  if (class_of(refused) != closure.class_index || plan_.classes[closure.class_index].closure != at)
    fault(name + " and its class do not match");
  if (closure.refused.units != (granted == 0 ? lot(refused) : 1) || closure.refused.key.numerator != key ||
      closure.refused.key.denominator != refused.weight)
    fault(name + " is not the next block of its line");
  const Place place{closure.refused.key.numerator, closure.refused.key.denominator, lottery(refused)};
  for (std::size_t i = 0; i < instance_.lines.size(); ++i)
    if (class_of(instance_.lines[i]) == closure.class_index &&
        plan_.granted[i] != granted_before(instance_.lines[i], place))
      fault("line " + instance_.lines[i].id + " is not served up to the refused block");
  if (replay(at) != closure.demand) fault(name + ": the demand is another");
  const bool priced = std::any_of(closure.prices.begin(), closure.prices.end(), [](auto price) { return price != 0; });
  if (std::any_of(closure.prices.begin(), closure.prices.end(), [](auto price) { return price < 0; }))
    fault(name + ": a price is negative");
  if (priced && !prices_prove(closure)) fault(name + ": the prices prove nothing");
  ++(priced ? check_.refusals_proved : check_.refusals_on_trust);
}

}  // namespace

PlanCheck check_plan(const Instance& instance, const Plan& plan) { return Checker(instance, plan).run(); }

}  // namespace relais::fairness
