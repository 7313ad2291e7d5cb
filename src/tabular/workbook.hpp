#pragma once
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace relais::tabular {

/// What a column's cells are. A cell that is not of its column's kind, or would lose digits, is written as text.
/// `integer`: `-12`. `decimal`: `43.370176`, with a point. `day`: `2020-03-26`.
enum class CellKind { text, integer, decimal, day };

struct WorkbookOptions {
  std::int64_t sheet_rows_max = 1'048'576;  ///< as spreadsheets have it; what is beyond goes on another sheet
};

/// Writes a table as an XLSX workbook, row by row as `CsvWriter` does; the first row is the headings. Text is text
/// whatever it begins with: no cell is ever a formula or a link. Memory does not grow with the rows.
///
/// Ownership  the stream must outlive it. Effect  nothing comes to the stream before `finish`; while it lasts, rows are
///            in a temporary file. Throws  std::runtime_error when the disk is full.
class XlsxWriter {
 public:
  XlsxWriter(std::ostream& out, std::string_view sheet, std::vector<CellKind> columns, WorkbookOptions options = {});
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;
  ~XlsxWriter();

  void row(const std::vector<std::string>& cells);
  /// Must be called, once.
  void finish();

 private:
  struct State;
  void start_sheet();
  void write_cell(std::uint16_t column, const std::string& cell);

  std::unique_ptr<State> state_;
};

/// A name that every spreadsheet takes: 31 characters at most, none of `[ ] : * ? / \`, no apostrophe at the ends,
/// never empty. `number` above 1 is told in it: `Besoins (2)`.
std::string sheet_name(std::string_view wanted, int number = 1);

/// What a cell can hold: valid UTF-8 without control characters but tab and line ends, 32,767 units of UTF-16 at most;
/// what is beyond is cut and ends in `…`, what is no character becomes `?`. (Excel shows `_x0041_` as `A`: left so.)
std::string cell_text(std::string_view text);

}  // namespace relais::tabular
