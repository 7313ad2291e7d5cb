#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "fairness/whole_program.hpp"

namespace relais::fairness {

__extension__ using Wide = __int128;

/// A simplex tableau in integers over one denominator: every basic variable is (bound - sum of coefficient x non-basic)
/// / denominator. Variables are labelled: x first, then the slack of each row as it is added.
class Tableau {
 public:
  enum class State { feasible, contradiction, overflow, exhausted };

  Tableau(std::size_t variables, const std::vector<Row>& rows);

  /// Pivots until every basic variable is >= 0, or a row shows that none can be. Takes its pivots from `steps_left`.
  State restore(int& steps_left);

  /// The row of the first x that is not whole.
  std::optional<std::size_t> find_fractional_row() const;
  std::vector<std::int64_t> rounded_down() const;
  /// The weights of the original rows in the contradiction that `restore` has met, or nothing if they are too large.
  std::optional<std::vector<std::int64_t>> contradiction() const;

  void cut_off_fraction(std::size_t row);
  void round_down(std::size_t row);
  void round_up(std::size_t row);

 private:
  struct Line {
    std::size_t label;
    Wide bound;
    std::vector<Wide> coefficients;
  };

  std::optional<std::size_t> find_leaving_row() const;
  std::optional<std::size_t> find_entering_column(const Line& line) const;
  bool pivot(std::size_t row, std::size_t column);
  void append(Line line);

  std::size_t variables_;
  std::size_t rows_;
  std::vector<std::size_t> columns_;  ///< labels of the non-basic variables
  std::vector<Line> lines_;
  std::size_t next_label_;
  std::size_t contradicted_ = 0;
  Wide denominator_ = 1;
};

}  // namespace relais::fairness
