#include "tabular/separator.hpp"

#include <array>
#include <tuple>
#include <vector>

namespace relais::tabular {
namespace {

constexpr std::string_view candidates = ",;\t|";
constexpr std::size_t rows_looked_at_max = 50;

using Counts = std::array<int, candidates.size()>;

/// The candidates outside quotes, row by row; a row that is cut by the end of the text does not count unless alone.
std::vector<Counts> count_by_row(std::string_view text) {
  std::vector<Counts> rows;
  Counts row{};
  bool quoted = false;
  bool blank = true;
  for (const char c : text) {
    if (rows.size() == rows_looked_at_max) return rows;
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) {
      if (!blank) rows.push_back(row);
      row = {};
      blank = true;
      continue;
    }
    blank = false;
    const auto found = candidates.find(c);
    if (!quoted && found != candidates.npos) ++row[found];
  }
  if (rows.empty()) rows.push_back(row);
  return rows;
}

int rows_like_the_first(const std::vector<Counts>& rows, std::size_t candidate) {
  int alike = 0;
  for (const auto& row : rows) alike += row[candidate] == rows.front()[candidate] ? 1 : 0;
  return alike;
}

}  // namespace

char detect_separator(std::string_view beginning) {
  const auto rows = count_by_row(beginning);
  auto best = std::tuple(0, 0, ',');
  for (std::size_t candidate = 0; candidate < candidates.size(); ++candidate) {
    const int in_headings = rows.front()[candidate];
    if (in_headings == 0) continue;
    const auto score = std::tuple(rows_like_the_first(rows, candidate), in_headings, candidates[candidate]);
    if (std::tie(std::get<0>(score), std::get<1>(score)) > std::tie(std::get<0>(best), std::get<1>(best))) best = score;
  }
  return std::get<2>(best);
}

}  // namespace relais::tabular
