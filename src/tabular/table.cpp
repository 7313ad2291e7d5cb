#include "tabular/table.hpp"

namespace relais::tabular {

base::Result<Table> read_table(std::istream& bytes, const Columns& columns, const Mapping& mapping) {
  RELAIS_TRY(auto reader, TableReader::open(bytes));
  RELAIS_TRY(auto layout, Layout::match(columns, reader.headings(), mapping));
  Table table{std::move(layout), {}};
  while (true) {
    RELAIS_TRY(auto row, reader.next());
    if (!row) return table;
    table.rows.push_back(*std::move(row));
  }
}

}  // namespace relais::tabular
