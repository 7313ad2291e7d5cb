#pragma once
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "fairness/check_plan.hpp"
#include "fairness/faults.hpp"

/// The parts of `check_plan`. Nothing here is used by the solver, nor uses it.
namespace relais::fairness {

__extension__ using Sum128 = __int128;

/// What is wrong with a plan, up to a hundred.
class Faults {
 public:
  template <class... Facts>
  void add(const base::RefusalReason& fault, const Facts&... facts) {
    if (all_.size() < faults_max) all_.push_back(base::Refusal(fault, {text_of(facts)...}));
  }
  bool any() const { return !all_.empty(); }
  std::vector<base::Refusal> take() { return std::move(all_); }

 private:
  static std::string text_of(const std::string& id) { return id; }
  static std::string text_of(std::int64_t number) { return std::to_string(number); }
  static std::string text_of(std::size_t place) { return std::to_string(place); }
  static std::string text_of(std::uint32_t place) { return std::to_string(place); }

  static constexpr std::size_t faults_max = 100;
  std::vector<base::Refusal> all_;
};

/// What may be spent on a search: edges of a routing looked at.
using Work = std::int64_t;

/// One routing of components to kinds, to which more can be sent: others make room.
class Router {
 public:
  explicit Router(const Instance& instance);

  /// Nothing is sent, all is left.
  void clear();
  /// As a plan has it.
  void put(ComponentIndex component, KindIndex kind, std::int64_t items);
  /// False when not all of them find a place, or when the work runs out.
  bool send(ComponentIndex component, std::int64_t items, Work& work_left);
  /// As `send`, with the fewest substitutions for all that was sent so.
  bool send_properly(ComponentIndex component, std::int64_t items, Work& work_left);
  std::int64_t substitutions() const;
  /// After a `send` that failed: the kinds of which one more item would have helped.
  bool would_help(KindIndex kind) const { return into_[kind] != nowhere; }

 private:
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  std::size_t find_nearest(std::size_t component, Work& work_left);
  std::size_t find_cheapest(std::size_t component, Work& work_left);
  bool relax(std::size_t component, std::size_t kind);
  bool make_room(std::size_t kind, std::size_t component);
  int cost(std::size_t component, std::size_t kind) const {
    return instance_.components[component].accepts.front() == kind ? 0 : 1;
  }
  std::int64_t move(std::size_t component, std::size_t end, std::int64_t most);

  const Instance& instance_;
  std::vector<std::vector<std::int64_t>> sent_;  ///< by component and kind
  std::vector<std::int64_t> left_;               ///< by kind
  std::vector<std::size_t> into_, out_of_;       ///< the way found: by kind the component that reaches it, by component
                                                 ///< the kind that it leaves
  std::vector<int> to_kind_, to_component_;      ///< substitutions on the cheapest way so far
};

/// Recipes whole and adding up to what each class was granted, kinds that are accepted and in stock, substitutions and
/// other recipes counted, and no exchange of kinds that would save a substitution. Every index of the plan is in range.
void check_routes(const Instance& instance, const Plan& plan, Faults& faults);

/// By kind, whether it has a price, or too little of it is left to serve the refused block by some recipe, everything
/// else staying as it is routed. The routes are sound.
std::vector<bool> what_ran_out(const Instance& instance, const Plan& plan, const Closure& closure);

/// What a demand costs at its cheapest at the prices and surcharges of a proof, beyond what the stock is worth. None
/// when the numbers outgrow 128 bits.
std::optional<Sum128> cost_beyond_stock(const Instance& instance, const std::vector<std::int64_t>& demand,
                                        const Fewest& proof);

enum class Found { nothing, a_routing, unknown };

/// What a choice of recipes and kinds may have at most.
struct Limits {
  static constexpr auto any = std::numeric_limits<std::int64_t>::max();
  std::int64_t substitutions = any;
  std::int64_t other_recipes = any;
};

/// Whether any choice of recipes in whole numbers serves the demand (per product): tries them all.
///
/// `work_left` is what may be spent, and is lowered by what was; `unknown` when it runs out.
Found search_every_recipe(const Instance& instance, const std::vector<std::int64_t>& demand, Work& work_left,
                          const Limits& limits = {});

/// The proofs that no choice of recipes and kinds has fewer substitutions, then fewer other recipes. The routes are
/// sound.
void check_fewest(const Instance& instance, const Plan& plan, Work& work_left, Faults& faults, PlanCheck& check);

}  // namespace relais::fairness
