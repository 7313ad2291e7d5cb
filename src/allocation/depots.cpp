#include "allocation/depots.hpp"

#include <algorithm>
#include <tuple>

#include "base/check.hpp"
#include "fairness/delivery.hpp"

namespace relais::allocation {
namespace {

/// Depots times destinations of one transport: an exact answer stays a matter of seconds.
constexpr std::size_t cells_max = 5'000;

using Left = std::map<KindId, std::int64_t>;

/// What is left at a depot while goods are being assigned.
struct DepotStock {
  OrganisationId depot;
  Left left;
};
using Stocks = std::vector<DepotStock>;

/// What a line still has to be assigned.
struct Rest {
  const GrantedLine* line;
  std::vector<Portion> portions;
  std::int64_t units;
};

std::int64_t left_of(const Left& left, KindId kind) {
  const auto found = left.find(kind);
  return found == left.end() ? 0 : found->second;
}

/// The goods of `units` units of a rest out of one depot, the proper kinds first; nothing when they are not there.
std::optional<std::vector<Portion>> take_whole(const ProductInput& product, const Rest& rest, Left left,
                                               std::int64_t units) {
  std::vector<Portion> taken;
  for (const auto& part : product.parts) {
    auto wanted = part.quantity * units;
    for (const auto& portion : rest.portions) {
      if (portion.part != part.kind) continue;
      const auto quantity = std::min({wanted, portion.quantity, left_of(left, portion.kind)});
      if (quantity == 0) continue;
      taken.push_back({portion.part, portion.kind, quantity});
      left[portion.kind] -= quantity;
      wanted -= quantity;
    }
    if (wanted > 0) return std::nullopt;
  }
  return taken;
}

/// The most units that one depot can give whole, by halving.
std::vector<Portion> take_most(const ProductInput& product, const Rest& rest, const Left& left, std::int64_t& units) {
  std::vector<Portion> best;
  std::int64_t enough = 0, too_many = rest.units + 1;
  while (too_many - enough > 1) {
    const auto tried = enough + (too_many - enough) / 2;
    if (auto taken = take_whole(product, rest, left, tried)) {
      best = *std::move(taken);
      enough = tried;
    } else {
      too_many = tried;
    }
  }
  units = enough;
  return best;
}

using Assigned = std::map<std::tuple<OrganisationId, OrganisationId, ProductId, KindId>, std::int64_t>;

/// The lines of one structure.
struct Destination {
  OrganisationId structure;
  std::vector<const GrantedLine*> lines;
};

class Assignment {
 public:
  Assignment(const Inputs& inputs, Assigned& assigned) : inputs_(inputs), assigned_(assigned) {}

  /// `stocks` in the order in which the structure looks at them.
  void assign(const Destination& destination, const std::vector<DepotStock*>& stocks) {
    if (assign_to_one(destination, stocks)) return;
    for (const auto* line : destination.lines) {
      Rest rest{line, line->portions, line->units};
      assign_whole_units(rest, stocks);
      assign_kind_by_kind(rest, stocks);
    }
  }

 private:
  void take(DepotStock& stock, const GrantedLine& line, const Portion& portion) {
    stock.left[portion.kind] -= portion.quantity;
    RELAIS_CHECK(stock.left[portion.kind] >= 0);
    assigned_[{line.structure, stock.depot, line.product, portion.kind}] += portion.quantity;
  }

  bool assign_to_one(const Destination& destination, const std::vector<DepotStock*>& stocks) {
    Left wanted;
    for (const auto* line : destination.lines)
      for (const auto& portion : line->portions) wanted[portion.kind] += portion.quantity;
    for (auto* stock : stocks) {
      const auto has_all = std::all_of(wanted.begin(), wanted.end(),
                                       [&](const auto& one) { return left_of(stock->left, one.first) >= one.second; });
      if (!has_all) continue;
      for (const auto* line : destination.lines)
        for (const auto& portion : line->portions) take(*stock, *line, portion);
      return true;
    }
    return false;
  }

  void assign_whole_units(Rest& rest, const std::vector<DepotStock*>& stocks) {
    for (auto* stock : stocks) {
      std::int64_t units = 0;
      for (const auto& taken : take_most(inputs_.product(rest.line->product), rest, stock->left, units)) {
        take(*stock, *rest.line, taken);
        for (auto& portion : rest.portions)
          if (portion.part == taken.part && portion.kind == taken.kind) portion.quantity -= taken.quantity;
      }
      rest.units -= units;
    }
  }

