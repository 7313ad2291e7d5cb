#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "allocation/allocation.hpp"

namespace relais::allocation {

/// A line as a list shows it, with whose it is.
struct LineSummary {
  std::string name;  ///< as `Line::name`
  std::string structure_code;
  std::string structure_name;
  std::string departement;
  Audience audience = Audience::precarious_person;
  ProductId product;
  Urgency urgency = Urgency::normal;
  std::int64_t people = 0;
  std::int64_t cap = 0;
  std::int64_t granted = 0;
  std::optional<Rank> level;
};

struct SummaryFilter {
  std::string departement = {};     ///< empty: of all
  std::string structure_name = {};  ///< part of it, accents and case aside; empty: of all
  std::string after = {};           ///< for the next page: the name of the last of the one before
  std::int64_t lines_max = 50;
};
/// In the order of their names. A fixed number of queries; one of them with a structure's name reads on until the page
/// is full: engines fold accents differently, so the name is compared here.
std::vector<LineSummary> list_line_summaries(store::Reader& reader, AllocationId allocation,
                                             const SummaryFilter& filter);

/// How many lines are covered as far: nothing, by tenths of what they asked, all.
struct CoverageStep {
  enum class Kind { nothing, tenth, all };
  Kind kind = Kind::nothing;
  std::int64_t tenth = 0;  ///< of Kind::tenth: 3 is from 30 % on, below 40 %
  std::int64_t lines = 0;
};
/// Always twelve, from nothing to all. One query.
std::vector<CoverageStep> count_lines_by_coverage(store::Reader& reader, AllocationId allocation);

}  // namespace relais::allocation
