#include <algorithm>

#include "allocation/line_figures.hpp"
#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Rows;

const std::string select_stored = "SELECT " + std::string(stored_columns) +
                                  " FROM allocation_grant g JOIN people_organisation o ON o.id = g.structure_id ";
const std::string select_stored_page = select_stored + "WHERE g.id BETWEEN $1 AND $2 ORDER BY g.id LIMIT $3";
const std::string select_stored_need =
    select_stored +
    "JOIN allocation_structure s ON s.structure_id = g.structure_id AND g.id BETWEEN s.first_line AND s.last_line "
    "JOIN needs_need n ON n.id = g.need_id AND n.structure_id = s.structure_id "
    "WHERE s.allocation_id = $1 AND n.id = $2 AND g.need_id = $2";
constexpr auto select_lines_of_structure =
    "SELECT first_line, last_line FROM allocation_structure WHERE allocation_id = $1 AND structure_id = $2";
constexpr auto select_line_of_name =
    "SELECT g.id FROM allocation_allocation a JOIN people_organisation o ON o.programme_id = a.programme_id "
    "AND o.code = $2 JOIN allocation_structure s ON s.allocation_id = a.id AND s.structure_id = o.id "
    "JOIN allocation_grant g ON g.id BETWEEN s.first_line AND s.last_line "
    "JOIN catalogue_product p ON p.id = g.product_id WHERE a.id = $1 AND g.audience = $3 AND p.code = $4";

std::vector<StoredLine> stored_lines_of(Rows rows) {
  std::vector<StoredLine> lines;
  while (rows.next()) lines.push_back(stored_line_at(rows));
  return lines;
}

}  // namespace

StoredLine stored_line_at(const Rows& rows) {
  StoredLine line;
  const auto audience = catalogue::parse_audience(rows.text(3));
  const auto urgency = needs::parse_urgency(rows.text(5));
  RELAIS_CHECK(audience && urgency);
  line.input.need = rows.id<NeedId>(0);
  line.structure = rows.id<OrganisationId>(1);
  line.structure_code = rows.string(2);
  line.input.audience = *audience;
  line.product = rows.id<ProductId>(4);
  line.input.urgency = *urgency;
  line.input.people = rows.integer(6);
  line.input.is_checked = rows.boolean(7);
  line.input.asked = rows.integer(8);
  line.input.earlier = rows.integer(9);
  line.input.past = rows.integer(10);
  line.input.guarantee = {rows.integer(11), rows.integer(12), rows.integer(13), rows.integer(14)};
  line.input.adjusted = rows.maybe_integer(15);
  line.granted = rows.integer(16);
  line.dealt_before = rows.integer(17);
  return line;
}

LineRange range_of(Reader& reader, const Frame& frame, OrganisationId structure) {
  if (!structure) return {frame.first_line, frame.last_line};
  auto rows = reader.query(select_lines_of_structure, {frame.allocation.id, structure});
  if (!rows.next()) return {1, 0};
  return {rows.integer(0), rows.integer(1)};
}

std::int64_t find_line_of_name(Reader& reader, AllocationId allocation, std::string_view name) {
  for (const auto audience : catalogue::audiences) {
    const auto middle = "/" + std::string(catalogue::code_of(audience)) + "/";
    const auto at = name.find(middle);
    if (at == std::string_view::npos) continue;
    auto rows = reader.query(select_line_of_name, {allocation, name.substr(0, at), catalogue::code_of(audience),
                                                   name.substr(at + middle.size())});
    if (rows.next()) return rows.integer(0);
  }
  return 0;
}

std::vector<Line> list_lines(Reader& reader, AllocationId allocation, const LineFilter& filter) {
  const auto frame = read_frame(reader, allocation);
  auto range = range_of(reader, frame, filter.structure);
  if (!filter.after.empty())
    range.first = std::max(range.first, find_line_of_name(reader, allocation, filter.after) + 1);
  return lines_with_figures(
      frame, stored_lines_of(reader.query(select_stored_page, {range.first, range.last, filter.lines_max})));
}

std::optional<Line> find_line(Reader& reader, AllocationId allocation, NeedId need) {
  const auto stored = stored_lines_of(reader.query(select_stored_need, {allocation, need}));
  if (stored.empty()) return std::nullopt;
  return lines_with_figures(read_frame(reader, allocation), stored).front();
}

}  // namespace relais::allocation
