#include "fairness/check_plan.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "fairness/check_parts.hpp"

namespace relais::fairness {
namespace {

/// A block's place in the order of its tier.
struct Place {
  std::int64_t numerator = 0, denominator = 1;
  LineIndex line = 0;
  std::string lottery;
};

/// What the lines of a class add up to.
struct Sums {
  std::int64_t asked = 0, granted = 0, owed = 0, lines = 0;
};

constexpr std::uint32_t no_class = std::numeric_limits<std::uint32_t>::max();

class Checker {
 public:
  Checker(const Instance& instance, const Plan& plan) : instance_(instance), plan_(plan) {}

  PlanCheck run() {
    if (is_sound(&Checker::check_classes) && is_sound(&Checker::check_indices) && is_sound(&Checker::find_places) &&
        is_sound(&Checker::check_order_of_refusals)) {
      check_lines();
      check_sums();
      check_routes(instance_, plan_, faults_);
      are_routes_sound_ = !faults_.any();
      check_refusals();
      if (are_routes_sound_) check_fewest(instance_, plan_, search_left_, faults_, check_);
    }
    check_.faults = faults_.take();
    return std::move(check_);
  }

 private:
  bool is_sound(void (Checker::*part)()) {
    (this->*part)();
    return !faults_.any();
  }
  void check_classes();
  void check_indices();
  void check_refusal_indices(std::size_t at);
  void find_places();
  void find_place_of_refusal(std::size_t at);
  void find_place_of_cutoff(std::size_t at);
  void check_order_of_refusals();
  void check_lines();
  void check_line(LineIndex at);
  bool is_within_bounds(LineIndex at) const;
  void check_rank(LineIndex at, std::size_t of);
  void check_cutoff(LineIndex at, std::size_t of);
  void count_rises(LineIndex at, std::size_t of);
  void spread(LineIndex at, std::size_t first, std::int64_t before, std::size_t last, std::int64_t units);
  void check_sums();
  void check_refusals();
  void check_refusal(std::size_t at, const std::vector<std::int64_t>& demand);
  void check_reason(std::size_t at);
  void check_what_ran_out(std::size_t at);

  std::int64_t lot(const Line& line) const { return std::min(instance_.products[line.product].minimum_lot, line.cap); }
  std::int64_t owed(const Line& line) const { return line.floor > 0 ? std::max(line.floor, lot(line)) : 0; }
  std::string lottery(LineIndex at) const {
    const auto& id = instance_.lines[at].id;
    return base::sha256_hex(std::to_string(instance_.seed) + ":" + id).substr(0, 16) + id;
  }
  std::uint32_t class_of(const Line& line) const {
    return class_at_[static_cast<std::size_t>(line.tier) * products_max + line.product];
  }
  void add(const base::RefusalReason& fault, LineIndex at) { faults_.add(fault, instance_.lines[at].id); }
  /// Of the block with which a line has `units`.
  std::int64_t numerator(const Line& line, std::int64_t units) const {
    const bool is_first_lot = owed(line) == 0 && units == lot(line);
    return is_first_lot ? units + 2 * line.past : 2 * (units + line.past) - 1;
  }
  bool is_last_block(LineIndex at, const Block& block) const;
  Place place_of(LineIndex at, std::int64_t units) const;
  bool is_before(LineIndex at, std::int64_t units, const Place& place) const;
  std::int64_t units_before(LineIndex at, const Place& place, std::int64_t low, std::int64_t high) const;

