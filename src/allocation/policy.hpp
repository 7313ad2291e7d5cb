#pragma once
#include "allocation/allocation.hpp"
#include "base/result.hpp"

namespace relais::allocation {

/// Refuses  policy_out_of_range, product_unknown.
base::Result<> check(const Policy& policy, const Catalogue& catalogue);

std::int64_t minimum_lot_of(const Policy& policy, std::string_view product_code);

}  // namespace relais::allocation
