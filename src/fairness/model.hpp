#pragma once
#include <cstdint>
#include <vector>

#include "fairness/fairness.hpp"

namespace relais::fairness {

/// At most this many sets of kinds that stand in for each other.
inline constexpr std::size_t cuts_max = 4'096;

/// Goods that only some kinds can provide cannot exceed the stock of these kinds. By Hall's theorem the cuts together
/// say exactly which recipes, used how often, can be routed in whole numbers.
struct Cut {
  std::uint64_t kinds = 0;  ///< a bit per rank of a kind
  std::int64_t stock = 0;
  std::vector<std::int64_t> use;  ///< per way: what one unit made in that way takes of these kinds and of no other
};

/// One recipe of one product.
struct Way {
  std::uint32_t product = 0;  ///< rank
  std::uint32_t recipe = 0;   ///< its position in the product
};

/// What does not depend on the number of lines, with everything by its rank in the order of the ids, so that the order
/// of the input cannot matter.
struct Model {
  std::vector<KindIndex> kinds;             ///< rank -> position in the instance
  std::vector<ComponentIndex> components;   ///< rank -> position
  std::vector<ProductIndex> products;       ///< rank -> position
  std::vector<std::uint32_t> kind_rank;     ///< position -> rank
  std::vector<std::uint32_t> product_rank;  ///< position -> rank
  std::vector<Way> ways;                    ///< by product, then recipe
  std::vector<Cut> cuts;                    ///< the fewest kinds first
  std::int64_t total_stock = 0;
};

/// Refuses  too_entangled.
base::Result<Model> model_of(const Instance& instance);

}  // namespace relais::fairness