  const Instance& instance_;
  const Plan& plan_;
  Faults faults_;
  PlanCheck check_;
  std::vector<std::uint32_t> class_at_ = std::vector<std::uint32_t>((tier_max + 1) * products_max, no_class);
  std::vector<Place> refused_;                             ///< by closure
  std::vector<Place> last_;                                ///< by class, where it has a cutoff
  std::vector<std::pair<std::size_t, std::size_t>> span_;  ///< by tier: its closures
  std::vector<Sums> sums_;                                 ///< by class
  Work search_left_ = check_search_max;
  bool are_routes_sound_ = false;
  std::vector<std::int64_t> rises_;  ///< by closure and product: units served since the tier's closure before
};

// A numerator is below 2^32 and a weight below 2^30, so 64 bits hold a cross product.
static_assert(2 * (quantity_max + quantity_max) < std::int64_t{1} << 32 && weight_max < std::int64_t{1} << 30);

/// Whether the block that brings a line to `units` comes before a place.
bool Checker::is_before(LineIndex at, std::int64_t units, const Place& place) const {
  const auto& line = instance_.lines[at];
  const auto left = numerator(line, units) * place.denominator, right = place.numerator * line.weight;
  if (left != right) return left < right;
  return at != place.line && lottery(at) < place.lottery;
}

/// Between `low`, which is before, and `high`. By bisection, where the solver divides.
std::int64_t Checker::units_before(LineIndex at, const Place& place, std::int64_t low, std::int64_t high) const {
  const auto least = lot(instance_.lines[at]);
  if (low < least && low < high) {
    if (!is_before(at, least, place)) return low;
    low = least;
  }
  while (low < high) {
    const auto middle = low + (high - low + 1) / 2;
    if (is_before(at, middle, place))
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

void Checker::check_classes() {
  const ClassOutcome* before = nullptr;
  for (std::uint32_t at = 0; at < plan_.classes.size() && !faults_.any(); ++at) {
    const auto& one = plan_.classes[at];
    if (one.tier < 0 || one.tier > tier_max || one.product >= instance_.products.size()) {
      faults_.add(faults::no_such_class, at);
      return;
    }
    const auto& id = instance_.products[one.product].id;
    if (before &&
        (before->tier > one.tier || (before->tier == one.tier && instance_.products[before->product].id >= id)))
      faults_.add(faults::classes_out_of_order, at);
    if (one.closure && (*one.closure >= plan_.closures.size() || plan_.closures[*one.closure].class_index != at))
      faults_.add(faults::class_without_its_refusal, at);
    class_at_[static_cast<std::size_t>(one.tier) * products_max + one.product] = at;
    before = &one;
  }
}

void Checker::check_indices() {
  if (plan_.granted.size() != instance_.lines.size()) faults_.add(faults::not_one_figure_per_line);
  for (std::size_t at = 0; at < plan_.closures.size(); ++at) check_refusal_indices(at);
  for (const auto& one : plan_.routing)
    if (one.class_index >= plan_.classes.size() || one.component >= instance_.components.size() ||
        one.kind >= instance_.kinds.size() || one.quantity <= 0 || one.quantity > quantity_max ||
        one.recipe >= instance_.products[plan_.classes[one.class_index].product].recipes.size())
      faults_.add(faults::route_to_nothing);
}

void Checker::check_refusal_indices(std::size_t at) {
  const auto& one = plan_.closures[at];
  if (one.class_index >= plan_.classes.size() || plan_.classes[one.class_index].closure != at)
    faults_.add(faults::refusal_without_its_class, at);
  else if (one.refused.line >= instance_.lines.size() || class_of(instance_.lines[one.refused.line]) != one.class_index)
    faults_.add(faults::refusal_of_another_class, at);
  if (one.demand.size() != instance_.products.size() || one.prices.size() != instance_.kinds.size())
    faults_.add(faults::refusal_incomplete, at);
  const KindIndex* before = nullptr;
  for (const auto& kind : one.binding) {
    if (kind >= instance_.kinds.size() || (before && instance_.kinds[*before].id >= instance_.kinds[kind].id)) {
      faults_.add(faults::ran_out_is_no_list, at);
      break;
    }
    before = &kind;
  }
}

bool Checker::is_within_bounds(LineIndex at) const {
  const auto& line = instance_.lines[at];
  const auto granted = plan_.granted[at];
  return granted >= owed(line) && granted <= line.cap && (granted == 0 || granted >= lot(line));
}

Place Checker::place_of(LineIndex at, std::int64_t units) const {
  return {numerator(instance_.lines[at], units), instance_.lines[at].weight, at, lottery(at)};
}

void Checker::find_places() {
  for (std::size_t at = 0; at < plan_.closures.size(); ++at) find_place_of_refusal(at);
  for (std::size_t at = 0; at < plan_.classes.size(); ++at) find_place_of_cutoff(at);
}

void Checker::find_place_of_refusal(std::size_t at) {
  const auto& block = plan_.closures[at].refused;
  const auto& line = instance_.lines[block.line];
  const auto granted = plan_.granted[block.line];
  if (!is_within_bounds(block.line)) return add(faults::out_of_bounds, block.line);
  if (granted == line.cap) return add(faults::refused_at_its_cap, block.line);
  const auto units = granted == 0 ? lot(line) : 1;
  refused_.push_back(place_of(block.line, granted + units));
  if (block.units != units || block.key.numerator != refused_.back().numerator || block.key.denominator != line.weight)
    faults_.add(faults::refusal_is_not_next, at);
}

/// Whether a block is the last that a line was given by rank.
bool Checker::is_last_block(LineIndex at, const Block& block) const {
  const auto& line = instance_.lines[at];
  const auto granted = plan_.granted[at];
  if (granted <= owed(line)) return false;
  const auto units = owed(line) == 0 && granted == lot(line) ? granted : 1;
  return block.units == units && block.key.numerator == numerator(line, granted) &&
         block.key.denominator == line.weight;
}

void Checker::find_place_of_cutoff(std::size_t at) {
  const auto& cutoff = plan_.classes[at].cutoff;
  last_.emplace_back();
  if (!cutoff) return;
  if (cutoff->line < instance_.lines.size() && !is_within_bounds(cutoff->line))
    return add(faults::out_of_bounds, cutoff->line);
  if (cutoff->line >= instance_.lines.size() || class_of(instance_.lines[cutoff->line]) != at ||
      !is_last_block(cutoff->line, *cutoff))
    return faults_.add(faults::cutoff_is_not_last, at);
  last_.back() = place_of(cutoff->line, plan_.granted[cutoff->line]);
}

void Checker::check_order_of_refusals() {
  span_.assign(tier_max + 1, {0, 0});
  for (std::size_t at = 0; at < refused_.size(); ++at) {
    const auto& line = instance_.lines[refused_[at].line];
    auto& span = span_[static_cast<std::size_t>(line.tier)];
    if (at > 0) {
      const auto before = refused_[at - 1].line;
      const auto tier = instance_.lines[before].tier;
      const auto units = plan_.granted[before] + plan_.closures[at - 1].refused.units;
      if (tier > line.tier || (tier == line.tier && !is_before(before, units, refused_[at])))
        faults_.add(faults::refusals_out_of_order, at);
    }
    if (span.second == 0) span.first = at;
    span.second = at + 1;
  }
}

void Checker::check_lines() {
  sums_.resize(plan_.classes.size());
  rises_.assign(plan_.closures.size() * instance_.products.size(), 0);
  for (LineIndex at = 0; at < instance_.lines.size(); ++at) check_line(at);
}

void Checker::check_line(LineIndex at) {
  const auto& line = instance_.lines[at];
  const auto of = class_of(line);
  if (of == no_class) return add(faults::line_without_class, at);
  if (!is_within_bounds(at)) return add(faults::out_of_bounds, at);
  auto& sums = sums_[of];
  sums.asked += line.cap;
  sums.granted += plan_.granted[at];
  sums.owed += owed(line);
  ++sums.lines;
  check_rank(at, of);
  check_cutoff(at, of);
  count_rises(at, of);
}

/// Exactly the blocks before the refused one.
void Checker::check_rank(LineIndex at, std::size_t of) {
  const auto& line = instance_.lines[at];
  const auto granted = plan_.granted[at];
  const auto closure = plan_.classes[of].closure;
  if (!closure) {
    if (granted != line.cap) add(faults::cut_without_refusal, at);
    return;
  }
  if (granted > owed(line) && !is_before(at, granted, refused_[*closure])) add(faults::served_beyond_refusal, at);
  if (granted < line.cap && is_before(at, granted == 0 ? lot(line) : granted + 1, refused_[*closure]))
    add(faults::not_served_up_to_refusal, at);
}

void Checker::check_cutoff(LineIndex at, std::size_t of) {
  const auto granted = plan_.granted[at];
  const auto& place = last_[of];
  if (granted == owed(instance_.lines[at]) || (plan_.classes[of].cutoff && at == place.line)) return;
  if (!plan_.classes[of].cutoff || !is_before(at, granted, place)) add(faults::served_beyond_cutoff, at);
}

/// Tells to each refusal of its tier, up to its own class's, what a line had by then.
void Checker::count_rises(LineIndex at, std::size_t of) {
  const auto& line = instance_.lines[at];
  const auto [first, end] = span_[static_cast<std::size_t>(line.tier)];
  if (first == end) return;
  if (const auto closure = plan_.classes[of].closure)
    spread(at, first, owed(line), *closure, plan_.granted[at]);
  else
    spread(at, first, owed(line), end - 1, units_before(at, refused_[end - 1], owed(line), plan_.granted[at]));
}

/// A line had `before` at the refusal before `first`, and `units` at `last`: halves, unless nothing happens in between.
void Checker::spread(LineIndex at, std::size_t first, std::int64_t before, std::size_t last, std::int64_t units) {
  if (before >= units) return;
  if (first == last) {
    rises_[last * instance_.products.size() + instance_.lines[at].product] += units - before;
    return;
  }
  const auto middle = first + (last - first) / 2;
  const auto then = units_before(at, refused_[middle], before, units);
  spread(at, first, before, middle, then);
  spread(at, middle + 1, then, last, units);
}

void Checker::check_sums() {
  for (std::size_t at = 0; at < plan_.classes.size(); ++at) {
    const auto& one = plan_.classes[at];
    if (sums_[at].lines == 0) faults_.add(faults::class_without_line, at);
    if (sums_[at].asked != one.asked || sums_[at].granted != one.granted) faults_.add(faults::wrong_sums, at);
  }
}

/// The demand at each refusal: floors of what comes later, grants of the tiers before, and the rises of its own tier.
void Checker::check_refusals() {
  const auto products = instance_.products.size();
  std::vector<std::int64_t> demand(products, 0);
  for (std::size_t at = 0; at < plan_.classes.size(); ++at) demand[plan_.classes[at].product] += sums_[at].owed;
  std::size_t first_of_tier = 0, closure = 0;
  while (first_of_tier < plan_.classes.size()) {
    const auto tier = plan_.classes[first_of_tier].tier;
    auto served = demand;
    for (; closure < span_[static_cast<std::size_t>(tier)].second; ++closure) {
      for (std::size_t product = 0; product < products; ++product)
        served[product] += rises_[closure * products + product];
      auto at_refusal = served;
      at_refusal[instance_.lines[refused_[closure].line].product] += plan_.closures[closure].refused.units;
      check_refusal(closure, at_refusal);
    }
    for (; first_of_tier < plan_.classes.size() && plan_.classes[first_of_tier].tier == tier; ++first_of_tier)
      demand[plan_.classes[first_of_tier].product] += sums_[first_of_tier].granted - sums_[first_of_tier].owed;
  }
}

void Checker::check_refusal(std::size_t at, const std::vector<std::int64_t>& demand) {
  if (demand != plan_.closures[at].demand)
    faults_.add(faults::another_demand, at);
  else
    check_reason(at);
}

void Checker::check_reason(std::size_t at) {
  const auto& closure = plan_.closures[at];
  const auto prices = std::minmax_element(closure.prices.begin(), closure.prices.end());
  if (*prices.first < 0) return faults_.add(faults::negative_price, at);
  if (are_routes_sound_) check_what_ran_out(at);
  if (*prices.second > 0) {
    const auto cost = cost_beyond_stock(instance_, closure.demand, {0, closure.prices, 0, 0});
    if (!cost || *cost <= 0) faults_.add(faults::prices_prove_nothing, at);
    ++check_.refusals_proved;
    return;
  }
  switch (search_every_recipe(instance_, closure.demand, search_left_)) {
    case Found::a_routing:
      return faults_.add(faults::would_have_fitted, at);
    case Found::nothing:
      ++check_.refusals_searched;
      return;
    case Found::unknown:
      ++check_.refusals_on_trust;
  }
}

void Checker::check_what_ran_out(std::size_t at) {
  const auto& closure = plan_.closures[at];
  std::vector<bool> said(instance_.kinds.size(), false);
  for (const auto kind : closure.binding) said[kind] = true;
  if (said != what_ran_out(instance_, plan_, closure)) faults_.add(faults::ran_out_is_another, at);
}

}  // namespace

PlanCheck check_plan(const Instance& instance, const Plan& plan) { return Checker(instance, plan).run(); }

}  // namespace relais::fairness
