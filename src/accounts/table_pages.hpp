#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/gate_pages.hpp"
#include "tabular/workbook.hpp"
#include "web/http.hpp"

namespace relais::accounts {

struct TableColumn {
  std::string title;  ///< in the request's language
  tabular::CellKind kind = tabular::CellKind::text;
};

/// A list to download: what the address ends in, `.csv` or `.xlsx`, says as what.
class TableFile {
 public:
  /// `name` is French, see `web::to_translate`: of the file, and of the workbook's sheet.
  TableFile(const web::Request& request, std::string_view name, const std::vector<TableColumn>& columns);
  ~TableFile();
  TableFile(const TableFile&) = delete;
  TableFile& operator=(const TableFile&) = delete;

  void row(const std::vector<std::string>& cells);
  /// Must be called last, once.
  web::Response answer();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Declares `pattern` with `.csv` and with `.xlsx`.
void add_table(Gate& gate, const std::string& pattern, people::Right right, const Gate::Handler& handler);

}  // namespace relais::accounts
