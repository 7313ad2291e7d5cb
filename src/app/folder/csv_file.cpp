#include "app/folder/csv_file.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "app/folder/files.hpp"
#include "app/folder/refusals.hpp"
#include "base/text.hpp"
#include "tabular/reader.hpp"

namespace relais::app {
namespace {

using base::Refusal;

std::string names_of(const tabular::Columns& columns) {
  std::string names;
  for (const auto& column : columns) names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
  return names;
}

/// One open file: where its rows go, and what is said of it.
struct Table {
  const std::string& file;
  const tabular::Columns& columns;
  Problems& problems;
  const std::function<void(const CsvRow&)>& take;

  void whole(const Refusal& refusal) const { problems.add({file, 0, {}, {}}, {}, refusal); }

  void check_headings(const tabular::Layout& layout, const std::vector<std::string>& headings) const {
    for (const auto& heading : layout.unused()) {
      const auto at = std::find(headings.begin(), headings.end(), heading) - headings.begin();
      problems.add({file, 1, tabular::column_letters(static_cast<std::size_t>(at)), heading}, {},
                   Refusal(refused::field_unknown, {names_of(columns)}));
    }
  }

  void read_row(const tabular::Layout& layout, const tabular::Row& row) const {
    const tabular::Record record(layout, row);
    for (const auto& problem : record.check_shape())
      problems.add({file, problem.row, problem.column, problem.heading}, problem.value, problem.refusal);
    take(CsvRow(problems, file, record));
  }

  Cells cells_of(const tabular::Layout& layout, const std::vector<std::string>& headings) const {
    const tabular::Row row{1, headings};
    const tabular::Record record(layout, row);
    Cells cells;
    for (const auto& column : columns) cells.emplace(column.name, CsvRow(problems, file, record).place(column.name));
    return cells;
  }

  void read_rows(const tabular::Layout& layout, tabular::TableReader& reader) const {
    while (true) {
      const auto row = reader.next();
      if (!row) return whole(row.refusal());
      if (!*row) return;
      read_row(layout, **row);
    }
  }

  Cells read(tabular::TableReader& reader) const {
    const auto layout = tabular::Layout::match(columns, reader.headings());
    if (!layout) {
      whole(layout.refusal());
      return {};
    }
    check_headings(*layout, reader.headings());
    read_rows(*layout, reader);
    return cells_of(*layout, reader.headings());
  }
};

}  // namespace

Place CsvRow::place(std::string_view field) const {
  const auto found = record_.problem(field, Refusal(refused::field_missing));
  return {file_, found.row, found.column, found.heading.empty() ? std::string(field) : found.heading};
}

void CsvRow::problem(std::string_view field, Refusal refusal) const {
  problems_.add(place(field), record_.text(field), std::move(refusal));
}

std::optional<std::int64_t> CsvRow::maybe_integer(std::string_view field) const {
  if (record_.text(field).empty()) return std::nullopt;
  const auto number = base::parse_integer(record_.text(field));
  if (number && *number >= 0) return number;
  problem(field, Refusal(refused::not_integer));
  return std::nullopt;
}

std::int64_t CsvRow::integer(std::string_view field) const { return maybe_integer(field).value_or(0); }

std::optional<base::Day> CsvRow::maybe_day(std::string_view field) const {
  if (record_.text(field).empty()) return std::nullopt;
  const auto day = base::parse_day(record_.text(field));
  if (!day) problem(field, Refusal(refused::not_day));
  return day;
}

bool CsvRow::flag(std::string_view field) const {
  const auto word = base::fold(record_.text(field));
  if (word == "oui" || word == "yes") return true;
  if (!word.empty() && word != "non" && word != "no") problem(field, Refusal(refused::not_yes_or_no));
  return false;
}

void CsvRow::unknown_code(std::string_view field, std::string_view codes) const {
  problem(field, Refusal(refused::code_unknown, {std::string(codes)}));
}

Cells read_csv(const std::filesystem::path& folder, const std::string& file, FilePresence presence,
               const tabular::Columns& columns, Problems& problems, const std::function<void(const CsvRow&)>& take) {
  if (presence == FilePresence::optional && !std::filesystem::exists(folder / file)) return {};
  const auto bytes = read_file(folder, file, problems);
  if (!bytes) return {};
  std::istringstream in(*bytes);
  const Table table{file, columns, problems, take};
  auto reader = tabular::TableReader::open(in);
  if (!reader) {
    table.whole(reader.refusal());
    return {};
  }
  return table.read(*reader);
}

}  // namespace relais::app
