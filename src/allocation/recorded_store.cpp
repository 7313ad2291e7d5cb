#include <algorithm>

#include "allocation/blocks.hpp"
#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Rows;

constexpr auto select_structures =
    "SELECT s.structure_id, o.code, s.departement, s.last_line, s.people, s.asked, s.granted FROM allocation_structure "
    "s "
    "JOIN people_organisation o ON o.id = s.structure_id WHERE s.allocation_id = $1 ORDER BY s.first_line";
constexpr auto select_blocks_of_lines = "SELECT id, body FROM allocation_block WHERE id BETWEEN $1 AND $2 ORDER BY id";
constexpr auto select_blocks =
    "SELECT tier, product_id, cutoff_line, cutoff_units, cutoff_numerator, cutoff_denominator, closing, refused_line, "
    "refused_units, refused_numerator, refused_denominator FROM allocation_outcome WHERE allocation_id = $1";
constexpr auto select_prices = "SELECT tier, product_id, kind_id, price FROM allocation_price WHERE allocation_id = $1";
constexpr auto select_demand =
    "SELECT tier, product_id, demanded_id, quantity FROM allocation_demand WHERE allocation_id = $1";

/// Puts an allocation together again.
class Recording {
 public:
  Recording(Reader& reader, Frame frame) : reader_(reader), frame_(std::move(frame)) {
    recorded_.inputs = frame_.inputs;
    recorded_.allocation = frame_.allocation;
  }

  Inputs inputs() {
    read_structures();
    read_lines();
    return std::move(recorded_.inputs);
  }

  Recorded whole() {
    read_structures();
    read_lines();
    recorded_.instance = build_instance(recorded_.inputs);
    make_classes();
    read_blocks();
    sort_closures();
    read_certificate();
    make_routing();
    return std::move(recorded_);
  }

 private:
  void read_structures();
  void read_lines();
  void add_line(const BlockLine& line, std::uint32_t structure);
  void make_classes();
  void read_blocks();
  void sort_closures();
  void read_certificate();
  void make_routing();
  std::size_t class_at(const Rows& rows) const { return class_at(rows.integer(0), rows.id<ProductId>(1)); }
  std::size_t class_at(std::int64_t tier, ProductId product) const;
  fairness::LineIndex line_at(std::string_view name) const;

  Reader& reader_;
  Frame frame_;
  Recorded recorded_;
  std::vector<std::int64_t> last_lines_;  ///< by structure
  std::vector<std::int64_t> closing_;     ///< by closure: its place among all
};

void Recording::read_structures() {
  for (auto rows = reader_.query(select_structures, {frame_.allocation.id}); rows.next();) {
    recorded_.inputs.structures.push_back({rows.id<OrganisationId>(0), rows.string(1), rows.string(2)});
    last_lines_.push_back(rows.integer(3));
    recorded_.sums.push_back({rows.integer(4), rows.integer(5), rows.integer(6)});
  }
}

void Recording::add_line(const BlockLine& line, std::uint32_t structure) {
  auto input = line.input;
  input.product = frame_.inputs.position_of(line.product);
  input.structure = structure;
  recorded_.inputs.lines.push_back(input);
  recorded_.plan.granted.push_back(line.granted);
  recorded_.dealt_before.push_back(line.dealt_before);
}

/// Lines of a damaged block are left out: then the inputs are not those that were solved, which the hash tells.
void Recording::read_lines() {
  const auto count = static_cast<std::size_t>(frame_.last_line - frame_.first_line + 1);
  recorded_.inputs.lines.reserve(count);
  recorded_.plan.granted.reserve(count);
  recorded_.dealt_before.reserve(count);
  std::uint32_t structure = 0;
  std::vector<BlockLine> lines;
  for (auto rows = reader_.query(select_blocks_of_lines, {frame_.first_line, frame_.last_line}); rows.next();) {
    while (rows.integer(0) > last_lines_.at(structure)) ++structure;
    if (!parse_block(rows.text(1), lines)) continue;
    for (const auto& line : lines)
      if (frame_.inputs.has_product(line.product)) add_line(line, structure);
  }
}

void Recording::make_classes() {
  for (const auto& one : frame_.classes)
    recorded_.plan.classes.push_back(
        {one.tier, frame_.inputs.position_of(one.product), one.asked, one.granted, {}, {}});
}

