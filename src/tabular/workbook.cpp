#include "tabular/workbook.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "base/check.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace relais::tabular {
namespace {

constexpr std::size_t sheet_name_max = 31;
constexpr std::size_t cell_units_max = 32'767;
constexpr std::int64_t exact_integer_max = 999'999'999'999'999;  ///< a spreadsheet shows 15 digits
constexpr std::size_t exact_digits_max = 15;
constexpr std::int64_t first_sure_day = -25'508;    ///< 1 March 1900: before it spreadsheets count a day that was not
constexpr std::int64_t spreadsheet_epoch = 25'569;  ///< days from its day 0 to 1970
constexpr double column_width = 18;

/// The length of the character that starts there; 0 when none does.
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const auto character = text.substr(0, length);
  return character.size() == length && base::is_valid_utf8(character) ? length : 0;
}

bool is_no_character(std::string_view character) { return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF"; }

std::size_t units_of(std::size_t character_bytes) { return character_bytes == 4 ? 2 : 1; }

constexpr std::string_view not_utf8 = "\xEF\xBF\xBF";  ///< stands for a byte that is none: no character either

struct Fitted {
  std::string text;
  bool is_whole;
};

/// As many characters as fit so many units of UTF-16, each as `write` gives it.
template <class Write>
Fitted fit_units(std::string_view text, std::size_t units_max, Write&& write) {
  std::string out;
  for (std::size_t units = 0; !text.empty();) {
    const auto length = character_length(text);
    const auto taken = std::max<std::size_t>(length, 1);
    units += units_of(taken);
    if (units > units_max) return {std::move(out), false};
    out += write(length == 0 ? not_utf8 : text.substr(0, length));
    text.remove_prefix(taken);
  }
  return {std::move(out), true};
}

bool is_one_of_ascii(std::string_view character, std::string_view set) {
  return character.size() == 1 && set.find(character[0]) != set.npos;
}

bool is_control_character(std::string_view character) {
  return character.size() == 1 && (static_cast<unsigned char>(character[0]) < 0x20 || character[0] == '\x7f');
}

std::optional<double> number_in(const std::string& cell, CellKind kind) {
  const auto digits =
      static_cast<std::size_t>(std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; }));
  const bool is_sign_or_digit = !cell.empty() && (cell.front() == '-' || (cell.front() >= '0' && cell.front() <= '9'));
  if (!is_sign_or_digit || digits > exact_digits_max) return std::nullopt;
  const char* const end = cell.data() + cell.size();
  if (kind == CellKind::integer) {
    std::int64_t whole = 0;
    const auto read = std::from_chars(cell.data(), end, whole);
    if (read.ec != std::errc() || read.ptr != end || std::abs(whole) > exact_integer_max) return std::nullopt;
    return static_cast<double>(whole);
  }
  double number = 0;
  const auto read = std::from_chars(cell.data(), end, number, std::chars_format::fixed);
  return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

std::optional<double> day_in(const std::string& cell) {
  const auto day = base::parse_day(cell);
  if (!day || base::to_integer(*day) < first_sure_day) return std::nullopt;
  return static_cast<double>(base::to_integer(*day) + spreadsheet_epoch);
}

void check(lxw_error error) {
  if (error != LXW_NO_ERROR) throw std::runtime_error(fmt::format("spreadsheet: {}", lxw_strerror(error)));
}

}  // namespace

/// A folder of its own for the library's files, gone afterwards. Named for all to see, as what holds it is.
class WorkbookFolder {
 public:
  WorkbookFolder() : path_((std::filesystem::temp_directory_path() / "relais-xlsx-XXXXXX").string()) {
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("spreadsheet: no temporary folder");
  }
  WorkbookFolder(const WorkbookFolder&) = delete;
  WorkbookFolder& operator=(const WorkbookFolder&) = delete;
  ~WorkbookFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string& path() { return path_; }
  std::string file() const { return path_ + "/book.xlsx"; }

 private:
  std::string path_;
};

struct XlsxWriter::State {
  std::ostream& out;
  std::string sheet_name;
  std::vector<CellKind> columns;
  WorkbookOptions options;
  WorkbookFolder folder = {};
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format* heading = nullptr;
  lxw_format* date = nullptr;
  int sheets = 0;
  std::int64_t next_row = 0;
  std::vector<std::string> headings = {};
};

