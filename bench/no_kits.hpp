#pragma once
#include <ctime>

#include <cstdint>
#include <vector>

/// Goods without kits: units ask for one item each, and an item of any of a few kinds will do. References that solve it
/// with public solvers, to compare with; each says which units are served.
namespace no_kits {

/// Processor time of this thread: what else the machine does counts less than on a clock.
inline double thread_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Problem {
  std::vector<std::int64_t> stock;            ///< per kind
  std::vector<std::vector<int>> accepts;      ///< per product: kinds
  std::vector<std::int32_t> product_of_unit;  ///< per unit, in the order in which the rule serves them
};

/// What a unit is worth: whole numbers, none twice, so that the best choice of units is unique.
inline std::int64_t worth(const Problem& problem, std::size_t unit) {
  return static_cast<std::int64_t>(problem.product_of_unit.size() - unit);
}

struct Answer {
  std::vector<bool> served;  ///< per unit
  double solve_ms = 0;       ///< of the solver alone: its model was built before
};
Answer by_clp(const Problem& problem);
Answer by_network_simplex(const Problem& problem);

}  // namespace no_kits
