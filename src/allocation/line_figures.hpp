#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "allocation/records.hpp"

namespace relais::allocation {

/// A line as it is recorded, and whose it is.
struct StoredLine {
  LineInput input;  ///< structure and product are said beside it
  OrganisationId structure;
  std::string structure_code;
  std::string structure_name;
  std::string departement;  ///< of the structure as it is now
  ProductId product;
  std::int64_t granted = 0;
  std::int64_t dealt_before = 0;
};

/// What follows for lines of one allocation: names, ranks, goods. The rule's own code tells the ranks.
std::vector<Line> lines_with_figures(const Frame& frame, const std::vector<StoredLine>& stored);

/// Numbers of lines: they are numbered through all allocations. Empty when last < first.
struct LineRange {
  std::int64_t first = 1, last = 0;
};
LineRange range_of(store::Reader& reader, const Frame& frame, OrganisationId structure);

/// Whether the lines of a structure of that name are wanted.
using WantsName = std::function<bool(std::string_view structure_name)>;

/// The first `lines_max` of a range, or of a département's lines from one on; only those that `wants`, if anything is.
/// One query.
std::vector<StoredLine> read_stored_lines(store::Reader& reader, const LineRange& range, std::int64_t lines_max,
                                          const WantsName& wants);
std::vector<StoredLine> read_stored_lines_of(store::Reader& reader, const Frame& frame, std::string_view departement,
                                             std::int64_t from, std::int64_t lines_max, const WantsName& wants);

/// The number of the line of that name; 0 when there is none: names are made of codes and not stored.
std::int64_t find_line_of_name(store::Reader& reader, AllocationId allocation, std::string_view name);

}  // namespace relais::allocation
