#pragma once
#include "allocation/check.hpp"
#include "allocation/records.hpp"

namespace relais::allocation {

/// As `check_recorded`, of what was read already.
Proof prove(const Recorded& recorded);

}  // namespace relais::allocation
