#include "fairness/delivery.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "base/check.hpp"
#include "fairness/refusals.hpp"

namespace relais::fairness {
namespace {

using Quantities = std::vector<std::int64_t>;

/// Above every chain of costs: one step there and one back for each of the depots, which are no more than the cells.
constexpr std::int64_t no_depot_price = std::int64_t{1} << 50;
static_assert(2 * delivery_cost_max * static_cast<std::int64_t>(delivery_cells_max) < no_depot_price / 2);

/// The transport of one kind: only the depots that have some, only the destinations that want some.
class KindTransport {
 public:
  KindTransport(const DeliveryProblem& problem, std::size_t kind);

  std::size_t cells() const { return depots_.size() * destinations_.size(); }
  std::int64_t supplied() const { return std::accumulate(spare_.begin(), spare_.end(), std::int64_t{0}); }
  std::int64_t demanded() const { return std::accumulate(wanted_.begin(), wanted_.end(), std::int64_t{0}); }
  void serve_all();
  void append_to(DeliveryPlan& plan) const;

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::int64_t cost(std::size_t depot, std::size_t destination) const {
    return problem_.cost[depots_[depot]][destinations_[destination]];
  }
  std::int64_t& sent(std::size_t depot, std::size_t destination) {
    return sent_[depot * destinations_.size() + destination];
  }
  void find_chains();
  bool relax_destinations();
  bool relax_depots();
  bool serve_once(std::size_t destination);
  void settle_prices();
  DeliveryPrices prices_everywhere() const;

