// How long the check of a plan takes, against making the plan and against one plain pass over its lines.
#include <algorithm>
#include <chrono>
#include <random>
#include <vector>

#include <fmt/format.h>

#include "base/check.hpp"
#include "fairness/check_plan.hpp"

namespace {

using namespace relais::fairness;

constexpr int runs = 9;

/// Kits that share what is short, over two tiers; with `products` classes in each.
Instance programme(std::size_t lines, std::uint32_t products) {
  std::mt19937_64 random(lines);
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(high - low + 1));
  };
  const auto many = static_cast<std::int64_t>(lines);
  Instance instance;
  instance.seed = 1;
  instance.kinds = {{"top_up", 10 * many}};
  instance.components = {{"credit", {0}}};
  for (std::uint32_t at = 1; at <= products; ++at) {
    instance.kinds.push_back({"device-" + std::to_string(at), (8 + at % 16) * many / products});
    instance.components.push_back({"device-" + std::to_string(at), {at}});
    instance.products.push_back({"kit-" + std::to_string(at), 1, {{{0, 1}, {at, 1}}}});
  }
  for (std::size_t at = 0; at < lines; ++at) {
    const auto people = between(1, 80);
    instance.lines.push_back({"line-" + std::to_string(at), static_cast<ProductIndex>(between(0, products - 1)),
                              between(0, 19) == 0 ? 0 : 1, people << between(0, 2), people, 0,
                              between(0, 3) == 0 ? between(0, 5) : 0});
  }
  return instance;
}

template <class Work>
double median_ms(const Work& work) {
  std::vector<double> all;
  for (int run = 0; run < runs; ++run) {
    const auto start = std::chrono::steady_clock::now();
    work();
    all.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

/// The least that any check must do: look at each line and its figure once.
std::int64_t plain_pass(const Instance& instance, const Plan& plan) {
  std::int64_t sum = 0;
  for (std::size_t at = 0; at < instance.lines.size(); ++at)
    sum += instance.lines[at].cap - plan.granted[at] + instance.lines[at].weight;
  return sum;
}

void print_goal(const char* name, double measured, double wanted) {
  fmt::print("goal {}: measured {:.2f}, wanted <= {:.2f}, {}\n", name, measured, wanted,
             measured <= wanted ? "met" : "missed");
}

struct Times {
  double solve = 0, check = 0, pass = 0;
};

Times measure(std::size_t lines, std::uint32_t products) {
  const auto instance = programme(lines, products);
  auto plan = solve(instance);
  RELAIS_CHECK(plan.ok());
  Times times;
  times.solve = median_ms([&] { plan = solve(instance); });
  std::size_t proved = 0;
  times.check = median_ms([&] {
    const auto check = check_plan(instance, *plan);
    RELAIS_CHECK(check.faults.empty() && check.refusals_on_trust == 0);
    proved = check.refusals_proved + check.refusals_searched;
  });
  volatile std::int64_t kept = 0;
  times.pass = median_ms([&] { kept = plain_pass(instance, *plan); });
  fmt::print("{:>9} {:>9} {:>9} {:>10.2f} {:>10.2f} {:>8.2f} {:>12.2f}\n", lines, plan->classes.size(), proved,
             times.solve, times.check, times.pass, times.check / times.solve);
  return times;
}

}  // namespace

int main() {
  fmt::print("{:>9} {:>9} {:>9} {:>10} {:>10} {:>8} {:>12}\n", "lines", "classes", "refusals", "solve ms", "check ms",
             "pass ms", "check/solve");
  const auto small = measure(100'000, 3);
  const auto few = measure(1'000'000, 3);
  const auto many = measure(1'000'000, 63);
  print_goal("check_1000000_lines_ms", few.check, 300);
  print_goal("check_1000000_lines_126_classes_ms", many.check, 600);
  print_goal("check_growth_for_ten_times_the_lines", few.check / small.check, 15);
  print_goal("check_ratio_to_solve", few.check / few.solve, 1);
  print_goal("check_ratio_to_one_pass", few.check / few.pass, 50);
}
