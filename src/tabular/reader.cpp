#include "tabular/reader.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <new>

#include <csv.h>

#include "base/check.hpp"
#include "base/text.hpp"
#include "tabular/refusals.hpp"
#include "tabular/separator.hpp"

namespace relais::tabular {
namespace {

constexpr std::size_t piece_bytes = 16'384;
constexpr std::size_t beginning_bytes = 65'536;

bool is_blank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return base::trim(cell).empty(); });
}

}  // namespace

std::string column_letters(std::size_t index) {
  std::string letters;
  for (std::size_t left = index + 1; left > 0; left = (left - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (left - 1) % 26));
  }
  return letters;
}

/// libcsv calls back for every cell and every row; the finished rows of a piece wait in a queue.
struct TableReader::State {
  State(std::istream& from, Limits within) : bytes(from), limits(within) {
    RELAIS_CHECK(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) == 0);
  }
  ~State() { csv_free(&parser); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  static void cell_ended(void* data, std::size_t size, void* self) {
    static_cast<State*>(self)->on_cell({static_cast<const char*>(data), size});
  }
  static void row_ended(int, void* self) { static_cast<State*>(self)->on_row(); }

  std::string read_piece();
  void parse(std::string_view text);
  void end_of_text();
  void fill();
  void on_cell(std::string_view cell);
  void on_row();
  void refuse(const base::RefusalReason& reason, std::vector<std::string> facts);
  void refuse_here(const base::RefusalReason& reason);
  base::Result<std::optional<Row>> next();

  std::istream& bytes;
  Limits limits;
  csv_parser parser{};
  Decoder decoder;
  std::deque<Row> ready;
  std::vector<std::string> cells;
  std::int64_t row_number = 1;
  std::optional<base::Refusal> refusal;
  bool separator_known = false;
  bool is_text = true;
  bool ended = false;
  std::vector<std::string> headings;
};

void TableReader::State::refuse(const base::RefusalReason& reason, std::vector<std::string> facts) {
  if (!refusal) refusal = base::Refusal(reason, std::move(facts));
}

void TableReader::State::refuse_here(const base::RefusalReason& reason) {
  refuse(reason, {std::to_string(row_number), column_letters(cells.size()), std::to_string(limits.cell_bytes_max)});
}

void TableReader::State::on_cell(std::string_view cell) {
  if (cell.find('\0') != cell.npos) refuse_here(refusals::contains_nul);
  if (cell.size() > limits.cell_bytes_max) refuse_here(refusals::cell_too_long);
  if (cells.size() == limits.columns_max) {
    refuse(refusals::too_many_columns, {std::to_string(row_number), std::to_string(limits.columns_max)});
  }
  if (!refusal) cells.emplace_back(cell);
}

void TableReader::State::on_row() {
  if (refusal) return;
  if (row_number > limits.rows_max) refuse(refusals::too_many_rows, {std::to_string(limits.rows_max)});
  if (!is_blank(cells)) ready.push_back({row_number, std::move(cells)});
  cells.clear();
  ++row_number;
}

void TableReader::State::parse(std::string_view text) {
  const auto parsed = csv_parse(&parser, text.data(), text.size(), cell_ended, row_ended, this);
  if (parsed < text.size()) {
    if (csv_error(&parser) != CSV_EPARSE) throw std::bad_alloc();
    refuse_here(refusals::stray_quote);
  }
  if (parser.entry_pos > limits.cell_bytes_max) refuse_here(refusals::cell_too_long);
}

void TableReader::State::end_of_text() {
  if (csv_fini(&parser, cell_ended, row_ended, this) != 0) refuse_here(refusals::unterminated_quote);
}

std::string TableReader::State::read_piece() {
  std::array<char, piece_bytes> buffer;
  bytes.read(buffer.data(), buffer.size());
  if (bytes.bad()) throw std::ios_base::failure("the table cannot be read");
  const auto read = static_cast<std::size_t>(bytes.gcount());
  std::string text;
  is_text = decoder.decode({buffer.data(), read}, text);
  if (read < buffer.size()) is_text = is_text && decoder.finish(text);
  ended = read < buffer.size() || !is_text;
  return text;
}

void TableReader::State::fill() {
  std::string text = read_piece();
  if (!separator_known) {
    while (!ended && text.size() < beginning_bytes) text += read_piece();
    csv_set_delim(&parser, static_cast<unsigned char>(detect_separator(text)));
    separator_known = true;
  }
  parse(text);
  if (!is_text) refuse(refusals::not_text, {std::to_string(row_number)});
  if (ended && !refusal) end_of_text();
}

base::Result<std::optional<Row>> TableReader::State::next() {
  while (ready.empty() && !refusal && !ended) fill();
  if (!ready.empty()) {
    std::optional<Row> row = std::move(ready.front());
    ready.pop_front();
    return row;
  }
  if (refusal) return *refusal;
  return std::optional<Row>();
}

TableReader::TableReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
TableReader::TableReader(TableReader&&) noexcept = default;
TableReader& TableReader::operator=(TableReader&&) noexcept = default;
TableReader::~TableReader() = default;

base::Result<TableReader> TableReader::open(std::istream& bytes, Limits limits) {
  auto state = std::make_unique<State>(bytes, limits);
  RELAIS_TRY(auto first, state->next());
  if (!first) return base::Refusal(refusals::empty_file);
  state->headings = std::move(first->cells);
  return TableReader(std::move(state));
}

const std::vector<std::string>& TableReader::headings() const { return state_->headings; }
Encoding TableReader::encoding() const { return state_->decoder.encoding(); }
char TableReader::separator() const { return static_cast<char>(csv_get_delim(&state_->parser)); }
base::Result<std::optional<Row>> TableReader::next() { return state_->next(); }

}  // namespace relais::tabular
