#include "fairness/share.hpp"

#include <algorithm>
#include <map>

#include "base/check.hpp"
#include "fairness/sample.hpp"

namespace relais::fairness {
namespace {

/// So few that putting them in order is cheaper than narrowing further.
constexpr std::int64_t few_units = 256;
/// Where a pass over a sample is worth its while.
constexpr std::size_t few_lines = 2'048;
constexpr std::size_t sample_min = 1'024;
constexpr std::int64_t interpolation_steps = 256;

bool is_before_by_key(const Ranked& left, const Ranked& right) {
  const int order = compare(left.block.key, right.block.key);
  return order != 0 ? order < 0 : left.block.line < right.block.line;
}

bool have_equal_keys(const Ranked& left, const Ranked& right) { return compare(left.block.key, right.block.key) == 0; }

std::int64_t square_root(std::size_t number) {
  std::int64_t root = 1;
  while ((root + 1) * (root + 1) <= static_cast<std::int64_t>(number)) ++root;
  return root;
}

}  // namespace

WaterLevel::WaterLevel(const Instance& instance, const Fit& fit, const Columns& columns)
    : instance_(instance), fit_(fit), columns_(columns) {
  std::map<std::int32_t, std::size_t> tiers;
  std::size_t largest = 0;
  for (const auto& one : columns.classes) largest = std::max(largest, tiers[one.tier] += one.end - one.first);
  lists_ = std::make_unique_for_overwrite<std::uint32_t[]>(largest);
}

void WaterLevel::open_tier(std::size_t first, std::size_t end, const Demand& demand) {
  open_.clear();
  settled_ = demand;
  low_ = 0;
  high_ = level_max;
  for (auto at = first; at < end; ++at) {
    const auto& one = columns_.classes[at];
    open_.push_back({at, {}, 0, {one.owed, one.asked}, one.first - columns_.classes[first].first});
    settled_[one.product] -= one.owed;
  }
  drawn_.clear();
}

void WaterLevel::close(std::size_t class_index, std::int64_t granted) {
  std::erase_if(open_, [&](const Open& one) { return one.class_index == class_index; });
  settled_[columns_.classes[class_index].product] += granted;
}

Demand WaterLevel::demand_of(const UnitsPerClass& units, std::int64_t UnitsAtTwo::*level) const {
  Demand demand = settled_;
  for (std::size_t at = 0; at < open_.size(); ++at) demand[sharing(open_[at]).product] += units[at].*level;
  return demand;
}

WaterLevel::UnitsPerClass WaterLevel::units_known() const {
  UnitsPerClass units;
  for (const auto& one : open_) units.push_back(one.units);
  return units;
}

std::int64_t WaterLevel::units_between() const {
  std::int64_t units = 0;
  for (const auto& one : open_) units += one.units.high - one.units.low;
  return units;
}

std::size_t WaterLevel::count_lines() const {
  std::size_t lines = 0;
  for (const auto& one : open_) lines += sharing(one).end - sharing(one).first;
  return lines;
}

void WaterLevel::look_at_all_lines() {
  for (auto& one : open_) {
    one.lines = {sharing(one).first, sharing(one).end - sharing(one).first, nullptr};
    one.settled = 0;
    one.units.high = sharing(one).asked;
  }
  high_ = level_max;
}

WaterLevel::Outcome WaterLevel::raise() {
  // The next refusal is often at the level of the last one, and what was undecided there is listed.
  if (high_ != level_max) {
    const auto verdict = fit_.check(demand_of(units_known(), &UnitsAtTwo::high));
    if (verdict == Verdict::undecided) return Outcome::undecided;
    if (verdict == Verdict::does_not_fit) return select(blocks_between());
    low_ = high_;
    for (auto& one : open_) one.units.low = one.units.high;
  }
  look_at_all_lines();
  const auto verdict = fit_.check(demand_of(units_known(), &UnitsAtTwo::high));
  if (verdict == Verdict::fits) return Outcome::all_served;
  if (verdict == Verdict::undecided || !narrow()) return Outcome::undecided;
  return select(blocks_between());
}

// An eighth of the level that all the stock would lift these lines to, were they alone: any step is right.
std::int64_t WaterLevel::first_step() const {
  __extension__ using Exact = __int128;
  std::int64_t weight = 1, stock = 0;
  for (const auto& one : open_) weight += sharing(one).weight;
  for (const auto& kind : instance_.kinds) stock += kind.stock;
  return static_cast<std::int64_t>(std::clamp<Exact>((Exact{stock} << (level_bits - 2)) / weight, 1, level_max / 8));
}

// Demand grows nearly in a straight line between two levels, so that the level at which a straight line would stop
// fitting is close. Where that does not halve what is between, thirds do.
WaterLevel::Levels WaterLevel::next_levels(Levels known, const UnitsPerClass& units, std::int64_t& step,
                                           bool halve) const {
  const auto width = known.high - known.low;
  if (known.high == level_max) {
    const auto low = known.low + std::min(step, width / 4), high = known.low + std::min(3 * step, width / 2);
    step = std::min(4 * step, level_max / 8);
    return {low, high};
  }
  if (halve || width < 4 * interpolation_steps)
    return {known.low + std::max<std::int64_t>(width / 3, 1), known.low + std::max<std::int64_t>(2 * (width / 3), 1)};
  const auto may_fit_at = [&](std::int64_t part) {
    Demand demand = settled_;
    for (std::size_t at = 0; at < open_.size(); ++at)
      demand[sharing(open_[at]).product] +=
          units[at].low + (units[at].high - units[at].low) * part / interpolation_steps;
    return fit_.may_fit(demand);
  };
  std::int64_t part = 0;
  for (auto jump = interpolation_steps / 2; jump > 0; jump /= 2)
    if (may_fit_at(part + jump)) part += jump;
  const auto unit = width / interpolation_steps, guess = known.low + part * unit + unit / 2;
  return {std::max(known.low + 1, guess - 4 * unit), std::min(known.high - 1, guess + 4 * unit)};
}

/// Two levels that are likely to be on either side.
WaterLevel::Levels WaterLevel::guess() const {
  const auto lines = count_lines(), size = std::max(sample_min, lines / 64);
  std::vector<Sample> samples;
  for (const auto& one : open_) samples.emplace_back(columns_, sharing(one), lines / size | 1, low_, one.units.low);
  Levels known{low_, level_max};
  auto units = units_known();
  auto step = first_step();
  for (bool halve = false; known.high - known.low > 1 + (known.high >> 12);) {
    const auto levels = next_levels(known, units, step, halve);
    const auto width = known.high - known.low;
    UnitsPerClass tried;
    for (const auto& one : samples) tried.push_back(one.guess(levels.low, levels.high));
    const bool low_fits = fit_.may_fit(demand_of(tried, &UnitsAtTwo::low));
    const bool high_fits = low_fits && fit_.may_fit(demand_of(tried, &UnitsAtTwo::high));
    for (std::size_t at = 0; at < tried.size(); ++at) {
      if (low_fits) units[at].low = high_fits ? tried[at].high : tried[at].low;
      if (!high_fits) units[at].high = low_fits ? tried[at].high : tried[at].low;
    }
    known = {high_fits  ? levels.high
             : low_fits ? levels.low
                        : known.low,
             high_fits  ? known.high
             : low_fits ? levels.high
                        : levels.low};
    halve = known.high - known.low > width / 2;
  }
  const auto doubt = known.high / square_root(size) * 3 / 2 + 1;
  return {std::max(low_ + 1, known.low - doubt), std::min(known.high + doubt, level_max - 1)};
}

/// Asks at two levels; false when left undecided. Lists only lines that are then still between them.
bool WaterLevel::move_to(Levels levels) {
  std::vector<Undecided> passed;
  UnitsPerClass units;
  for (const auto& one : open_) {
    passed.push_back(pass_over(one, levels));
    units.push_back({passed.back().units.low + one.settled, passed.back().units.high + one.settled});
  }
  const auto low = fit_.check(demand_of(units, &UnitsAtTwo::low));
  const auto high = low == Verdict::fits ? fit_.check(demand_of(units, &UnitsAtTwo::high)) : low;
  if (low == Verdict::undecided || high == Verdict::undecided) return false;
  if (low == high) {
    (low == Verdict::fits ? low_ : high_) = low == Verdict::fits ? levels.high : levels.low;
    for (std::size_t at = 0; at < open_.size(); ++at)
      (low == Verdict::fits ? open_[at].units.low : open_[at].units.high) =
          low == Verdict::fits ? units[at].high : units[at].low;
    return true;
  }
  low_ = levels.low;
  high_ = levels.high;
  for (std::size_t at = 0; at < open_.size(); ++at) {
    open_[at].units = units[at];
    keep_lines_between(open_[at], passed[at]);
  }
  return true;
}

/// The first pass over all lines of a class lists at once what would stay undecided; later ones must not spoil the
/// list.
Undecided WaterLevel::pass_over(const Open& one, Levels levels) {
  if (one.lines.list == nullptr)
    return keep_undecided(columns_, sharing(one), one.lines, levels.low, levels.high, &lists_[one.room]);
  return {0, sum_at_two(columns_, sharing(one), one.lines, levels.low, levels.high), 0};
}

void WaterLevel::keep_lines_between(Open& one, const Undecided& passed) {
  const auto kept = one.lines.list == nullptr
                        ? passed
                        : keep_undecided(columns_, sharing(one), one.lines, low_, high_, &lists_[one.room]);
  one.settled += kept.settled;
  one.lines = {0, kept.count, &lists_[one.room]};
}

bool WaterLevel::narrow() {
  if (units_between() <= few_units) return true;
  auto step = first_step();
  bool halve = false;
  if (count_lines() > few_lines) {
    const auto levels = guess();
    step = levels.high - levels.low;
    if (!move_to(levels)) return false;
  }
  while (high_ - low_ > 1 && units_between() > few_units) {
    const auto width = high_ - low_;
    if (!move_to(next_levels({low_, high_}, units_known(), step, halve))) return false;
    halve = high_ - low_ > width / 2;
  }
  return true;
}

std::vector<Ranked> WaterLevel::blocks_between() {
  std::vector<Ranked> blocks;
  blocks.reserve(static_cast<std::size_t>(std::min<std::int64_t>(units_between(), 1 << 16)));
  for (auto& one : open_) {
    if (one.lines.list == nullptr) keep_lines_between(one, pass_over(one, {low_, high_}));
    const AnyUnits units(columns_, sharing(one));
    for (std::size_t line = 0; line < one.lines.count; ++line) {
      const std::size_t at = one.lines.list[line];
      const auto taker = columns_.taker(sharing(one), at);
      const auto last = units(at, high_);
      for (auto granted = units(at, low_); granted < last; granted += blocks.back().block.units)
        blocks.push_back({block_after(taker, granted), static_cast<std::uint32_t>(one.class_index)});
    }
  }
  return blocks;
}

Demand WaterLevel::demand_before(const std::vector<Ranked>& blocks, std::size_t end) const {
  auto demand = demand_of(units_known(), &UnitsAtTwo::low);
  for (std::size_t at = 0; at < end; ++at)
    demand[columns_.classes[blocks[at].class_index].product] += blocks[at].block.units;
  return demand;
}

/// Everything before `low` fits, everything before `high` does not: halves what is between, without parting equal keys
/// unless `within_key`.
WaterLevel::Outcome WaterLevel::find_refused(const std::vector<Ranked>& blocks, std::size_t& low, std::size_t& high,
                                             bool within_key) const {
  while (high - low > 1) {
    auto middle = low + (high - low) / 2;
    if (!within_key) {
      const auto end_of_key = [&](std::size_t at) {
        while (at < high && have_equal_keys(blocks[at], blocks[middle])) ++at;
        return at;
      };
      auto start = middle;
      while (start > low && have_equal_keys(blocks[start - 1], blocks[middle])) --start;
      middle = start > low ? start : end_of_key(middle);
      if (middle == high) break;
    }
    const auto verdict = fit_.check(demand_before(blocks, middle));
    if (verdict == Verdict::undecided) return Outcome::undecided;
    (verdict == Verdict::fits ? low : high) = middle;
  }
  return Outcome::refused;
}

void WaterLevel::draw(std::vector<Ranked>& blocks, std::size_t first, std::size_t end) {
  Lottery lottery(instance_.seed);
  auto known = drawn_.begin();
  for (auto at = first; at < end; ++at) {
    auto& one = blocks[at];
    while (known != drawn_.end() && known->block.line < one.block.line) ++known;
    const bool is_known = known != drawn_.end() && known->block.line == one.block.line;
    one.tie = is_known ? known->tie : lottery.draw(instance_.lines[one.block.line].id);
    one.is_drawn = true;
  }
  const auto at = [&](std::size_t offset) { return blocks.begin() + static_cast<std::ptrdiff_t>(offset); };
  drawn_.assign(at(first), at(end));
  std::sort(at(first), at(end), [&](const Ranked& left, const Ranked& right) {
    if (left.tie != right.tie) return left.tie < right.tie;
    return instance_.lines[left.block.line].id < instance_.lines[right.block.line].id;
  });
}

WaterLevel::Outcome WaterLevel::select(std::vector<Ranked> blocks) {
  std::sort(blocks.begin(), blocks.end(), is_before_by_key);
  std::size_t low = 0, high = blocks.size();
  if (find_refused(blocks, low, high, false) == Outcome::undecided) return Outcome::undecided;
  if (high - low > 1) {
    draw(blocks, low, high);
    if (find_refused(blocks, low, high, true) == Outcome::undecided) return Outcome::undecided;
  }
  RELAIS_CHECK(low < blocks.size());
  refused_ = blocks[low];
  refused_demand_ = demand_before(blocks, low);
  refused_demand_[columns_.classes[refused_.class_index].product] += refused_.block.units;
  blocks.resize(low);
  beyond_ = std::move(blocks);
  return Outcome::refused;
}

}  // namespace relais::fairness
