#include "shipments/unprepared.hpp"

#include "base/reference.hpp"
#include "people/among.hpp"

namespace relais::shipments {
namespace {

constexpr std::string_view select_unprepared =
    "SELECT p.allocation_id, a.number, COUNT(*) FROM "
    "(SELECT DISTINCT r.allocation_id AS allocation_id, r.structure_id AS structure_id, r.depot_id AS depot_id "
    "FROM allocation_reservation r WHERE r.is_open = 1";
constexpr std::string_view without_shipment =
    ") p JOIN allocation_allocation a ON a.id = p.allocation_id WHERE a.programme_id = $1 AND NOT EXISTS "
    "(SELECT 1 FROM shipments_shipment s WHERE s.allocation_id = p.allocation_id AND s.structure_id = p.structure_id "
    "AND s.depot_id = p.depot_id) GROUP BY p.allocation_id, a.number ORDER BY a.number DESC";

}  // namespace

std::vector<Unprepared> list_unprepared(store::Reader& reader, catalogue::ProgrammeId programme,
                                        const people::Coverage& coverage) {
  std::vector<store::Parameter> values{programme};
  const auto sql =
      std::string(select_unprepared) + people::among(coverage, {"r.depot_id"}, values) + std::string(without_shipment);
  std::vector<Unprepared> all;
  for (auto rows = reader.query(sql, values); rows.next();)
    all.push_back(
        {rows.id<allocation::AllocationId>(0), base::format_reference('A', rows.integer(1)), rows.integer(2)});
  return all;
}

}  // namespace relais::shipments
