#include <algorithm>
#include <unordered_map>

#include "allocation/codes.hpp"
#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Rows;

constexpr std::string_view select_lines =
    "SELECT need_id, structure_id, name, audience, product_id, urgency, people, is_checked, asked, earlier, tier, "
    "weight, cap, floor, past, granted, level_numerator, level_denominator, next_numerator, next_denominator, "
    "next_units, ending FROM allocation_line ";
const std::string select_page =
    std::string(select_lines) +
    "WHERE allocation_id = $1 AND (CAST($2 AS BIGINT) = 0 OR structure_id = $2) AND name > $3 "
    "ORDER BY name LIMIT $4";
const std::string select_by_need = std::string(select_lines) + "WHERE allocation_id = $1 AND need_id = $2";

// Over the same names as the page of lines; the proper kind comes first.
constexpr auto select_portions =
    "SELECT o.need_id, o.part_id, o.kind_id, o.quantity FROM allocation_portion o "
    "JOIN allocation_line l ON l.allocation_id = o.allocation_id AND l.need_id = o.need_id "
    "JOIN catalogue_kind part ON part.id = o.part_id "
    "JOIN allocation_accepted a ON a.allocation_id = o.allocation_id AND a.part_id = o.part_id "
    "AND a.kind_id = o.kind_id WHERE o.allocation_id = $1 AND l.name >= $2 AND l.name <= $3 "
    "AND (CAST($4 AS BIGINT) = 0 OR l.structure_id = $4) ORDER BY o.need_id, part.code, a.position";

std::optional<Rank> rank_at(const Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return Rank{rows.integer(column), rows.integer(column + 1)};
}

Line line_of(const Rows& rows) {
  Line line;
  line.need = rows.id<NeedId>(0);
  line.structure = rows.id<OrganisationId>(1);
  line.name = rows.string(2);
  const auto audience = catalogue::parse_audience(rows.text(3));
  const auto urgency = needs::parse_urgency(rows.text(5));
  RELAIS_CHECK(audience && urgency);
  line.audience = *audience;
  line.product = rows.id<ProductId>(4);
  line.urgency = *urgency;
  line.people = rows.integer(6);
  line.is_checked = rows.boolean(7);
  line.asked = rows.integer(8);
  line.earlier = rows.integer(9);
  line.tier = static_cast<std::int32_t>(rows.integer(10));
  line.weight = rows.integer(11);
  line.cap = rows.integer(12);
  line.floor = rows.integer(13);
  line.past = rows.integer(14);
  line.granted = rows.integer(15);
  line.level = rank_at(rows, 16);
  line.next = rank_at(rows, 18);
  line.next_units = rows.integer(20);
  line.end = get_line_end(rows.text(21));
  return line;
}

/// `lines` are consecutive names.
void add_portions(Reader& reader, AllocationId allocation, OrganisationId structure, std::vector<Line>& lines) {
  if (lines.empty()) return;
  std::unordered_map<NeedId, Line*> by_need;
  for (auto& line : lines) by_need.emplace(line.need, &line);
  auto rows = reader.query(select_portions, {allocation, lines.front().name, lines.back().name, structure});
  while (rows.next())
    by_need.at(rows.id<NeedId>(0))->portions.push_back({rows.id<KindId>(1), rows.id<KindId>(2), rows.integer(3)});
}

std::vector<Line> lines_of(Rows rows) {
  std::vector<Line> lines;
  while (rows.next()) lines.push_back(line_of(rows));
  return lines;
}

constexpr auto select_classes =
    "SELECT c.tier, c.product_id, c.lines, c.asked, c.granted, c.cutoff_numerator, c.cutoff_denominator, "
    "c.cutoff_line, c.refused_numerator, c.refused_denominator, c.refused_line FROM allocation_class c "
    "JOIN catalogue_product p ON p.id = c.product_id WHERE c.allocation_id = $1 ORDER BY c.tier, p.code";
constexpr auto select_shortages =
    "SELECT s.tier, s.product_id, s.kind_id FROM allocation_shortage s JOIN catalogue_kind k ON k.id = s.kind_id "
    "WHERE s.allocation_id = $1 ORDER BY k.code";
constexpr auto select_routes =
    "SELECT l.tier, l.product_id, o.part_id, o.kind_id, CAST(SUM(o.quantity) AS BIGINT) FROM allocation_portion o "
    "JOIN allocation_line l ON l.allocation_id = o.allocation_id AND l.need_id = o.need_id "
    "JOIN catalogue_product p ON p.id = l.product_id JOIN catalogue_kind part ON part.id = o.part_id "
    "JOIN allocation_accepted a ON a.allocation_id = o.allocation_id AND a.part_id = o.part_id "
    "AND a.kind_id = o.kind_id WHERE o.allocation_id = $1 "
    "GROUP BY l.tier, p.code, l.product_id, part.code, o.part_id, a.position, o.kind_id "
    "ORDER BY l.tier, p.code, part.code, a.position";

Class class_of(const Rows& rows) {
  Class one;
  one.tier = static_cast<std::int32_t>(rows.integer(0));
  one.product = rows.id<ProductId>(1);
  one.lines = rows.integer(2);
  one.asked = rows.integer(3);
  one.granted = rows.integer(4);
  one.cutoff = rank_at(rows, 5);
  one.cutoff_line = rows.string(7);
  one.refused = rank_at(rows, 8);
  one.refused_line = rows.string(10);
  return one;
}

}  // namespace

std::vector<Line> list_lines(Reader& reader, AllocationId allocation, const LineFilter& filter) {
  auto lines = lines_of(reader.query(select_page, {allocation, filter.structure, filter.after, filter.lines_max}));
  add_portions(reader, allocation, filter.structure, lines);
  return lines;
}

std::optional<Line> find_line(Reader& reader, AllocationId allocation, NeedId need) {
  auto lines = lines_of(reader.query(select_by_need, {allocation, need}));
  if (lines.empty()) return std::nullopt;
  add_portions(reader, allocation, lines.front().structure, lines);
  return lines.front();
}

std::vector<Class> list_classes(Reader& reader, AllocationId allocation) {
  std::vector<Class> classes;
  for (auto rows = reader.query(select_classes, {allocation}); rows.next();) classes.push_back(class_of(rows));
  for (auto rows = reader.query(select_shortages, {allocation}); rows.next();)
    for (auto& one : classes)
      if (one.tier == rows.integer(0) && one.product == rows.id<ProductId>(1))
        one.ran_out.push_back(rows.id<KindId>(2));
  return classes;
}

std::vector<Route> list_routes(Reader& reader, AllocationId allocation) {
  std::vector<Route> routes;
  for (auto rows = reader.query(select_routes, {allocation}); rows.next();)
    routes.push_back({static_cast<std::int32_t>(rows.integer(0)), rows.id<ProductId>(1), rows.id<KindId>(2),
                      rows.id<KindId>(3), rows.integer(4)});
  return routes;
}

}  // namespace relais::allocation
