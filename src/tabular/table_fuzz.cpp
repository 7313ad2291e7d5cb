/// A table and a mapping that someone sent: a mapping in TOML, a line `---`, the bytes of the table.
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string_view>

#include "base/check.hpp"
#include "base/text.hpp"
#include "tabular/columns.hpp"
#include "tabular/reader.hpp"
#include "tabular/report.hpp"

namespace tabular = relais::tabular;

namespace {

const tabular::Columns& columns() {
  static const tabular::Columns all = {{"name", {"nom", "structure"}, tabular::Presence::required},
                                       {"postcode", {"code postal"}},
                                       {"services"},
                                       {"quantity", {"nombre"}, tabular::Presence::required}};
  return all;
}

void read_row(const tabular::Layout& layout, const tabular::Row& row, tabular::ImportReport& report) {
  const tabular::Record record(layout, row);
  tabular::RowOutcome outcome{record.number(), tabular::Outcome::created, record.check_shape(), {}};
  for (const auto& field : columns()) {
    RELAIS_CHECK(relais::base::is_valid_utf8(record.text(field.name)));
    for (const auto& value : record.list(field.name)) RELAIS_CHECK(!value.empty());
    relais::base::fold(record.text(field.name));
  }
  relais::base::parse_integer(record.text("quantity"));
  report.add(std::move(outcome));
}

void read_table(std::string_view bytes, const tabular::Mapping& mapping) {
  std::istringstream stream{std::string(bytes)};
  auto reader = tabular::TableReader::open(stream, {200, 20, 200});
  if (!reader.ok()) return;
  const auto layout = tabular::Layout::match(columns(), reader->headings(), mapping);
  if (!layout.ok()) return;
  tabular::ImportReport report;
  report.set_unused_headings(layout->unused());
  for (std::int64_t last = 1;;) {
    const auto row = reader.value().next();
    if (!row.ok() || !*row) break;
    RELAIS_CHECK((*row)->number > last);
    last = (*row)->number;
    read_row(*layout, **row, report);
  }
  for (const auto language : {relais::base::Language::french, relais::base::Language::english}) {
    RELAIS_CHECK(relais::base::is_valid_utf8(report.text(language)));
    RELAIS_CHECK(relais::base::is_valid_utf8(report.csv(language)));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view mark = "\n---\n";
  const auto at = bytes.find(mark);
  if (at == bytes.npos) {
    read_table(bytes, {});
    return 0;
  }
  const auto mapping = tabular::parse_mapping(bytes.substr(0, at), columns());
  if (mapping.ok()) read_table(bytes.substr(at + mark.size()), *mapping);
  return 0;
}
