#include "allocation/depots.hpp"

#include <algorithm>
#include <tuple>

#include "base/check.hpp"

namespace relais::allocation {
namespace {

using Left = std::map<KindId, std::int64_t>;

/// What a line still has to be assigned.
struct Rest {
  const Line* line;
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

class Assignment {
 public:
  Assignment(const Inputs& inputs, AllocationId allocation)
      : inputs_(inputs), allocation_(allocation), stocks_(depot_stocks_of(inputs)) {}

  void assign(const std::vector<const Line*>& lines) {
    if (assign_to_one(lines)) return;
    for (const auto* line : lines) {
      Rest rest{line, line->portions, line->granted};
      assign_whole_units(rest);
      assign_kind_by_kind(rest);
    }
  }

  std::vector<Reservation> reservations() const {
    std::vector<Reservation> out;
    for (const auto& [key, quantity] : assigned_) {
      const auto& [structure, depot, product, kind] = key;
      out.push_back({allocation_, structure, depot, product, kind, quantity, true});
    }
    return out;
  }

 private:
  void take(DepotStock& stock, const Line& line, const Portion& portion) {
    stock.left[portion.kind] -= portion.quantity;
    RELAIS_CHECK(stock.left[portion.kind] >= 0);
    assigned_[{line.structure, stock.depot, line.product, portion.kind}] += portion.quantity;
  }

  bool assign_to_one(const std::vector<const Line*>& lines) {
    Left wanted;
    for (const auto* line : lines)
      for (const auto& portion : line->portions) wanted[portion.kind] += portion.quantity;
    for (auto& stock : stocks_) {
      const auto has_all = std::all_of(wanted.begin(), wanted.end(),
                                       [&](const auto& one) { return left_of(stock.left, one.first) >= one.second; });
      if (!has_all) continue;
      for (const auto* line : lines)
        for (const auto& portion : line->portions) take(stock, *line, portion);
      return true;
    }
    return false;
  }

  void assign_whole_units(Rest& rest) {
    for (auto& stock : stocks_) {
      std::int64_t units = 0;
      for (const auto& taken : take_most(inputs_.product(rest.line->product), rest, stock.left, units)) {
        take(stock, *rest.line, taken);
        for (auto& portion : rest.portions)
          if (portion.part == taken.part && portion.kind == taken.kind) portion.quantity -= taken.quantity;
      }
      rest.units -= units;
    }
  }

  void assign_kind_by_kind(Rest& rest) {
    for (auto& portion : rest.portions)
      for (auto& stock : stocks_) {
        const auto quantity = std::min(portion.quantity, left_of(stock.left, portion.kind));
        if (quantity == 0) continue;
        take(stock, *rest.line, {portion.part, portion.kind, quantity});
        portion.quantity -= quantity;
      }
    for (const auto& portion : rest.portions) RELAIS_CHECK(portion.quantity == 0);
  }

  const Inputs& inputs_;
  AllocationId allocation_;
  std::vector<DepotStock> stocks_;
  std::map<std::tuple<OrganisationId, OrganisationId, ProductId, KindId>, std::int64_t> assigned_;
};

}  // namespace

std::vector<DepotStock> depot_stocks_of(const Inputs& inputs) {
  std::vector<DepotStock> stocks;
  for (const auto& stock : inputs.stock) {
    if (stocks.empty() || stocks.back().depot != stock.depot) stocks.push_back({stock.depot, {}});
    stocks.back().left[stock.kind] += stock.quantity;
  }
  return stocks;
}

std::vector<Reservation> assign_depots(const Inputs& inputs, AllocationId allocation) {
  std::vector<std::vector<const Line*>> structures;
  std::map<OrganisationId, std::size_t> position;
  for (const auto& line : inputs.lines) {
    if (line.granted == 0) continue;
    const auto [found, is_new] = position.try_emplace(line.structure, structures.size());
    if (is_new) structures.emplace_back();
    structures[found->second].push_back(&line);
  }
  Assignment assignment(inputs, allocation);
  for (const auto& lines : structures) assignment.assign(lines);
  return assignment.reservations();
}

}  // namespace relais::allocation
