#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// Small programs in whole numbers, decided exactly: which recipes to use, and how often.
namespace relais::fairness {

/// coefficients x <= bound.
struct Row {
  std::vector<std::int64_t> coefficients;
  std::int64_t bound = 0;
};

enum class Verdict { fits, does_not_fit, undecided };

struct WholePoint {
  Verdict verdict = Verdict::does_not_fit;
  std::vector<std::int64_t> x;  ///< when it fits
};

/// The work one question may cost before it is left undecided, the same on every machine.
inline constexpr int search_steps_max = 20'000;

/// A whole x >= 0 that satisfies the rows: dual simplex on integers with a common denominator, Gomory's cuts, then
/// branching.
///
/// Source  Edmonds (1967) for the exact pivots, Gomory (1958) for the cuts, Bland (1977) for the end.
/// `steps_max` pivots, and as many again in another way, until it is left undecided.
WholePoint find_whole_point(std::size_t variables, const std::vector<Row>& rows, int steps_max = search_steps_max);

/// Weights >= 0, one per row, whose sum of rows no x >= 0 can satisfy, even in fractions (Farkas). None when some x
/// can, or when the numbers outgrow 128 bits.
std::optional<std::vector<std::int64_t>> find_contradiction(std::size_t variables, const std::vector<Row>& rows);

}  // namespace relais::fairness
