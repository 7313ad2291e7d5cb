#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace relais::tabular {

/// A cell's value as it may be shown again: one line, no control character, at most `characters_max` characters.
std::string safe_value(std::string_view value, std::size_t characters_max = 60);

/// What is wrong in one cell, where a person finds it. The refusal's message says what is wrong and what to do.
struct RowProblem {
  std::int64_t row = 0;
  std::string column;   ///< letters; empty when the file lacks the column
  std::string heading;  ///< as in the file
  std::string value;    ///< made safe
  base::Refusal refusal;
};

/// A value that was mended without a doubt, and said so.
struct Repair {
  std::int64_t row = 0;
  std::string column;
  std::string heading;
  std::string was;
  std::string became;
};

enum class Outcome { created, updated, unchanged, refused };

struct RowOutcome {
  std::int64_t row = 0;
  Outcome outcome = Outcome::unchanged;
  std::vector<RowProblem> problems = {};
  std::vector<Repair> repairs = {};
};

/// What became of each row of a table.
class ImportReport {
 public:
  void add(RowOutcome outcome);
  void set_unused_headings(std::vector<std::string> headings) { unused_headings_ = std::move(headings); }
  /// Says that nothing was kept: the rows that were not refused would have become what is stated.
  void set_rolled_back() { rolled_back_ = true; }

  const std::vector<RowOutcome>& rows() const { return rows_; }
  std::int64_t count(Outcome outcome) const { return counts_[static_cast<std::size_t>(outcome)]; }
  bool is_rolled_back() const { return rolled_back_; }

  /// Totals, then a line per problem and per repair.
  std::string text(base::Language language) const;
  /// One row per problem, repair or quiet row, for a French spreadsheet.
  std::string csv(base::Language language) const;

 private:
  std::vector<RowOutcome> rows_;
  std::array<std::int64_t, 4> counts_{};
  std::vector<std::string> unused_headings_;
  bool rolled_back_ = false;
};

}  // namespace relais::tabular
