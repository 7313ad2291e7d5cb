#pragma once
#include "people/permit.hpp"

namespace relais::people {

inline Permit permit_of_test() { return Permit("test"); }

}  // namespace relais::people
