#pragma once
#include <array>
#include <string>
#include <vector>

#include "allocation/allocation.hpp"

namespace relais::allocation {

/// How far lines are covered: nothing, below a quarter of what they asked, below a half, below three quarters, below
/// all, all.
inline constexpr std::size_t bands_count = 6;

/// The lines of one audience, or of one département, together.
struct SpreadGroup {
  std::string code;  ///< of the audience or the département; empty: national structures
  std::int64_t people = 0;
  std::int64_t asked = 0;
  std::int64_t granted = 0;
  std::array<std::int64_t, bands_count> lines_by_band{};
  std::int64_t lines() const;
};

struct Spread {
  std::vector<SpreadGroup> audiences;     ///< in the order of their codes
  std::vector<SpreadGroup> departements;  ///< in the order of their codes
};
/// One query.
Spread count_spread(store::Reader& reader, AllocationId allocation);

/// A line that lacks something, and how it stands beside its class.
struct WorstLine {
  std::string structure_code;
  std::string structure_name;
  std::string departement;
  Audience audience = Audience::precarious_person;
  ProductId product;
  std::int64_t people = 0;
  bool is_checked = false;
  std::int64_t asked = 0;
  std::int64_t granted = 0;
  /// Granted in this and in past allocations, per weight, in thousandths of the same of its class; 1000: as its class.
  std::int64_t permille_of_class = 0;
};
/// The lowest against their class first, then the most people. Two queries.
std::vector<WorstLine> list_worst_lines(store::Reader& reader, const Allocation& allocation, std::int64_t lines_max);

}  // namespace relais::allocation
