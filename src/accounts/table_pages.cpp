#include "accounts/table_pages.hpp"

#include <optional>
#include <sstream>

#include "tabular/writer.hpp"
#include "web/i18n.hpp"

namespace relais::accounts {
namespace {

using tabular::CellKind;

constexpr std::string_view csv_type = "text/csv; charset=utf-8";
constexpr std::string_view xlsx_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

}  // namespace

struct TableFile::State {
  std::string name;
  std::ostringstream out;
  std::optional<tabular::CsvWriter> csv;
  std::unique_ptr<tabular::XlsxWriter> workbook;
};

TableFile::TableFile(const web::Request& request, std::string_view name, const std::vector<TableColumn>& columns)
    : state_(std::make_unique<State>()) {
  state_->name = web::translate(request.language, name);
  std::vector<std::string> titles;
  std::vector<CellKind> kinds;
  for (const auto& column : columns) {
    titles.push_back(column.title);
    kinds.push_back(column.kind);
  }
  if (request.path.ends_with(".xlsx"))
    state_->workbook = std::make_unique<tabular::XlsxWriter>(state_->out, state_->name, std::move(kinds));
  else
    state_->csv.emplace(state_->out, request.language == base::Language::french ? tabular::Dialect::french_excel
                                                                                : tabular::Dialect::spreadsheet);
  row(titles);
}

TableFile::~TableFile() = default;

void TableFile::row(const std::vector<std::string>& cells) {
  if (state_->workbook)
    state_->workbook->row(cells);
  else
    state_->csv->row(cells);
}

web::Response TableFile::answer() {
  if (!state_->workbook) return web::download(state_->out.str(), std::string(csv_type), state_->name + ".csv");
  state_->workbook->finish();
  return web::download(state_->out.str(), std::string(xlsx_type), state_->name + ".xlsx");
}

void add_table(Gate& gate, const std::string& pattern, people::Right right, const Gate::Handler& handler) {
  gate.members("GET", pattern + ".csv", right, handler);
  gate.members("GET", pattern + ".xlsx", right, handler);
}

}  // namespace relais::accounts
