#pragma once
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace relais::tabular {

/// `schema`: UTF-8, comma, decimal point, `\n`, values untouched; for machines and for the national schemas.
/// `french_excel`: byte order mark, semicolon, decimal comma, CRLF; a cell that a spreadsheet would run as a formula
/// starts with an apostrophe.
/// `spreadsheet`: UTF-8, comma, decimal point, CRLF (RFC 4180); formulas as above.
enum class Dialect { schema, french_excel, spreadsheet };

/// Writes a table, row by row.
///
/// Ownership  the stream must outlive the writer.
class CsvWriter {
 public:
  CsvWriter(std::ostream& out, Dialect dialect);
  void row(const std::vector<std::string>& cells);

 private:
  std::ostream& out_;
  Dialect dialect_;
};

/// A number with `decimals` digits after the point: 43370176 with 6 is `43.370176`, or `43,370176` for Excel.
std::string format_decimal(std::int64_t scaled, int decimals, Dialect dialect);

}  // namespace relais::tabular
