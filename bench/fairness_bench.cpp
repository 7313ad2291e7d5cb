// How long a plan takes, against sorting all units and taking them one by one.
#include <algorithm>
#include <chrono>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "base/check.hpp"
#include "fairness/fairness.hpp"

namespace {

using namespace relais::fairness;

constexpr int runs = 9;

/// A programme in which everything is short: phone kits take feature phones or smartphones, smart kits smartphones
/// only, and all want top-ups.
Instance programme(std::size_t lines) {
  std::mt19937_64 random(lines);
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  const auto many = static_cast<std::int64_t>(lines);
  Instance instance;
  instance.seed = 1;
  instance.kinds = {{"feature_phone", 3 * many},
                    {"smartphone", many},
                    {"sim_card", 5 * many},
                    {"tablet", many},
                    {"top_up", 4 * many}};
  instance.components = {{"phone", {0, 1}}, {"smart", {1}}, {"sim", {2}}, {"tablet", {3}}, {"credit", {4}}};
  instance.products = {{"phone_kit", 1, {{{0, 1}, {2, 1}, {4, 1}}}},
                       {"smart_kit", 1, {{{1, 1}, {2, 1}, {4, 1}}}},
                       {"tablet_kit", 1, {{{3, 1}, {4, 1}}}}};
  for (std::size_t at = 0; at < lines; ++at) {
    const auto people = between(1, 80);
    const auto urgency = std::int64_t{1} << between(0, 2);
    instance.lines.push_back({"line-" + std::to_string(at), static_cast<ProductIndex>(between(0, 2)),
                              between(0, 19) == 0 ? 0 : 1, people * urgency, people, 0,
                              between(0, 3) == 0 ? between(0, 5) : 0});
  }
  return instance;
}

struct Unit {
  std::int32_t tier;
  std::int64_t numerator, weight;
  std::uint64_t tie;
  LineIndex line;
  bool operator<(const Unit& other) const {
    if (tier != other.tier) return tier < other.tier;
    const auto left = numerator * other.weight, right = other.numerator * weight;
    return left != right ? left < right : tie < other.tie;
  }
};

/// The same plan for `programme` by sorting every unit, with the few limits of this very instance written out.
std::vector<std::int64_t> by_sorting(const Instance& instance) {
  std::vector<Unit> units;
  for (LineIndex at = 0; at < instance.lines.size(); ++at) {
    const auto& line = instance.lines[at];
    const auto tie = tie_of(instance.seed, line.id);
    for (std::int64_t unit = 1; unit <= line.cap; ++unit)
      units.push_back({line.tier, 2 * (unit + line.past) - 1, line.weight, tie, at});
  }
  std::sort(units.begin(), units.end());
  std::vector<std::int64_t> granted(instance.lines.size(), 0), made(3, 0);
  bool closed[2][3] = {};
  const auto fits = [&] {
    return made[1] <= instance.kinds[1].stock &&
           made[0] + made[1] <= instance.kinds[0].stock + instance.kinds[1].stock &&
           made[0] + made[1] <= instance.kinds[2].stock && made[2] <= instance.kinds[3].stock &&
           made[0] + made[1] + made[2] <= instance.kinds[4].stock;
  };
  for (const auto& unit : units) {
    const auto product = instance.lines[unit.line].product;
    if (closed[unit.tier][product]) continue;
    ++made[product];
    if (fits()) {
      ++granted[unit.line];
    } else {
      --made[product];
      closed[unit.tier][product] = true;
    }
  }
  return granted;
}

template <class Work>
double median_ms(int times, const Work& work) {
  std::vector<double> all;
  for (int run = 0; run < times; ++run) {
    const auto start = std::chrono::steady_clock::now();
    work();
    all.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

void print_goal(const char* name, double measured, const char* comparison, double wanted) {
  const bool met = comparison[0] == '<' ? measured <= wanted : measured >= wanted;
  fmt::print("goal {}: measured {:.1f}, wanted {} {:.1f}, {}\n", name, measured, comparison, wanted,
             met ? "met" : "missed");
}

}  // namespace

int main() {
  fmt::print("{:>9} {:>12} {:>12} {:>8}\n", "lines", "solve ms", "sorting ms", "ratio");
  double last_ms = 0, last_ratio = 0;
  for (const std::size_t lines : {5'000U, 50'000U, 500'000U}) {
    const auto instance = programme(lines);
    std::vector<std::int64_t> ours, theirs;
    last_ms = median_ms(runs, [&] { ours = solve(instance)->granted; });
    const auto sorting = median_ms(lines > 100'000 ? 1 : 3, [&] { theirs = by_sorting(instance); });
    RELAIS_CHECK(ours == theirs);
    last_ratio = sorting / last_ms;
    fmt::print("{:>9} {:>12.2f} {:>12.1f} {:>8.0f}\n", lines, last_ms, sorting, last_ratio);
  }
  print_goal("fairness_500000_lines_ms", last_ms, "<=", 100);
  print_goal("fairness_500000_lines_ratio_to_sorting", last_ratio, ">=", 50);
}
