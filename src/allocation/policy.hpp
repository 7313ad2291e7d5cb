#pragma once
#include "allocation/allocation.hpp"
#include "base/result.hpp"

namespace relais::allocation {

/// Refuses  policy_out_of_range, product_unknown, kind_unknown.
base::Result<> check(const Policy& policy, const Catalogue& catalogue);

/// The same policy with its lists in the order of their codes: equal policies compare equal.
Policy in_order(Policy policy);

std::int64_t minimum_lot_of(const Policy& policy, std::string_view product_code);

}  // namespace relais::allocation
