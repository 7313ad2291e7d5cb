// How long a plan takes: against CLP and network simplex (without kits), against sorting all units, and against one
// pass over the lines. Fails when a reference shares the goods in another way.
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "base/check.hpp"
#include "counted_memory.hpp"
#include "fairness/fairness.hpp"
#include "fairness/share_out.hpp"
#include "no_kits.hpp"

namespace {

using namespace relais::fairness;

/// So many that a slow second of the machine does not make the median.
int runs_for(std::size_t lines) { return lines > 100'000 ? 61 : 301; }

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
  std::uint64_t tie;
  std::int32_t numerator, weight, tier;
  LineIndex line;
  bool operator<(const Unit& other) const {
    if (tier != other.tier) return tier < other.tier;
    const auto left = std::int64_t{numerator} * other.weight, right = std::int64_t{other.numerator} * weight;
    return left != right ? left < right : tie < other.tie;
  }
};

std::vector<Unit> sorted_units(const Instance& instance) {
  std::vector<Unit> units;
  for (LineIndex at = 0; at < instance.lines.size(); ++at) {
    const auto& line = instance.lines[at];
    const auto tie = tie_of(instance.seed, line.id);
    for (std::int64_t unit = 1; unit <= line.cap; ++unit)
      units.push_back({tie, static_cast<std::int32_t>(2 * (unit + line.past) - 1),
                       static_cast<std::int32_t>(line.weight), line.tier, at});
  }
  std::sort(units.begin(), units.end());
  return units;
}

/// The same plan for `programme` by sorting every unit, with the few limits of this very instance written out.
std::vector<std::int64_t> by_sorting(const Instance& instance) {
  std::vector<std::int64_t> granted(instance.lines.size(), 0), made(3, 0);
  bool closed[2][3] = {};
  const auto fits = [&] {
    return made[1] <= instance.kinds[1].stock &&
           made[0] + made[1] <= instance.kinds[0].stock + instance.kinds[1].stock &&
           made[0] + made[1] <= instance.kinds[2].stock && made[2] <= instance.kinds[3].stock &&
           made[0] + made[1] + made[2] <= instance.kinds[4].stock;
  };
  for (const auto& unit : sorted_units(instance)) {
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
    const auto start = no_kits::thread_ms();
    work();
    all.push_back(no_kits::thread_ms() - start);
  }
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

void print_goal(const char* name, double measured, const char* comparison, double wanted) {
  const bool met = comparison[0] == '<' ? measured <= wanted : measured >= wanted;
  fmt::print("goal {}: measured {:.2f}, wanted {} {:.2f}, {}\n", name, measured, comparison, wanted,
             met ? "met" : "missed");
}

/// The same programme without kits: phones of which smartphones may stand in, smartphones, tablets.
Instance without_kits(std::size_t lines) {
  auto instance = programme(lines);
  instance.products = {{"phone", 1, {{{0, 1}}}}, {"smart", 1, {{{1, 1}}}}, {"tablet", 1, {{{3, 1}}}}};
  return instance;
}

std::vector<std::int64_t> per_line(const Instance& instance, const std::vector<Unit>& units,
                                   const std::vector<bool>& served) {
  std::vector<std::int64_t> granted(instance.lines.size(), 0);
  for (std::size_t at = 0; at < units.size(); ++at) granted[units[at].line] += served[at] ? 1 : 0;
  return granted;
}

struct Ratios {
  double clp = 0, clp_to_all = 0;  ///< to the sharing alone, and to all of `solve`
  bool are_equal = false;
};

Ratios compare_without_kits(std::size_t lines) {
  const auto instance = without_kits(lines);
  const auto model = model_of(instance).value();
  const auto columns = columns_of(instance, model);
  std::vector<std::int64_t> ours;
  const auto share = median_ms(runs_for(lines), [&] { ours = share_out(instance, model, columns)->granted; });
  const auto all = median_ms(runs_for(lines), [&] { ours = solve(instance)->granted; });
  const auto units = sorted_units(instance);
  no_kits::Problem problem{{}, {{0, 1}, {1}, {3}}, {}};
  for (const auto& kind : instance.kinds) problem.stock.push_back(kind.stock);
  for (const auto& unit : units)
    problem.product_of_unit.push_back(static_cast<std::int32_t>(instance.lines[unit.line].product));
  const auto clp = no_kits::by_clp(problem), simplex = no_kits::by_network_simplex(problem);
  const bool as_clp = per_line(instance, units, clp.served) == ours;
  const bool as_simplex = per_line(instance, units, simplex.served) == ours;
  fmt::print("{:>9} {:>9.3f} {:>9.3f} {:>9.0f} {:>8.0f} {:>8.0f} {:>5} {:>11.0f} {:>8.0f} {:>8.0f} {:>5}\n", lines,
             share, all, clp.solve_ms, clp.solve_ms / share, clp.solve_ms / all, as_clp ? "yes" : "NO",
             simplex.solve_ms, simplex.solve_ms / share, simplex.solve_ms / all, as_simplex ? "yes" : "NO");
  return {clp.solve_ms / share, clp.solve_ms / all, as_clp && as_simplex};
}

/// What a reader of the three columns of a pass cannot do without: reading them all and adding them up.
double one_pass_ms(const Columns& columns, std::size_t lines) {
  std::int64_t sum = 0;
  const auto ms = median_ms(runs_for(lines), [&] {
    for (std::size_t at = 0; at < lines; ++at)
      sum += std::int64_t{columns.weight[at]} + columns.cap[at] + columns.past[at];
  });
  RELAIS_CHECK(sum > 0);
  return ms;
}

/// The most that is held at once while `work` runs, beyond what was held before.
template <class Work>
double bytes_per_line(std::size_t lines, const Work& work) {
  const auto before = counted_memory::start();
  work();
  return static_cast<double>(counted_memory::peak_bytes() - before) / static_cast<double>(lines);
}

struct Times {
  double solve = 0, share = 0, passes = 0, bytes = 0;
};

Times measure_with_kits(std::size_t lines) {
  const auto instance = programme(lines);
  const auto model = model_of(instance).value();
  const auto columns = columns_of(instance, model);
  std::vector<std::int64_t> ours;
  Times times;
  const auto pass = one_pass_ms(columns, lines);
  times.share = median_ms(runs_for(lines), [&] { ours = share_out(instance, model, columns)->granted; });
  const auto fill = median_ms(runs_for(lines), [&] { RELAIS_CHECK(columns_of(instance, model).line); });
  times.solve = median_ms(runs_for(lines), [&] { ours = solve(instance)->granted; });
  times.passes = times.share / pass;
  // The answer, 8 bytes a line, is no scratch.
  times.bytes = bytes_per_line(lines, [&] { ours = solve(instance)->granted; }) - 8;
  std::vector<std::int64_t> theirs;
  const auto sorting = median_ms(lines > 100'000 ? 1 : 3, [&] { theirs = by_sorting(instance); });
  RELAIS_CHECK(ours == theirs);
  fmt::print("{:>9} {:>9.3f} {:>9.3f} {:>9.3f} {:>9.4f} {:>7.1f} {:>9.0f} {:>7.0f} {:>7.0f} {:>6.1f}\n", lines,
             times.share, times.share + fill, times.solve, pass, times.passes, sorting, sorting / times.share,
             sorting / times.solve, times.bytes);
  return times;
}

double growth(double small, double large, double factor) { return std::log(large / small) / std::log(factor); }

}  // namespace

int main() {
  fmt::print(
      "share: from columns to grants, reasons and routing. + fill: the columns too. solve: ids and figures validated "
      "too.\nNo text is rendered. Of the references the solver alone. Processor time, medians.\n\nWithout kits\n"
      "{:>9} {:>9} {:>9} {:>9} {:>8} {:>8} {:>5} {:>11} {:>8} {:>8} {:>5}\n",
      "lines", "share ms", "solve ms", "CLP ms", "/ share", "/ solve", "same", "simplex ms", "/ share", "/ solve",
      "same");
  const auto small = compare_without_kits(5'000), medium = compare_without_kits(50'000);
  fmt::print("\nWith kits\n{:>9} {:>9} {:>9} {:>9} {:>9} {:>7} {:>9} {:>7} {:>7} {:>6}\n", "lines", "share ms",
             "+ fill ms", "solve ms", "pass ms", "passes", "sort ms", "/ share", "/ solve", "bytes");
  std::vector<Times> times;
  for (const std::size_t lines : {5'000U, 50'000U, 500'000U, 1'000'000U}) times.push_back(measure_with_kits(lines));
  fmt::print("growth exponent of solve, 50,000 to 1,000,000 lines: {:.2f}\n",
             growth(times[1].solve, times[3].solve, 20));
  print_goal("fairness_5000_lines_ratio_to_clp", small.clp, ">=", 500);
  print_goal("fairness_50000_lines_ratio_to_clp", medium.clp, ">=", 1'500);
  print_goal("fairness_5000_lines_ratio_to_clp_with_validation", small.clp_to_all, ">=", 500);
  print_goal("fairness_50000_lines_ratio_to_clp_with_validation", medium.clp_to_all, ">=", 1'500);
  print_goal("fairness_lines_same_as_references", small.are_equal && medium.are_equal ? 1 : 0, ">=", 1);
  print_goal("fairness_growth_exponent_50000_to_1000000", growth(times[1].share, times[3].share, 20), "<=", 1.05);
  print_goal("fairness_1000000_lines_in_passes", times[3].passes, "<=", 40);
  print_goal("fairness_1000000_lines_scratch_bytes_per_line", times[3].bytes, "<=", 32);
  return small.are_equal && medium.are_equal ? 0 : 1;
}
