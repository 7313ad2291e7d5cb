#pragma once
#include "impact/sums.hpp"

namespace relais::impact {

/// Adds people who were handed a product to those equipped and those connected.
void add(Reached& reached, const catalogue::Catalogue& catalogue, const PeopleSum& sum);

/// Data volume of some items; 0 of anything but a top-up.
std::int64_t volume_gb_of(const catalogue::Catalogue& catalogue, KindId kind, std::int64_t quantity);

}  // namespace relais::impact