  const DeliveryProblem& problem_;
  std::size_t kind_;
  std::vector<std::size_t> depots_, destinations_;
  Quantities spare_, wanted_, sent_;
  Quantities depot_price_;               ///< what it costs to free an item there: nothing while some is spare
  Quantities destination_price_;         ///< what it costs to bring an item there
  std::vector<std::size_t> freed_from_;  ///< per depot: the destination that gives its item up
  std::vector<std::size_t> served_by_;   ///< per destination: the depot at the start of its cheapest chain
};

KindTransport::KindTransport(const DeliveryProblem& problem, std::size_t kind) : problem_(problem), kind_(kind) {
  for (std::size_t depot = 0; depot < problem.supply.size(); ++depot)
    if (problem.supply[depot][kind] > 0) {
      depots_.push_back(depot);
      spare_.push_back(problem.supply[depot][kind]);
    }
  for (std::size_t destination = 0; destination < problem.demand.size(); ++destination)
    if (problem.demand[destination][kind] > 0) {
      destinations_.push_back(destination);
      wanted_.push_back(problem.demand[destination][kind]);
    }
  depot_price_.assign(depots_.size(), 0);
}

bool KindTransport::relax_destinations() {
  bool changed = false;
  for (std::size_t depot = 0; depot < depots_.size(); ++depot)
    for (std::size_t destination = 0; destination < destinations_.size(); ++destination) {
      const auto price = depot_price_[depot] + cost(depot, destination);
      if (price >= destination_price_[destination]) continue;
      destination_price_[destination] = price;
      served_by_[destination] = depot;
      changed = true;
    }
  return changed;
}

bool KindTransport::relax_depots() {
  bool changed = false;
  for (std::size_t depot = 0; depot < depots_.size(); ++depot)
    for (std::size_t destination = 0; destination < destinations_.size(); ++destination) {
      if (sent(depot, destination) == 0) continue;
      const auto price = destination_price_[destination] - cost(depot, destination);
      if (price >= depot_price_[depot]) continue;
      depot_price_[depot] = price;
      freed_from_[depot] = destination;
      changed = true;
    }
  return changed;
}

// Bellman and Ford, from the depots that have items to spare. Only strict improvements move a pointer, so that the
// pointers never run in a circle.
void KindTransport::find_chains() {
  for (std::size_t depot = 0; depot < depots_.size(); ++depot)
    depot_price_[depot] = spare_[depot] > 0 ? 0 : no_depot_price;
  freed_from_.assign(depots_.size(), none);
  served_by_.assign(destinations_.size(), none);
  destination_price_.assign(destinations_.size(), 2 * no_depot_price);
  while (relax_destinations() && relax_depots()) {
  }
}

/// Moves as much as one chain carries; says whether the chains must be searched anew.
bool KindTransport::serve_once(std::size_t destination) {
  auto amount = wanted_[destination];
  auto depot = served_by_[destination];
  for (; freed_from_[depot] != none; depot = served_by_[freed_from_[depot]])
    amount = std::min(amount, sent(depot, freed_from_[depot]));
  RELAIS_CHECK(spare_[depot] > 0);
  amount = std::min(amount, spare_[depot]);

  spare_[depot] -= amount;
  wanted_[destination] -= amount;
  depot = served_by_[destination];
  sent(depot, destination) += amount;
  const bool is_direct = freed_from_[depot] == none;
  while (freed_from_[depot] != none) {
    const auto giver = freed_from_[depot];
    sent(depot, giver) -= amount;
    depot = served_by_[giver];
    sent(depot, giver) += amount;
  }
  return !is_direct || spare_[depot] == 0;
}

void KindTransport::serve_all() {
  sent_.assign(cells(), 0);
  find_chains();
  for (std::size_t destination = 0; destination < destinations_.size(); ++destination)
    while (wanted_[destination] > 0)
      if (serve_once(destination)) find_chains();
  settle_prices();
}

// When nothing is spare anywhere, only the differences between the prices mean something.
void KindTransport::settle_prices() {
  if (depots_.empty()) return;
  const auto least = *std::min_element(depot_price_.begin(), depot_price_.end());
  for (auto& price : depot_price_) price -= least;
}

/// Where nothing is wanted: what it would cost to bring an item. Where there is none: what an item would save.
DeliveryPrices KindTransport::prices_everywhere() const {
  DeliveryPrices prices{Quantities(problem_.supply.size(), 0), Quantities(problem_.demand.size(), 0)};
  for (std::size_t destination = 0; destination < problem_.demand.size(); ++destination)
    for (std::size_t at = 0; at < depots_.size(); ++at) {
      const auto price = depot_price_[at] + problem_.cost[depots_[at]][destination];
      auto& least = prices.at_destination[destination];
      least = at == 0 ? price : std::min(least, price);
    }
  for (std::size_t depot = 0; depot < problem_.supply.size(); ++depot)
    for (std::size_t destination = 0; destination < problem_.demand.size(); ++destination)
      if (problem_.supply[depot][kind_] == 0)
        prices.at_depot[depot] =
            std::max(prices.at_depot[depot], prices.at_destination[destination] - problem_.cost[depot][destination]);
  for (std::size_t at = 0; at < depots_.size(); ++at) prices.at_depot[depots_[at]] = depot_price_[at];
  return prices;
}

void KindTransport::append_to(DeliveryPlan& plan) const {
  plan.prices.push_back(prices_everywhere());
  for (std::size_t depot = 0; depot < depots_.size(); ++depot)
    for (std::size_t destination = 0; destination < destinations_.size(); ++destination) {
      const auto quantity = sent_[depot * destinations_.size() + destination];
      if (quantity == 0) continue;
      plan.deliveries.push_back({depots_[depot], destinations_[destination], kind_, quantity});
      plan.cost += quantity * cost(depot, destination);
    }
}

using base::Done;
using base::Refusal;
using base::Result;

/// A table of `rows` x `columns` figures from 0 to `most`.
Result<Done> check_table(const std::string& name, const std::vector<Quantities>& table, std::size_t columns,
                         std::int64_t most) {
  for (std::size_t row = 0; row < table.size(); ++row) {
    const auto place = "/" + name + "/" + std::to_string(row);
    if (table[row].size() != columns)
      return Refusal(refusals::wrong_shape, {place, std::to_string(table[row].size()), std::to_string(columns)});
    for (std::size_t column = 0; column < columns; ++column)
      if (const auto figure = table[row][column]; figure < 0 || figure > most)
        return Refusal(refusals::out_of_range,
                       {place + "/" + std::to_string(column), std::to_string(figure), "0", std::to_string(most)});
  }
  return Done{};
}

std::size_t count_kinds(const DeliveryProblem& problem) {
  if (!problem.supply.empty()) return problem.supply.front().size();
  return problem.demand.empty() ? 0 : problem.demand.front().size();
}

Result<Done> check_problem(const DeliveryProblem& problem) {
  const auto kinds = count_kinds(problem);
  if (kinds > kinds_max)
    return Refusal(refusals::too_many, {"/supply/0", std::to_string(kinds), std::to_string(kinds_max)});
  RELAIS_TRY_DONE(check_table("supply", problem.supply, kinds, quantity_max));
  RELAIS_TRY_DONE(check_table("demand", problem.demand, kinds, quantity_max));
  if (problem.cost.size() != problem.supply.size())
    return Refusal(refusals::wrong_shape,
                   {"/cost", std::to_string(problem.cost.size()), std::to_string(problem.supply.size())});
  return check_table("cost", problem.cost, problem.demand.size(), delivery_cost_max);
}

Result<Done> check_sums(const KindTransport& transport, std::size_t kind) {
  const auto supplied = transport.supplied(), demanded = transport.demanded();
  if (supplied > quantity_max)
    return Refusal(refusals::out_of_range,
                   {"/supply/*/" + std::to_string(kind), std::to_string(supplied), "0", std::to_string(quantity_max)});
  if (demanded > supplied)
    return Refusal(refusals::goods_are_short,
                   {"/demand/*/" + std::to_string(kind), std::to_string(demanded), std::to_string(supplied)});
  return Done{};
}

}  // namespace

base::Result<DeliveryPlan> plan_deliveries(const DeliveryProblem& problem) {
  RELAIS_TRY_DONE(check_problem(problem));
  std::vector<KindTransport> transports;
  std::size_t cells = 0;
  for (std::size_t kind = 0; kind < count_kinds(problem); ++kind) {
    transports.emplace_back(problem, kind);
    cells += transports.back().cells();
    RELAIS_TRY_DONE(check_sums(transports.back(), kind));
  }
  if (cells > delivery_cells_max)
    return Refusal(refusals::too_many_deliveries,
                   {"/demand", std::to_string(cells), std::to_string(delivery_cells_max)});
  DeliveryPlan plan;
  for (auto& transport : transports) {
    transport.serve_all();
    transport.append_to(plan);
  }
  std::sort(plan.deliveries.begin(), plan.deliveries.end(), [](const Delivery& a, const Delivery& b) {
    return std::tuple(a.destination, a.kind, a.depot) < std::tuple(b.destination, b.kind, b.depot);
  });
  return plan;
}

}  // namespace relais::fairness
