#include "tabular/writer.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/check.hpp"

namespace relais::tabular {
namespace {

bool is_number(std::string_view cell) {
  if (cell.starts_with('-')) cell.remove_prefix(1);
  const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  const auto whole = cell.substr(0, cell.find_first_of(",."));
  const auto decimals = whole.size() == cell.size() ? "0" : cell.substr(whole.size() + 1);
  return !whole.empty() && !decimals.empty() && std::all_of(whole.begin(), whole.end(), is_digit) &&
         std::all_of(decimals.begin(), decimals.end(), is_digit);
}

/// Source: OWASP, CSV injection.
bool runs_as_formula(std::string_view cell) {
  return !cell.empty() && std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos &&
         !is_number(cell);
}

std::string in_quotes(std::string_view cell) {
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Blanks at the ends are kept by readers only inside quotes.
bool needs_quotes(std::string_view cell, char separator) {
  if (cell.empty()) return false;
  return is_blank(cell.front()) || is_blank(cell.back()) || cell.find(separator) != cell.npos ||
         cell.find_first_of("\"\r\n") != cell.npos;
}

}  // namespace

CsvWriter::CsvWriter(std::ostream& out, Dialect dialect) : out_(out), dialect_(dialect) {
  if (dialect_ == Dialect::french_excel) out_ << "\xEF\xBB\xBF";
}

void CsvWriter::row(const std::vector<std::string>& cells) {
  const bool for_people = dialect_ != Dialect::schema;
  const char separator = dialect_ == Dialect::french_excel ? ';' : ',';
  for (std::size_t at = 0; at < cells.size(); ++at) {
    if (at > 0) out_ << separator;
    const auto cell = for_people && runs_as_formula(cells[at]) ? "'" + cells[at] : cells[at];
    out_ << (needs_quotes(cell, separator) ? in_quotes(cell) : cell);
  }
  out_ << (for_people ? "\r\n" : "\n");
}

std::string format_decimal(std::int64_t scaled, int decimals, Dialect dialect) {
  RELAIS_CHECK(decimals > 0 && decimals <= 18);
  auto digits =
      fmt::format("{:0>{}}", scaled < 0 ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled),
                  decimals + 1);
  digits.insert(digits.size() - static_cast<std::size_t>(decimals), dialect == Dialect::french_excel ? "," : ".");
  return scaled < 0 ? "-" + digits : digits;
}

}  // namespace relais::tabular
