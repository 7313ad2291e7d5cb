#pragma once
#include <vector>

#include "allocation/inputs.hpp"

namespace relais::allocation {

/// Adds these products, once each, their parts and the kinds that do for them, from the catalogue as it is.
void add_goods(Inputs& inputs, const Catalogue& catalogue, const std::vector<ProductId>& products,
               const Policy& policy);

}  // namespace relais::allocation
