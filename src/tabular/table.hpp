#pragma once
#include <istream>
#include <vector>

#include "tabular/columns.hpp"

namespace relais::tabular {

/// A whole table in memory: for imports that judge a row by other rows, or write again when a transaction is retried.
struct Table {
  Layout layout;
  std::vector<Row> rows;
};

/// Refuses  what `TableReader` and `Layout::match` refuse; then nothing of the table is to be used.
/// Throws   std::ios_base::failure when the stream cannot be read.
base::Result<Table> read_table(std::istream& bytes, const Columns& columns, const Mapping& mapping = {});

}  // namespace relais::tabular
