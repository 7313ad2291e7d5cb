#pragma once
#include <string_view>

#include "fairness/fairness.hpp"

namespace relais::allocation {

std::string_view code_of(fairness::LineEnd end);

}  // namespace relais::allocation
