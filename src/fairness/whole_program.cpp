#include "fairness/whole_program.hpp"

#include "fairness/tableau.hpp"

namespace relais::fairness {
namespace {

constexpr int root_cuts_max = 24;
constexpr int depth_max = 100;

struct Search {
  int steps_left = 0;
  bool may_cut = true;
  int depth = 0;
  std::vector<std::int64_t> found;
};

/// Cuts fractions off until the point is whole, or contradicted, or the cuts are spent.
Tableau::State tighten(Tableau& tableau, Search& search) {
  auto state = tableau.restore(search.steps_left);
  for (int cut = 0; search.may_cut && cut < root_cuts_max && state == Tableau::State::feasible; ++cut) {
    const auto row = tableau.find_fractional_row();
    if (!row) break;
    tableau.cut_off_fraction(*row);
    state = tableau.restore(search.steps_left);
  }
  return state;
}

Verdict explore(const Tableau& tableau, Search& search);

Verdict branch(const Tableau& tableau, std::size_t row, Search& search) {
  bool undecided = false;
  for (const bool upward : {true, false}) {
    Tableau half = tableau;
    upward ? half.round_up(row) : half.round_down(row);
    switch (half.restore(search.steps_left)) {
      case Tableau::State::contradiction:
        continue;
      case Tableau::State::feasible:
        break;
      default:
        return Verdict::undecided;
    }
    const auto verdict = explore(half, search);
    if (verdict == Verdict::fits) return verdict;
    undecided = undecided || verdict == Verdict::undecided;
    if (search.steps_left < 0) return Verdict::undecided;
  }
  return undecided ? Verdict::undecided : Verdict::does_not_fit;
}

Verdict explore(const Tableau& tableau, Search& search) {
  const auto row = tableau.find_fractional_row();
  if (!row) {
    search.found = tableau.rounded_down();
    return Verdict::fits;
  }
  if (search.depth == depth_max) return Verdict::undecided;
  ++search.depth;
  const auto verdict = branch(tableau, *row, search);
  --search.depth;
  return verdict;
}

Verdict run(std::size_t variables, const std::vector<Row>& rows, Search& search) {
  Tableau tableau(variables, rows);
  switch (tighten(tableau, search)) {
    case Tableau::State::contradiction:
      return Verdict::does_not_fit;
    case Tableau::State::feasible:
      return explore(tableau, search);
    default:
      return Verdict::undecided;
  }
}

}  // namespace

WholePoint find_whole_point(std::size_t variables, const std::vector<Row>& rows, int steps_max) {
  Search search{steps_max, true, 0, {}};
  auto verdict = run(variables, rows, search);
  if (verdict == Verdict::undecided) {
    // Cuts can make the numbers grow; plain branching keeps them small.
    search = Search{steps_max, false, 0, {}};
    verdict = run(variables, rows, search);
  }
  return {verdict, std::move(search.found)};
}

std::optional<std::vector<std::int64_t>> find_contradiction(std::size_t variables, const std::vector<Row>& rows) {
  Tableau tableau(variables, rows);
  int steps_left = search_steps_max;
  if (tableau.restore(steps_left) != Tableau::State::contradiction) return std::nullopt;
  return tableau.contradiction();
}

}  // namespace relais::fairness
