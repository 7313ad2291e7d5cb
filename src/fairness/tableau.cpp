#include "fairness/tableau.hpp"

#include <limits>
#include <numeric>

#include "base/check.hpp"

namespace relais::fairness {
namespace {

Wide floor_division(Wide number, Wide divisor) {
  const Wide quotient = number / divisor;
  return number % divisor < 0 ? quotient - 1 : quotient;
}

Wide remainder_above(Wide number, Wide divisor) { return number - floor_division(number, divisor) * divisor; }

/// (a b - c d) / e, which is whole; false when it outgrows 128 bits on the way.
bool exchange(Wide a, Wide b, Wide c, Wide d, Wide e, Wide& out) {
  Wide left = 0, right = 0, difference = 0;
  if (__builtin_mul_overflow(a, b, &left) || __builtin_mul_overflow(c, d, &right)) return false;
  if (__builtin_sub_overflow(left, right, &difference)) return false;
  out = difference / e;
  return true;
}

}  // namespace

Tableau::Tableau(std::size_t variables, const std::vector<Row>& rows)
    : variables_(variables), rows_(rows.size()), columns_(variables), next_label_(variables) {
  std::iota(columns_.begin(), columns_.end(), std::size_t{0});
  for (const auto& row : rows) append({0, row.bound, {row.coefficients.begin(), row.coefficients.end()}});
}

void Tableau::append(Line line) {
  line.label = next_label_++;
  lines_.push_back(std::move(line));
}

// Bland's rule: the lowest label, both ways. Slower than others, but it always ends.
std::optional<std::size_t> Tableau::find_leaving_row() const {
  std::optional<std::size_t> leaving;
  for (std::size_t row = 0; row < lines_.size(); ++row)
    if (lines_[row].bound < 0 && (!leaving || lines_[row].label < lines_[*leaving].label)) leaving = row;
  return leaving;
}

std::optional<std::size_t> Tableau::find_entering_column(const Line& line) const {
  std::optional<std::size_t> entering;
  for (std::size_t column = 0; column < columns_.size(); ++column)
    if (line.coefficients[column] < 0 && (!entering || columns_[column] < columns_[*entering])) entering = column;
  return entering;
}

Tableau::State Tableau::restore(int& steps_left) {
  while (const auto row = find_leaving_row()) {
    const auto column = find_entering_column(lines_[*row]);
    if (!column) {
      contradicted_ = *row;
      return State::contradiction;
    }
    if (--steps_left < 0) return State::exhausted;
    if (!pivot(*row, *column)) return State::overflow;
  }
  return State::feasible;
}

bool Tableau::pivot(std::size_t row, std::size_t column) {
  const Line pivot_line = lines_[row];
  const Wide p = pivot_line.coefficients[column];
  RELAIS_CHECK(p < 0);
  for (std::size_t other = 0; other < lines_.size(); ++other) {
    if (other == row) continue;
    auto& line = lines_[other];
    const Wide factor = line.coefficients[column];
    if (!exchange(p, line.bound, factor, pivot_line.bound, denominator_, line.bound)) return false;
    line.bound = -line.bound;
    for (std::size_t at = 0; at < columns_.size(); ++at) {
      if (at == column) continue;
      auto& cell = line.coefficients[at];
      if (!exchange(p, cell, factor, pivot_line.coefficients[at], denominator_, cell)) return false;
      cell = -cell;
    }
    line.coefficients[column] = factor;
  }
  auto& line = lines_[row];
  line.bound = -line.bound;
  for (auto& cell : line.coefficients) cell = -cell;
  line.coefficients[column] = -denominator_;
  std::swap(line.label, columns_[column]);
  denominator_ = -p;
  return true;
}

std::optional<std::size_t> Tableau::find_fractional_row() const {
  std::optional<std::size_t> first;
  for (std::size_t row = 0; row < lines_.size(); ++row) {
    if (lines_[row].label >= variables_ || lines_[row].bound % denominator_ == 0) continue;
    if (!first || lines_[row].label < lines_[*first].label) first = row;
  }
  return first;
}

std::vector<std::int64_t> Tableau::rounded_down() const {
  std::vector<std::int64_t> x(variables_, 0);
  for (const auto& line : lines_)
    if (line.label < variables_) x[line.label] = static_cast<std::int64_t>(line.bound / denominator_);
  return x;
}

std::optional<std::vector<std::int64_t>> Tableau::contradiction() const {
  std::vector<Wide> weights(rows_, 0);
  const auto& line = lines_[contradicted_];
  const auto note = [&](std::size_t label, Wide weight) {
    if (label >= variables_ && label - variables_ < rows_) weights[label - variables_] = weight;
  };
  note(line.label, denominator_);
  for (std::size_t column = 0; column < columns_.size(); ++column) note(columns_[column], line.coefficients[column]);
  std::vector<std::int64_t> narrow;
  for (const Wide weight : weights) {
    if (weight > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
    narrow.push_back(static_cast<std::int64_t>(weight));
  }
  return narrow;
}

// Gomory: the non-basic variables are whole, so the fractions of a row's coefficients must make up the fraction of its
// bound at least.
void Tableau::cut_off_fraction(std::size_t row) {
  Line cut{0, -remainder_above(lines_[row].bound, denominator_), {}};
  for (const Wide cell : lines_[row].coefficients) cut.coefficients.push_back(-remainder_above(cell, denominator_));
  append(std::move(cut));
}

void Tableau::round_down(std::size_t row) {
  Line bound{0, -remainder_above(lines_[row].bound, denominator_), lines_[row].coefficients};
  for (auto& cell : bound.coefficients) cell = -cell;
  append(std::move(bound));
}

void Tableau::round_up(std::size_t row) {
  append({0, remainder_above(lines_[row].bound, denominator_) - denominator_, lines_[row].coefficients});
}

}  // namespace relais::fairness