std::size_t Recording::class_at(std::int64_t tier, ProductId product) const {
  for (std::size_t at = 0; at < frame_.classes.size(); ++at)
    if (frame_.classes[at].tier == tier && frame_.classes[at].product == product) return at;
  base::throw_defect("a row of a class that was not recorded", __FILE__, __LINE__);
}

/// Lines are in the order of their names. One that is not there gives a position beyond the lines, which the checker
/// finds.
fairness::LineIndex Recording::line_at(std::string_view name) const {
  const auto& lines = recorded_.instance.lines;
  const auto found =
      std::partition_point(lines.begin(), lines.end(), [&](const fairness::Line& line) { return line.id < name; });
  if (found == lines.end() || found->id != name) return static_cast<fairness::LineIndex>(lines.size());
  return static_cast<fairness::LineIndex>(found - lines.begin());
}

std::optional<fairness::Block> block_at(const Rows& rows, int column, fairness::LineIndex line) {
  if (rows.is_null(column) || rows.is_null(column + 1)) return std::nullopt;
  return fairness::Block{line, rows.integer(column), {rows.integer(column + 1), rows.integer(column + 2)}};
}

void Recording::read_blocks() {
  for (auto rows = reader_.query(select_blocks, {frame_.allocation.id}); rows.next();) {
    const auto of = class_at(rows);
    auto& one = recorded_.plan.classes[of];
    one.cutoff = block_at(rows, 3, line_at(rows.text(2)));
    if (rows.is_null(9)) continue;
    const auto refused = block_at(rows, 8, line_at(rows.text(7)));
    if (!refused || rows.is_null(6)) {
      recorded_.has_certificate = false;
      continue;
    }
    one.closure = recorded_.plan.closures.size();
    recorded_.plan.closures.push_back({of,
                                       *refused,
                                       std::vector<std::int64_t>(frame_.inputs.products.size(), 0),
                                       std::vector<std::int64_t>(frame_.inputs.kinds.size(), 0),
                                       {}});
    closing_.push_back(rows.integer(6));
  }
}

/// In the order in which they were refused.
void Recording::sort_closures() {
  auto& closures = recorded_.plan.closures;
  std::vector<std::size_t> order(closures.size());
  for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return closing_[a] < closing_[b]; });
  std::vector<fairness::Closure> sorted;
  for (const auto at : order) {
    recorded_.plan.classes[closures[at].class_index].closure = sorted.size();
    sorted.push_back(std::move(closures[at]));
  }
  closures = std::move(sorted);
}

void Recording::read_certificate() {
  auto& plan = recorded_.plan;
  for (auto rows = reader_.query(select_prices, {frame_.allocation.id}); rows.next();) {
    const auto closure = plan.classes[class_at(rows)].closure;
    if (!closure) continue;
    const auto kind = frame_.inputs.position_of(rows.id<KindId>(2));
    plan.closures[*closure].prices[kind] = rows.integer(3);
    plan.closures[*closure].binding.push_back(kind);
  }
  for (auto& closure : plan.closures) std::sort(closure.binding.begin(), closure.binding.end());
  for (auto rows = reader_.query(select_demand, {frame_.allocation.id}); rows.next();)
    if (const auto closure = plan.classes[class_at(rows)].closure)
      plan.closures[*closure].demand[frame_.inputs.position_of(rows.id<ProductId>(2))] = rows.integer(3);
}

void Recording::make_routing() {
  const auto& inputs = frame_.inputs;
  for (const auto& route : frame_.routes) {
    const auto part = std::find_if(inputs.accepted.begin(), inputs.accepted.end(),
                                   [&](const AcceptedInput& one) { return one.part == route.part; });
    RELAIS_CHECK(part != inputs.accepted.end());
    recorded_.plan.routing.push_back({class_at(route.tier, route.product), 0,
                                      static_cast<fairness::ComponentIndex>(part - inputs.accepted.begin()),
                                      inputs.position_of(route.kind), route.quantity});
    if (route.kind != route.part) recorded_.plan.substitutions += route.quantity;
  }
}

}  // namespace

Recorded read_recorded(Reader& reader, AllocationId id) { return Recording(reader, read_frame(reader, id)).whole(); }

Inputs read_inputs(Reader& reader, AllocationId id) { return Recording(reader, read_frame(reader, id)).inputs(); }

fairness::Instance get_instance(Reader& reader, AllocationId id) { return build_instance(read_inputs(reader, id)); }

}  // namespace relais::allocation
