#include "allocation/passing.hpp"
#include "base/check.hpp"

namespace relais::allocation {
namespace {

constexpr auto select_passing =
    "SELECT b.body, b.structure_id, o.code, o.name, s.departement FROM allocation_allocation a "
    "JOIN allocation_block b ON b.id BETWEEN a.first_line AND a.last_line "
    "JOIN allocation_structure s ON s.allocation_id = a.id AND s.structure_id = b.structure_id "
    "JOIN people_organisation o ON o.id = b.structure_id WHERE a.id = $1 ORDER BY b.id";

}  // namespace

void read_block(std::string_view body, std::vector<BlockLine>& lines) {
  if (!parse_block(body, lines))
    base::throw_defect("lines of an allocation are damaged: relais verify says of which", __FILE__, __LINE__);
}

void for_each_line(store::Reader& reader, AllocationId allocation,
                   const std::function<void(const PassingLine&)>& take) {
  std::vector<BlockLine> lines;
  for (auto rows = reader.query(select_passing, {allocation}); rows.next();) {
    read_block(rows.text(0), lines);
    for (const auto& line : lines) take({line, rows.id<OrganisationId>(1), rows.text(2), rows.text(3), rows.text(4)});
  }
}

}  // namespace relais::allocation
