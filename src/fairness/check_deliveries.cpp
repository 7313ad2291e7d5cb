#include <algorithm>

#include "fairness/delivery.hpp"

namespace relais::fairness {
namespace {

__extension__ using WideSum = __int128;
using Table = std::vector<std::vector<std::int64_t>>;

class DeliveryChecker {
 public:
  DeliveryChecker(const DeliveryProblem& problem, const DeliveryPlan& plan) : problem_(problem), plan_(plan) {}

  std::vector<std::string> run() {
    if (shape_is_wrong()) return std::move(faults_);
    check_quantities();
    for (std::size_t kind = 0; kind < plan_.prices.size(); ++kind) check_prices(kind);
    check_cost();
    return std::move(faults_);
  }

 private:
  void fault(std::string text) { faults_.push_back(std::move(text)); }

  bool shape_is_wrong() {
    const auto kinds = !problem_.supply.empty()   ? problem_.supply[0].size()
                       : !problem_.demand.empty() ? problem_.demand[0].size()
                                                  : 0;
    for (const auto& one : plan_.deliveries)
      if (one.depot >= problem_.supply.size() || one.destination >= problem_.demand.size() || one.kind >= kinds ||
          one.quantity <= 0)
        fault("a delivery is wrong");
    if (plan_.prices.size() != kinds) fault("not one list of prices per kind");
    for (const auto& one : plan_.prices)
      if (one.at_depot.size() != problem_.supply.size() || one.at_destination.size() != problem_.demand.size())
        fault("a list of prices is wrong");
    return !faults_.empty();
  }

  void check_quantities() {
    Table left = problem_.supply, open = problem_.demand;
    for (const auto& one : plan_.deliveries) {
      left[one.depot][one.kind] -= one.quantity;
      open[one.destination][one.kind] -= one.quantity;
    }
    for (std::size_t depot = 0; depot < left.size(); ++depot)
      if (std::any_of(left[depot].begin(), left[depot].end(), [](auto items) { return items < 0; }))
        fault("depot " + std::to_string(depot) + " sends more than it has");
    for (std::size_t at = 0; at < open.size(); ++at)
      if (std::any_of(open[at].begin(), open[at].end(), [](auto items) { return items != 0; }))
        fault("destination " + std::to_string(at) + " does not get what it wants");
  }

  void check_prices(std::size_t kind) {
    const auto& prices = plan_.prices[kind];
    for (std::size_t depot = 0; depot < problem_.supply.size(); ++depot) {
      if (prices.at_depot[depot] < 0) fault("a price is negative");
      for (std::size_t at = 0; at < problem_.demand.size(); ++at)
        if (prices.at_destination[at] > WideSum{problem_.cost[depot][at]} + prices.at_depot[depot])
          fault("a delivery from depot " + std::to_string(depot) + " would be cheaper than its price");
    }
  }

  /// Weak duality: no plan costs less than what the prices add up to.
  void check_cost() {
    WideSum cost = 0, bound = 0;
    for (const auto& one : plan_.deliveries) cost += WideSum{one.quantity} * problem_.cost[one.depot][one.destination];
    for (std::size_t kind = 0; kind < plan_.prices.size(); ++kind) {
      for (std::size_t at = 0; at < problem_.demand.size(); ++at)
        bound += WideSum{problem_.demand[at][kind]} * plan_.prices[kind].at_destination[at];
      for (std::size_t depot = 0; depot < problem_.supply.size(); ++depot)
        bound -= WideSum{problem_.supply[depot][kind]} * plan_.prices[kind].at_depot[depot];
    }
    if (cost != plan_.cost) fault("the cost is miscounted");
    if (cost != bound) fault("the prices do not prove the cost");
  }

  const DeliveryProblem& problem_;
  const DeliveryPlan& plan_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> check_deliveries(const DeliveryProblem& problem, const DeliveryPlan& plan) {
  return DeliveryChecker(problem, plan).run();
}

}  // namespace relais::fairness
