#include "fairness/share.hpp"

#include <algorithm>
#include <numeric>

#include "base/check.hpp"

namespace relais::fairness {
namespace {

/// So few that looking at each is cheaper than narrowing further.
constexpr std::int64_t few_units = 16;

std::int64_t sum_of(const Demand& demand) { return std::accumulate(demand.begin(), demand.end(), std::int64_t{0}); }

}  // namespace

WaterLevel::WaterLevel(const Instance& instance, const Fit& fit, const std::vector<Taker>& takers,
                       const std::vector<Sharing>& sharings)
    : instance_(instance), fit_(fit), takers_(takers), sharings_(sharings) {}

Demand WaterLevel::demand_at(std::int64_t level) const {
  Demand demand = fixed_;
  for (const auto at : active_) demand[product_of(takers_[at])] += units_at_level(takers_[at], level);
  return demand;
}

void WaterLevel::open_classes(const std::vector<std::size_t>& open, const Demand& settled) {
  active_.clear();
  fixed_ = at_high_ = settled;
  for (const auto sharing : open) {
    at_high_[sharings_[sharing].product] += sharings_[sharing].asked;
    for (auto at = sharings_[sharing].first; at < sharings_[sharing].end; ++at)
      active_.push_back(static_cast<std::uint32_t>(at));
  }
}

WaterLevel::Outcome WaterLevel::raise(const std::vector<std::size_t>& open, const Demand& settled, std::int64_t level) {
  open_classes(open, settled);
  const auto verdict = fit_.check(at_high_);
  if (verdict == Verdict::fits) return Outcome::all_served;
  low_ = level;
  high_ = level_max;
  at_low_ = demand_at(low_);
  if (verdict == Verdict::undecided || !narrow()) return Outcome::undecided;
  return select(blocks_between());
}

// An eighth of the level that all the stock would lift these lines to, were they alone: any start is right.
std::int64_t WaterLevel::first_step() const {
  std::int64_t weight = 1, stock = 0;
  for (const auto at : active_) weight += takers_[at].weight;
  for (const auto& kind : instance_.kinds) stock += kind.stock;
  __extension__ using Wide = __int128;
  return static_cast<std::int64_t>(std::clamp<Wide>((Wide{stock} << (level_bits - 2)) / weight, 1, level_max / 4));
}

bool WaterLevel::narrow() {
  auto step = first_step();
  while (high_ - low_ > 1 && sum_of(at_high_) - sum_of(at_low_) > few_units) {
    const auto middle = low_ + std::min(step, (high_ - low_) / 2);
    auto demand = demand_at(middle);
    const auto verdict = fit_.check(demand);
    if (verdict == Verdict::undecided) return false;
    if (verdict == Verdict::fits) {
      low_ = middle;
      at_low_ = std::move(demand);
      step = std::min(step, level_max / 4) * 2;
    } else {
      high_ = middle;
      at_high_ = std::move(demand);
      step = high_ - low_;
    }
    if (sum_of(at_high_) - sum_of(at_low_) < static_cast<std::int64_t>(active_.size() / 2)) keep_undecided_lines();
  }
  return true;
}

void WaterLevel::keep_undecided_lines() {
  std::erase_if(active_, [&](auto at) {
    const auto units = units_at_level(takers_[at], low_);
    if (units != units_at_level(takers_[at], high_)) return false;
    fixed_[product_of(takers_[at])] += units;
    return true;
  });
}

std::vector<Ranked> WaterLevel::blocks_between() const {
  std::vector<Ranked> blocks;
  for (const auto at : active_) {
    const auto& taker = takers_[at];
    const auto last = units_at_level(taker, high_);
    auto units = units_at_level(taker, low_);
    if (units == last) continue;
    auto one = ranked(instance_, taker, block_after(taker, units));
    while (units < last) {
      one.block = block_after(taker, units);
      units += one.block.units;
      blocks.push_back(one);
    }
  }
  return blocks;
}

// Everything before `low` fits, everything before `high` does not: halves what is between, by selection.
WaterLevel::Outcome WaterLevel::select(std::vector<Ranked> blocks) {
  const auto before = [&](const Ranked& left, const Ranked& right) { return is_before(instance_, left, right); };
  auto low = blocks.begin(), high = blocks.end();
  while (high - low > 1) {
    const auto middle = low + (high - low) / 2;
    std::nth_element(low, middle, high, before);
    auto demand = at_low_;
    for (auto block = low; block != middle; ++block)
      demand[sharings_[block->class_index].product] += block->block.units;
    const auto verdict = fit_.check(demand);
    if (verdict == Verdict::undecided) return Outcome::undecided;
    if (verdict == Verdict::fits) {
      low = middle;
      at_low_ = std::move(demand);
    } else {
      high = middle;
    }
  }
  RELAIS_CHECK(low != blocks.end());
  refusal_ = {*low, at_low_};
  refusal_.demand[sharings_[low->class_index].product] += low->block.units;
  return Outcome::refused;
}

}  // namespace relais::fairness
