#pragma once
#include <string>
#include <vector>

#include "fairness/fairness.hpp"

/// Which depot sends what to whom, once it is known who gets what: at the least cost, exactly. Pure, like the rest.
namespace relais::fairness {

/// At most this many cells: per kind, the depots that have some times the destinations that want some.
inline constexpr std::size_t delivery_cells_max = 50'000;
inline constexpr std::int64_t delivery_cost_max = 100'000'000;

/// Everything by position, which is also what decides between plans of equal cost: sort by something stable first.
struct DeliveryProblem {
  std::vector<std::vector<std::int64_t>> supply;  ///< per depot and kind
  std::vector<std::vector<std::int64_t>> demand;  ///< per destination and kind
  std::vector<std::vector<std::int64_t>> cost;    ///< per depot and destination, of one item: kilometres, say
};

struct Delivery {
  std::size_t depot = 0, destination = 0, kind = 0;
  std::int64_t quantity = 0;
};

/// Of one kind: what one more item in a depot would save, and what one more wanted would cost. They prove that no plan
/// is cheaper: see `check_deliveries`.
struct DeliveryPrices {
  std::vector<std::int64_t> at_depot;
  std::vector<std::int64_t> at_destination;
};

struct DeliveryPlan {
  std::vector<Delivery> deliveries;  ///< by destination, kind, depot; no zero
  std::int64_t cost = 0;
  std::vector<DeliveryPrices> prices;  ///< per kind
};

/// Serves all that is demanded. Kinds do not compete, so that each is a transport of its own, by cheapest chains: a
/// destination takes from the depot that is cheapest once the others have moved over. The destinations choose in their
/// order; between equal costs the first depot.
///
/// Refuses  wrong_shape, too_many, out_of_range, too_many_deliveries, goods_are_short.
/// Source   Busacker and Gowen (1961).
base::Result<DeliveryPlan> plan_deliveries(const DeliveryProblem& problem);

/// What is wrong with a plan, empty when nothing is: supplies and demands are kept, no delivery is dearer than its
/// prices allow, and the prices add up to the cost, so that no plan costs less. Shares no code with `plan_deliveries`.
///
/// `problem` is one that `plan_deliveries` accepts.
std::vector<std::string> check_deliveries(const DeliveryProblem& problem, const DeliveryPlan& plan);

}  // namespace relais::fairness
