#include <algorithm>

#include "allocation/line_figures.hpp"
#include "allocation/passing.hpp"
#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Rows;

const std::string select_blocks = "SELECT b.id, b.body, b.structure_id, o.code, o.name, o.departement FROM ";
// The block that a line is in begins with it or before it.
const std::string select_blocks_from =
    select_blocks +
    "allocation_block b JOIN people_organisation o ON o.id = b.structure_id "
    "WHERE b.id >= (SELECT COALESCE(MAX(id), $1) FROM allocation_block WHERE id <= $1) AND b.id <= $2 "
    "ORDER BY b.id LIMIT $3";
const std::string select_blocks_of_departement =
    select_blocks +
    "allocation_structure s JOIN allocation_block b ON b.id BETWEEN s.first_line AND s.last_line "
    "JOIN people_organisation o ON o.id = b.structure_id "
    "WHERE s.allocation_id = $1 AND s.departement = $2 AND s.last_line >= $3 "
    "AND b.id >= (SELECT COALESCE(MAX(id), $3) FROM allocation_block WHERE id <= $3) ORDER BY b.id LIMIT $4";
const std::string select_blocks_of_need =
    select_blocks +
    "needs_need n JOIN allocation_structure s ON s.allocation_id = $1 AND s.structure_id = n.structure_id "
    "JOIN allocation_block b ON b.id BETWEEN s.first_line AND s.last_line "
    "JOIN people_organisation o ON o.id = b.structure_id WHERE n.id = $2";
constexpr auto select_lines_of_structure =
    "SELECT first_line, last_line FROM allocation_structure WHERE allocation_id = $1 AND structure_id = $2";
constexpr auto select_blocks_of_name =
    "SELECT b.id, b.body, p.id FROM allocation_allocation a JOIN people_organisation o ON o.programme_id = "
    "a.programme_id AND o.code = $2 JOIN allocation_structure s ON s.allocation_id = a.id AND s.structure_id = o.id "
    "JOIN allocation_block b ON b.id BETWEEN s.first_line AND s.last_line "
    "JOIN catalogue_product p ON p.programme_id = a.programme_id AND p.code = $3 WHERE a.id = $1";

StoredLine stored_line_of(const Rows& rows, const BlockLine& line) {
  return {line.input,   rows.id<OrganisationId>(2), rows.string(3), rows.string(4), rows.string(5), line.product,
          line.granted, line.dealt_before};
}

/// Lines from `from` on, as many as are wanted.
std::vector<StoredLine> lines_of(Rows rows, std::int64_t from, std::int64_t lines_max, const WantsName& wants) {
  std::vector<StoredLine> stored;
  std::vector<BlockLine> lines;
  while (std::ssize(stored) < lines_max && rows.next()) {
    if (wants && !wants(rows.text(4))) continue;
    read_block(rows.text(1), lines);
    for (std::size_t at = 0; at < lines.size() && std::ssize(stored) < lines_max; ++at)
      if (rows.integer(0) + static_cast<std::int64_t>(at) >= from) stored.push_back(stored_line_of(rows, lines[at]));
  }
  return stored;
}

std::int64_t find_in_blocks(Rows rows, Audience audience) {
  std::vector<BlockLine> lines;
  while (rows.next()) {
    read_block(rows.text(1), lines);
    for (std::size_t at = 0; at < lines.size(); ++at)
      if (lines[at].input.audience == audience && lines[at].product == rows.id<ProductId>(2))
        return rows.integer(0) + static_cast<std::int64_t>(at);
  }
  return 0;
}

}  // namespace

LineRange range_of(Reader& reader, const Frame& frame, OrganisationId structure) {
  if (!structure) return {frame.first_line, frame.last_line};
  auto rows = reader.query(select_lines_of_structure, {frame.allocation.id, structure});
  if (!rows.next()) return {1, 0};
  return {rows.integer(0), rows.integer(1)};
}

std::vector<StoredLine> read_stored_lines(Reader& reader, const LineRange& range, std::int64_t lines_max,
                                          const WantsName& wants) {
  if (range.last < range.first || lines_max <= 0) return {};
  // A block has a line at least; one whose lines come too early is read in vain.
  const auto blocks_max = wants ? range.last - range.first + 2 : lines_max + 1;
  return lines_of(reader.query(select_blocks_from, {range.first, range.last, blocks_max}), range.first, lines_max,
                  wants);
}

std::vector<StoredLine> read_stored_lines_of(Reader& reader, const Frame& frame, std::string_view departement,
                                             std::int64_t from, std::int64_t lines_max, const WantsName& wants) {
  const auto blocks_max = wants ? frame.last_line - frame.first_line + 2 : lines_max + 1;
  return lines_of(reader.query(select_blocks_of_departement, {frame.allocation.id, departement, from, blocks_max}),
                  from, lines_max, wants);
}

std::int64_t find_line_of_name(Reader& reader, AllocationId allocation, std::string_view name) {
  for (const auto audience : catalogue::audiences) {
    const auto middle = "/" + std::string(catalogue::code_of(audience)) + "/";
    const auto at = name.find(middle);
    if (at == std::string_view::npos) continue;
    const auto found = find_in_blocks(
        reader.query(select_blocks_of_name, {allocation, name.substr(0, at), name.substr(at + middle.size())}),
        audience);
    if (found != 0) return found;
  }
  return 0;
}

std::vector<Line> list_lines(Reader& reader, AllocationId allocation, const LineFilter& filter) {
  const auto frame = read_frame(reader, allocation);
  auto range = range_of(reader, frame, filter.structure);
  if (!filter.after.empty())
    range.first = std::max(range.first, find_line_of_name(reader, allocation, filter.after) + 1);
  return lines_with_figures(frame, read_stored_lines(reader, range, filter.lines_max, {}));
}

std::optional<Line> find_line(Reader& reader, AllocationId allocation, NeedId need) {
  std::vector<BlockLine> lines;
  for (auto rows = reader.query(select_blocks_of_need, {allocation, need}); rows.next();) {
    read_block(rows.text(1), lines);
    for (const auto& line : lines)
      if (line.input.need == need)
        return lines_with_figures(read_frame(reader, allocation), {stored_line_of(rows, line)}).front();
  }
  return std::nullopt;
}

}  // namespace relais::allocation
