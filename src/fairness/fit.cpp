#include "fairness/fit.hpp"

#include <algorithm>
#include <numeric>

#include "base/check.hpp"

namespace relais::fairness {

Fit::Fit(const Model& model) : model_(model) {
  first_way_.assign(model.products.size() + 1, 0);
  for (const auto& way : model.ways) ++first_way_[way.product + 1];
  std::partial_sum(first_way_.begin(), first_way_.end(), first_way_.begin());
  for (std::uint32_t way = 0; way < model.ways.size(); ++way) {
    const auto product = model.ways[way].product;
    if (first_way_[product + 1] - first_way_[product] > 1) choices_.push_back(way);
  }
  for (const auto& cut : model.cuts)
    if (std::any_of(choices_.begin(), choices_.end(), [&](auto way) { return cut.use[way] > 0; }))
      choice_cuts_.push_back(cut);
  for (const auto& cut : model.cuts)
    for (std::size_t product = 0; product < model.products.size(); ++product)
      cheapest_.push_back(
          *std::min_element(cut.use.begin() + first_way_[product], cut.use.begin() + first_way_[product + 1]));
}

bool Fit::within_cheapest(std::size_t cut, const Demand& demand) const {
  const auto enough = model_.total_stock + 1;
  const auto* least = &cheapest_[cut * demand.size()];
  std::int64_t use = 0;
  for (std::size_t product = 0; product < demand.size(); ++product)
    use += std::min(demand[product], enough) * least[product];
  return use <= model_.cuts[cut].stock;
}

bool Fit::may_fit(const Demand& demand) const {
  for (std::size_t cut = 0; cut < model_.cuts.size(); ++cut)
    if (!within_cheapest(cut, demand)) return false;
  return true;
}

// No way makes a unit from less than one item, so what is beyond all the stock need not be counted exactly.
Demand Fit::bounded(const Demand& demand) const {
  Demand bounded = demand;
  for (auto& units : bounded) units = std::min(units, model_.total_stock + 1);
  return bounded;
}

Verdict Fit::check(const Demand& wanted) const {
  if (!may_fit(wanted)) return Verdict::does_not_fit;
  if (choices_.empty()) return Verdict::fits;
  return find_whole_point(choices_.size(), rows_for(bounded(wanted))).verdict;
}

std::int64_t Fit::use_of_single_ways(const Cut& cut, const Demand& demand) const {
  std::int64_t use = 0;
  for (std::size_t product = 0; product < demand.size(); ++product)
    if (first_way_[product + 1] - first_way_[product] == 1) use += demand[product] * cut.use[first_way_[product]];
  return use;
}

// The rows of the cuts come first, in the order of choice_cuts_; then one row per product with a choice.
std::vector<Row> Fit::rows_for(const Demand& demand) const {
  std::vector<Row> rows;
  for (const auto& cut : choice_cuts_) {
    Row row{{}, cut.stock - use_of_single_ways(cut, demand)};
    for (const auto way : choices_) row.coefficients.push_back(cut.use[way]);
    rows.push_back(std::move(row));
  }
  for (std::uint32_t product = 0; product < demand.size(); ++product) {
    if (first_way_[product + 1] - first_way_[product] == 1) continue;
    Row row{{}, -demand[product]};
    for (const auto way : choices_) row.coefficients.push_back(model_.ways[way].product == product ? -1 : 0);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::int64_t> Fit::prices_against(const Demand& wanted) const {
  const auto demand = bounded(wanted);
  std::vector<std::int64_t> prices(model_.kinds.size(), 0);
  const auto charge = [&](const Cut& cut, std::int64_t weight) {
    for (std::size_t kind = 0; kind < prices.size(); ++kind)
      if ((cut.kinds >> kind & 1) != 0) prices[kind] += weight;
  };
  for (std::size_t cut = 0; cut < model_.cuts.size(); ++cut)
    if (!within_cheapest(cut, demand)) {
      charge(model_.cuts[cut], 1);
      return prices;
    }
  const auto weights = find_contradiction(choices_.size(), rows_for(demand));
  if (!weights) return prices;
  for (std::size_t at = 0; at < choice_cuts_.size(); ++at) charge(choice_cuts_[at], (*weights)[at]);
  std::int64_t divisor = 0;
  for (const auto price : prices) divisor = std::gcd(divisor, price);
  for (auto& price : prices) price /= std::max<std::int64_t>(divisor, 1);
  return prices;
}

std::vector<std::int64_t> Fit::all_ways(const Demand& demand, const std::vector<std::int64_t>& chosen) const {
  std::vector<std::int64_t> uses(model_.ways.size(), 0);
  for (std::size_t at = 0; at < choices_.size(); ++at) uses[choices_[at]] = chosen[at];
  for (std::size_t product = 0; product < demand.size(); ++product) {
    const auto first = first_way_[product], end = first_way_[product + 1];
    if (end - first == 1) uses[first] = demand[product];
    auto excess = std::accumulate(uses.begin() + first, uses.begin() + end, std::int64_t{0}) - demand[product];
    RELAIS_CHECK(excess >= 0);
    for (auto way = end; way > first && excess > 0; --way) {
      const auto less = std::min(excess, uses[way - 1]);
      uses[way - 1] -= less;
      excess -= less;
    }
  }
  return uses;
}

std::optional<std::vector<std::int64_t>> Fit::find_ways(const Demand& demand) const {
  if (choices_.empty()) return all_ways(demand, {});
  const auto answer = find_whole_point(choices_.size(), rows_for(demand));
  if (answer.verdict == Verdict::undecided) return std::nullopt;
  RELAIS_CHECK(answer.verdict == Verdict::fits);
  return all_ways(demand, answer.x);
}

}  // namespace relais::fairness
