#include <algorithm>
#include <tuple>

#include "allocation/earmarks.hpp"
#include "gifts/gifts.hpp"

namespace relais::allocation {
namespace {

using store::Reader;

// A kit counts for each kind it names, whatever was given in its place.
constexpr auto select_given =
    "SELECT p.kind_id, l.audience, s.departement, CAST(SUM(l.granted * p.quantity) AS BIGINT) "
    "FROM allocation_allocation a JOIN allocation_line l ON l.allocation_id = a.id "
    "JOIN allocation_part p ON p.allocation_id = a.id AND p.product_id = l.product_id "
    "JOIN allocation_structure s ON s.allocation_id = a.id AND s.structure_id = l.structure_id "
    "WHERE a.programme_id = $1 AND a.state = 'approved' GROUP BY p.kind_id, l.audience, s.departement";

int narrowness(const Earmark& earmark) { return (earmark.audience ? 1 : 0) + (earmark.departement.empty() ? 0 : 1); }

void take_off_what_was_given(Reader& reader, ProgrammeId programme, std::vector<Earmark>& earmarks) {
  for (auto rows = reader.query(select_given, {programme}); rows.next();)
    for (auto& earmark : earmarks)
      if (earmark.kind == rows.id<KindId>(0) &&
          (!earmark.audience || catalogue::code_of(*earmark.audience) == rows.text(1)) &&
          (earmark.departement.empty() || earmark.departement == rows.text(2)))
        earmark.items -= rows.integer(3);
}

}  // namespace

std::vector<Earmark> read_earmarks(Reader& reader, ProgrammeId programme) {
  std::vector<Earmark> earmarks;
  for (const auto& one : gifts::list_earmarked(reader, programme))
    earmarks.push_back({one.kind, one.for_whom.audience, one.for_whom.departement, one.received});
  if (earmarks.empty()) return earmarks;
  take_off_what_was_given(reader, programme, earmarks);
  std::erase_if(earmarks, [](const Earmark& one) { return one.items <= 0; });
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  const auto place = [&](const Earmark& one) {
    return std::tuple(-narrowness(one), catalogue.kind(one.kind).code,
                      one.audience ? catalogue::code_of(*one.audience) : std::string_view(), one.departement);
  };
  std::sort(earmarks.begin(), earmarks.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return earmarks;
}

}  // namespace relais::allocation
