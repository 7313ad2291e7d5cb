#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/folder/problems.hpp"
#include "base/time.hpp"
#include "tabular/columns.hpp"

namespace relais::app {

/// A row of a CSV file, read cell by cell; what is wrong goes into the problems and an empty value is given instead.
class CsvRow {
 public:
  CsvRow(Problems& problems, const std::string& file, const tabular::Record& record)
      : problems_(problems), file_(file), record_(record) {}

  std::int64_t line() const { return record_.number(); }
  std::string text(std::string_view field) const { return std::string(record_.text(field)); }
  std::int64_t integer(std::string_view field) const;
  std::optional<std::int64_t> maybe_integer(std::string_view field) const;
  std::optional<base::Day> maybe_day(std::string_view field) const;
  /// oui, non, yes, no; empty is no.
  bool flag(std::string_view field) const;
  /// A value that `parse` knows; `otherwise` when the cell is empty.
  template <class Value>
  Value coded(std::string_view field, std::optional<Value> (*parse)(std::string_view), std::string_view codes,
              Value otherwise = {}) const {
    if (record_.text(field).empty()) return otherwise;
    const auto value = parse(record_.text(field));
    if (!value) unknown_code(field, codes);
    return value.value_or(otherwise);
  }

  /// The row as a whole; `Cells` tells where its cells are.
  Place place() const { return {file_, line(), {}, {}}; }
  Place place(std::string_view field) const;
  void problem(std::string_view field, base::Refusal refusal) const;

 private:
  void unknown_code(std::string_view field, std::string_view codes) const;

  Problems& problems_;
  const std::string& file_;
  const tabular::Record& record_;
};

/// Where each field of a file is: column and heading, the same for all rows.
using Cells = std::map<std::string, Place, std::less<>>;

enum class FilePresence { required, optional };

/// Reads a CSV file of a folder row by row. A heading that no column has is a problem: nothing is ignored in silence.
Cells read_csv(const std::filesystem::path& folder, const std::string& file, FilePresence presence,
               const tabular::Columns& columns, Problems& problems, const std::function<void(const CsvRow&)>& take);

}  // namespace relais::app
