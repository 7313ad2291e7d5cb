#include <array>
#include <cstdlib>
#include <map>

#include "allocation/distances.hpp"

namespace relais::allocation {
namespace {

using places::Point;
using store::Reader;

// `$1` is the allocation; both its depots and its structures.
constexpr auto select_holders =
    "SELECT v.id, v.is_depot, o.departement, c.latitude_udeg, c.longitude_udeg FROM ("
    "SELECT DISTINCT depot_id AS id, 1 AS is_depot FROM allocation_stock WHERE allocation_id = $1 "
    "UNION ALL SELECT structure_id, 0 FROM allocation_structure WHERE allocation_id = $1) v "
    "JOIN people_organisation o ON o.id = v.id LEFT JOIN places_commune c ON c.insee = o.commune";
constexpr auto select_middles =
    "SELECT departement, CAST(SUM(latitude_udeg) AS BIGINT), CAST(SUM(longitude_udeg) AS BIGINT), COUNT(*) "
    "FROM places_commune GROUP BY departement";

std::map<std::string, Point, std::less<>> read_middles(Reader& reader) {
  std::map<std::string, Point, std::less<>> middles;
  for (auto rows = reader.query(select_middles); rows.next();)
    middles[rows.string(0)] = {rows.integer(1) / rows.integer(3), rows.integer(2) / rows.integer(3)};
  return middles;
}

struct Located {
  OrganisationId id;
  Point where;
};

// 10,000 times the cosine of a whole degree of latitude.
constexpr std::array<std::int64_t, 91> cosines{
    10000, 9998, 9994, 9986, 9976, 9962, 9945, 9925, 9903, 9877, 9848, 9816, 9781, 9744, 9703, 9659, 9613, 9563, 9511,
    9455,  9397, 9336, 9272, 9205, 9135, 9063, 8988, 8910, 8829, 8746, 8660, 8572, 8480, 8387, 8290, 8192, 8090, 7986,
    7880,  7771, 7660, 7547, 7431, 7314, 7193, 7071, 6947, 6820, 6691, 6561, 6428, 6293, 6157, 6018, 5878, 5736, 5592,
    5446,  5299, 5150, 5000, 4848, 4695, 4540, 4384, 4226, 4067, 3907, 3746, 3584, 3420, 3256, 3090, 2924, 2756, 2588,
    2419,  2250, 2079, 1908, 1736, 1564, 1392, 1219, 1045, 872,  698,  523,  349,  175,  0};
constexpr std::int64_t microdegree = 1'000'000;
constexpr std::int64_t metres_per_degree = 111'195;

std::int64_t whole_root(std::int64_t square) {
  std::int64_t low = 0, high = 40'000'000;  // metres: around the earth
  while (high - low > 1) {
    const auto middle = low + (high - low) / 2;
    (middle * middle <= square ? low : high) = middle;
  }
  return low;
}

}  // namespace

std::int64_t plane_distance_km(Point from, Point to) {
  const auto latitude = std::abs(from.latitude_udeg + to.latitude_udeg) / 2 / microdegree;
  const auto north = std::abs(from.latitude_udeg - to.latitude_udeg) * metres_per_degree / microdegree;
  const auto turn = std::abs(from.longitude_udeg - to.longitude_udeg);
  const auto east = std::min(turn, 360 * microdegree - turn) * metres_per_degree / microdegree *
                    cosines.at(static_cast<std::size_t>(latitude)) / 10'000;
  return whole_root(north * north + east * east) / 1'000;
}

Distances read_distances(Reader& reader, AllocationId allocation) {
  const auto middles = read_middles(reader);
  std::vector<Located> depots, structures;
  for (auto rows = reader.query(select_holders, {allocation}); rows.next();) {
    auto& located = rows.boolean(1) ? depots : structures;
    if (!rows.is_null(3)) {
      located.push_back({rows.id<OrganisationId>(0), {rows.integer(3), rows.integer(4)}});
    } else if (const auto middle = middles.find(rows.text(2)); middle != middles.end()) {
      located.push_back({rows.id<OrganisationId>(0), middle->second});
    }
  }
  Distances distances;
  for (const auto& depot : depots)
    for (const auto& structure : structures)
      distances.set(depot.id, structure.id, plane_distance_km(depot.where, structure.where));
  return distances;
}

}  // namespace relais::allocation
