#pragma once
#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "tabular/encoding.hpp"

namespace relais::tabular {

/// What a table may weigh. Past it the table is refused, with the row.
struct Limits {
  std::size_t cell_bytes_max = 32'768;  ///< a spreadsheet cell holds 32,767 characters
  std::size_t columns_max = 512;
  std::int64_t rows_max = 1'000'000;
};

/// One row, numbered as a person sees it in a spreadsheet: the headings are row 1, a blank row counts, a line break
/// inside a quoted cell does not.
struct Row {
  std::int64_t number = 0;
  std::vector<std::string> cells;
};

/// `A`, `B`, … `Z`, `AA`: the name a spreadsheet gives to the column at `index`, counted from 0.
std::string column_letters(std::size_t index);

/// Reads a table that someone sent, row by row; memory is bounded by the limits, not by the file.
///
/// Detects the encoding (see Decoder) and the separator (see detect_separator). Quotes follow RFC 4180, strictly.
/// Cells come as UTF-8, spaces around unquoted ones removed, line breaks as `\n`. Blank rows are counted and skipped.
///
/// Ownership  the stream must outlive the reader.
/// Throws     std::ios_base::failure when the stream cannot be read.
class TableReader {
 public:
  /// Refuses  empty_file, and what `next` refuses.
  static base::Result<TableReader> open(std::istream& bytes, Limits limits = {});
  TableReader(TableReader&&) noexcept;
  TableReader& operator=(TableReader&&) noexcept;
  ~TableReader();

  const std::vector<std::string>& headings() const;
  Encoding encoding() const;
  char separator() const;

  /// The next row that is not blank; nothing after the last. After a refusal the reader must be dropped.
  ///
  /// Refuses  not_text, contains_nul, stray_quote, unterminated_quote, cell_too_long, too_many_columns, too_many_rows.
  base::Result<std::optional<Row>> next();

 private:
  struct State;
  explicit TableReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace relais::tabular
