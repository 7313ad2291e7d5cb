#include <cstdlib>

#include <ClpSimplex.hpp>

#include "no_kits.hpp"

namespace no_kits {

// A column per unit, between 0 and 1, and one per product and kind; a row per product (units = items) and per kind.
Answer by_clp(const Problem& problem) {
  const auto products = problem.accepts.size();
  const auto units = problem.product_of_unit.size();
  std::vector<CoinBigIndex> starts;
  std::vector<int> rows;
  std::vector<double> values, upper, cost;
  for (std::size_t unit = 0; unit < units; ++unit) {
    starts.push_back(static_cast<CoinBigIndex>(rows.size()));
    rows.push_back(problem.product_of_unit[unit]);
    values.push_back(1);
    upper.push_back(1);
    cost.push_back(-static_cast<double>(worth(problem, unit)));
  }
  for (std::size_t product = 0; product < products; ++product)
    for (const int kind : problem.accepts[product]) {
      starts.push_back(static_cast<CoinBigIndex>(rows.size()));
      rows.insert(rows.end(), {static_cast<int>(product), static_cast<int>(products) + kind});
      values.insert(values.end(), {-1, 1});
      upper.push_back(COIN_DBL_MAX);
      cost.push_back(0);
    }
  starts.push_back(static_cast<CoinBigIndex>(rows.size()));
  std::vector<double> row_lower(products, 0), row_upper(products, 0);
  for (const auto items : problem.stock) {
    row_lower.push_back(0);
    row_upper.push_back(static_cast<double>(items));
  }
  const std::vector<double> lower(upper.size(), 0);
  ClpSimplex model;
  model.setLogLevel(0);
  model.loadProblem(static_cast<int>(upper.size()), static_cast<int>(row_upper.size()), starts.data(), rows.data(),
                    values.data(), lower.data(), upper.data(), cost.data(), row_lower.data(), row_upper.data());
  const auto start = thread_ms();
  model.dual();
  Answer answer;
  answer.solve_ms = thread_ms() - start;
  if (!model.isProvenOptimal()) std::abort();
  for (std::size_t unit = 0; unit < units; ++unit) answer.served.push_back(model.primalColumnSolution()[unit] > 0.5);
  return answer;
}

}  // namespace no_kits