  void assign_kind_by_kind(Rest& rest, const std::vector<DepotStock*>& stocks) {
    for (auto& portion : rest.portions)
      for (auto* stock : stocks) {
        const auto quantity = std::min(portion.quantity, left_of(stock->left, portion.kind));
        if (quantity == 0) continue;
        take(*stock, *rest.line, {portion.part, portion.kind, quantity});
        portion.quantity -= quantity;
      }
    for (const auto& portion : rest.portions) RELAIS_CHECK(portion.quantity == 0);
  }

  const Inputs& inputs_;
  Assigned& assigned_;
};

/// What is free, by depot code.
Stocks stocks_of(const Inputs& inputs) {
  Stocks stocks;
  for (const auto& stock : inputs.stock) {
    if (stocks.empty() || stocks.back().depot != stock.depot) stocks.push_back({stock.depot, {}});
    stocks.back().left[stock.kind] += stock.quantity;
  }
  return stocks;
}

/// The nearest first; equally near ones by code.
std::vector<DepotStock*> nearest_first(Stocks& stocks, const Distances& distances, OrganisationId structure) {
  std::vector<DepotStock*> order;
  for (auto& stock : stocks) order.push_back(&stock);
  std::stable_sort(order.begin(), order.end(), [&](const DepotStock* a, const DepotStock* b) {
    return distances.between_km(a->depot, structure) < distances.between_km(b->depot, structure);
  });
  return order;
}

std::vector<Destination> destinations_of(const std::vector<GrantedLine>& lines) {
  std::vector<Destination> destinations;
  for (const auto& line : lines) {
    if (destinations.empty() || destinations.back().structure != line.structure)
      destinations.push_back({line.structure, {}});
    destinations.back().lines.push_back(&line);
  }
  return destinations;
}

/// Each structure in its turn from the nearest depot that has it all.
Assigned assign_in_turn(const Inputs& inputs, const std::vector<Destination>& destinations, Stocks stocks,
                        const Distances& distances) {
  Assigned assigned;
  Assignment assignment(inputs, assigned);
  for (const auto& one : destinations) assignment.assign(one, nearest_first(stocks, distances, one.structure));
  return assigned;
}

/// Item kilometres.
std::int64_t carried(const Assigned& assigned, const Distances& distances) {
  std::int64_t total = 0;
  for (const auto& [key, quantity] : assigned)
    total += quantity * distances.between_km(std::get<1>(key), std::get<0>(key));
  return total;
}

/// Structures that are sent goods together: one each, or those of a département.
struct Group {
  std::vector<const Destination*> destinations;
};

std::vector<Group> group_by_departement(const Inputs& inputs, const std::vector<Destination>& destinations) {
  std::map<OrganisationId, std::string_view> departements;
  for (const auto& one : inputs.structures) departements.emplace(one.id, one.departement);
  std::map<std::string_view, Group> groups;
  for (const auto& one : destinations) groups[departements.at(one.structure)].destinations.push_back(&one);
  std::vector<Group> out;
  for (auto& [departement, group] : groups) out.push_back(std::move(group));
  return out;
}

/// The transport of every kind from the depots to the groups. A group is as far as its structures are on average,
/// weighed by what they get.
fairness::DeliveryProblem transport_of(const Inputs& inputs, const Stocks& stocks, const std::vector<Group>& groups,
                                       const Distances& distances) {
  fairness::DeliveryProblem problem;
  for (const auto& stock : stocks) {
    problem.supply.emplace_back(inputs.kinds.size(), 0);
    for (const auto& [kind, quantity] : stock.left)
      if (inputs.has_kind(kind)) problem.supply.back()[inputs.position_of(kind)] += quantity;
  }
  problem.cost.assign(stocks.size(), std::vector<std::int64_t>(groups.size(), 0));
  for (std::size_t at = 0; at < groups.size(); ++at) {
    problem.demand.emplace_back(inputs.kinds.size(), 0);
    std::vector<std::int64_t> far(stocks.size(), 0);
    std::int64_t items = 0;
    for (const auto* one : groups[at].destinations)
      for (const auto* line : one->lines)
        for (const auto& portion : line->portions) {
          problem.demand.back()[inputs.position_of(portion.kind)] += portion.quantity;
          items += portion.quantity;
          for (std::size_t depot = 0; depot < stocks.size(); ++depot)
            far[depot] += portion.quantity * distances.between_km(stocks[depot].depot, one->structure);
        }
    for (std::size_t depot = 0; depot < stocks.size(); ++depot) problem.cost[depot][at] = far[depot] / items;
  }
  return problem;
}

/// What each group may take from each depot, as the transport says.
std::vector<Stocks> quotas_of(const Inputs& inputs, const Stocks& stocks, std::size_t groups,
                              const fairness::DeliveryPlan& plan) {
  Stocks nothing;
  for (const auto& stock : stocks) nothing.push_back({stock.depot, {}});
  std::vector<Stocks> quotas(groups, nothing);
  for (const auto& one : plan.deliveries)
    quotas[one.destination][one.depot].left[inputs.kinds[one.kind].id] += one.quantity;
  return quotas;
}

/// Nothing when there is more than the transport takes.
std::optional<Assigned> assign_by_transport(const Inputs& inputs, const std::vector<Group>& groups,
                                            const Stocks& stocks, const Distances& distances) {
  const auto plan = fairness::plan_deliveries(transport_of(inputs, stocks, groups, distances));
  if (!plan) return std::nullopt;
  auto quotas = quotas_of(inputs, stocks, groups.size(), *plan);
  Assigned assigned;
  Assignment assignment(inputs, assigned);
  for (std::size_t at = 0; at < groups.size(); ++at)
    for (const auto* one : groups[at].destinations)
      assignment.assign(*one, nearest_first(quotas[at], distances, one->structure));
  return assigned;
}

std::vector<Reservation> reservations_of(const Assigned& assigned, AllocationId allocation) {
  std::vector<Reservation> reservations;
  for (const auto& [key, quantity] : assigned) {
    const auto& [structure, depot, product, kind] = key;
    reservations.push_back({allocation, structure, depot, product, kind, quantity, true});
  }
  return reservations;
}

}  // namespace

std::vector<GrantedLine> granted_lines_of(const Recorded& recorded) {
  const auto& inputs = recorded.inputs;
  std::map<std::tuple<std::int32_t, fairness::ProductIndex, KindId>, std::vector<DealtKind>> kinds;
  for (const auto& route : recorded.plan.routing) {
    const auto& of = recorded.plan.classes[route.class_index];
    kinds[{of.tier, of.product, inputs.accepted[route.component].part}].push_back(
        {inputs.kinds[route.kind].id, route.quantity});
  }
  std::vector<GrantedLine> lines;
  for (std::size_t at = 0; at < inputs.lines.size(); ++at) {
    const auto granted = recorded.plan.granted[at];
    if (granted == 0) continue;
    const auto& solved = recorded.instance.lines[at];
    const auto& product = inputs.products[solved.product];
    GrantedLine line{inputs.structures[inputs.lines[at].structure].id, product.id, granted, {}};
    for (const auto& part : product.parts)
      for (auto& portion :
           deal(part, kinds[{solved.tier, solved.product, part.kind}], recorded.dealt_before[at], granted))
        line.portions.push_back(portion);
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<Reservation> assign_depots(const Recorded& recorded, const Distances& distances) {
  const auto lines = granted_lines_of(recorded);
  const auto destinations = destinations_of(lines);
  const auto stocks = stocks_of(recorded.inputs);
  auto best = assign_in_turn(recorded.inputs, destinations, stocks, distances);
  std::vector<Group> groups;
  for (const auto& one : destinations) groups.push_back({{&one}});
  if (groups.size() * stocks.size() > cells_max) groups = group_by_departement(recorded.inputs, destinations);
  if (carried(best, distances) > 0 && groups.size() * stocks.size() <= cells_max)
    if (auto nearest = assign_by_transport(recorded.inputs, groups, stocks, distances))
      if (carried(*nearest, distances) < carried(best, distances)) best = *std::move(nearest);
  return reservations_of(best, recorded.allocation.id);
}

}  // namespace relais::allocation
