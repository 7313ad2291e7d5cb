#pragma once
#include <vector>

#include "allocation/inputs.hpp"

namespace relais::allocation {

/// A product with its parts, from the catalogue as it is.
ProductInput product_input(const Catalogue& catalogue, ProductId product);

/// Lets the policy, and the catalogue where it says nothing else, decide lots and which kinds do for which part.
void apply_policy(Inputs& inputs, const Catalogue& catalogue, const Policy& policy);

}  // namespace relais::allocation