XlsxWriter::XlsxWriter(std::ostream& out, std::string_view sheet, std::vector<CellKind> columns,
                       WorkbookOptions options)
    : state_(new State{out, std::string(sheet), std::move(columns), options}) {
  RELAIS_CHECK(options.sheet_rows_max >= 2);
  lxw_workbook_options memory{};
  memory.constant_memory = LXW_TRUE;
  memory.tmpdir = state_->folder.path().data();
  state_->book = workbook_new_opt(state_->folder.file().c_str(), &memory);
  if (state_->book == nullptr) throw std::runtime_error("spreadsheet: cannot be started");
  state_->heading = workbook_add_format(state_->book);
  format_set_bold(state_->heading);
  state_->date = workbook_add_format(state_->book);
  format_set_num_format(state_->date, "dd/mm/yyyy");
  start_sheet();
}

XlsxWriter::~XlsxWriter() {
  if (state_->book != nullptr) lxw_workbook_free(state_->book);
}

void XlsxWriter::start_sheet() {
  const auto name = sheet_name(state_->sheet_name, ++state_->sheets);
  state_->sheet = workbook_add_worksheet(state_->book, name.c_str());
  if (state_->sheet == nullptr) throw std::runtime_error("spreadsheet: no further sheet");
  state_->next_row = 0;
  if (!state_->columns.empty())
    worksheet_set_column(state_->sheet, 0, static_cast<lxw_col_t>(state_->columns.size() - 1), column_width, nullptr);
  worksheet_freeze_panes(state_->sheet, 1, 0);
}

void XlsxWriter::row(const std::vector<std::string>& cells) {
  if (state_->sheets == 1 && state_->next_row == 0) state_->headings = cells;
  if (state_->next_row == state_->options.sheet_rows_max) {
    start_sheet();
    row(state_->headings);
  }
  RELAIS_CHECK(cells.size() <= LXW_COL_MAX);
  for (std::size_t at = 0; at < cells.size(); ++at) write_cell(static_cast<std::uint16_t>(at), cells[at]);
  ++state_->next_row;
}

void XlsxWriter::write_cell(std::uint16_t column, const std::string& cell) {
  if (cell.empty()) return;
  const auto row = static_cast<lxw_row_t>(state_->next_row);
  const bool is_heading = row == 0;
  const auto kind = !is_heading && column < state_->columns.size() ? state_->columns[column] : CellKind::text;
  if (kind == CellKind::day) {
    if (const auto day = day_in(cell))
      return check(worksheet_write_number(state_->sheet, row, column, *day, state_->date));
  } else if (kind != CellKind::text) {
    if (const auto number = number_in(cell, kind))
      return check(worksheet_write_number(state_->sheet, row, column, *number, nullptr));
  }
  check(worksheet_write_string(state_->sheet, row, column, cell_text(cell).c_str(),
                               is_heading ? state_->heading : nullptr));
}

void XlsxWriter::finish() {
  RELAIS_CHECK(state_->book != nullptr);
  const auto closed = workbook_close(state_->book);
  state_->book = nullptr;  // freed, whatever came of it
  check(closed);
  std::ifstream in(state_->folder.file(), std::ios::binary);
  state_->out << in.rdbuf();
}

std::string sheet_name(std::string_view wanted, int number) {
  const auto suffix = number > 1 ? fmt::format(" ({})", number) : std::string();
  auto name = fit_units(base::trim(wanted), sheet_name_max - suffix.size(), [](std::string_view character) {
                const bool is_forbidden = is_no_character(character) || is_control_character(character) ||
                                          is_one_of_ascii(character, "[]:*?/\\");
                return is_forbidden ? std::string_view("-") : character;
              }).text;
  if (name.empty()) name = "-";
  if (name.front() == '\'') name.front() = '-';
  if (name.back() == '\'') name.back() = '-';
  if (base::fold(name) == "history") name += "-";  // the one word that Excel keeps for itself
  return name + suffix;
}

std::string cell_text(std::string_view text) {
  const auto write = [](std::string_view character) {
    const bool is_kept =
        !is_no_character(character) && (!is_control_character(character) || is_one_of_ascii(character, "\t\n\r"));
    return is_kept ? character : std::string_view("?");
  };
  auto fitted = fit_units(text, cell_units_max, write);
  return fitted.is_whole ? std::move(fitted.text) : fit_units(text, cell_units_max - 1, write).text + "…";
}

}  // namespace relais::tabular
