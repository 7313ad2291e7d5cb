#pragma once
#include <string_view>
#include <vector>

#include "allocation/records.hpp"

namespace relais::allocation {

/// A line as its row has it.
struct StoredLine {
  LineInput input;  ///< structure and product are said beside it
  OrganisationId structure;
  std::string structure_code;
  ProductId product;
  std::int64_t granted = 0;
  std::int64_t dealt_before = 0;
};

/// The columns of allocation_grant g and its structure's people_organisation o that `stored_line_at` reads, first in a
/// query's list.
inline constexpr std::string_view stored_columns =
    "g.need_id, g.structure_id, o.code, g.audience, g.product_id, g.urgency, g.people, g.is_checked, g.asked, "
    "g.earlier, g.past, g.promised, g.earmarked, g.ensured, g.by_hand, g.adjusted, g.granted, g.dealt_before";
inline constexpr int stored_columns_count = 18;
StoredLine stored_line_at(const store::Rows& rows);

/// What follows for lines of one allocation: names, ranks, goods. The rule's own code tells the ranks.
std::vector<Line> lines_with_figures(const Frame& frame, const std::vector<StoredLine>& stored);

/// Of allocation_grant.id; empty when last < first.
struct LineRange {
  std::int64_t first = 1, last = 0;
};
LineRange range_of(store::Reader& reader, const Frame& frame, OrganisationId structure);

/// The row of the line of that name; 0 when there is none: names are made of codes and not stored.
std::int64_t find_line_of_name(store::Reader& reader, AllocationId allocation, std::string_view name);

}  // namespace relais::allocation
