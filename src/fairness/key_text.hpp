#pragma once
#include <string>

#include "fairness/fairness.hpp"

namespace relais::fairness {

/// A key as a decimal number, rounded half up: `0.204`, in French `0,204`. At most nine decimals.
std::string format_key(const Key& key, int decimals, base::Language language);

/// The fewest decimals, from three up, that show two different keys as different numbers.
int decimals_to_tell_apart(const Key& left, const Key& right);

}  // namespace relais::fairness
