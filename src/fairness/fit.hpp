#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "fairness/model.hpp"
#include "fairness/whole_program.hpp"

namespace relais::fairness {

/// Units per product, by rank.
using Demand = std::vector<std::int64_t>;

/// Answers whether the stock can serve a demand in whole numbers, from class sums alone, however many lines there are.
class Fit {
 public:
  /// Ownership  keeps a reference: `model` must outlive it.
  explicit Fit(const Model& model);

  Verdict check(const Demand& demand) const;
  /// False when it does not fit; true does not say that it does: where recipes leave a choice, only `check` knows.
  bool may_fit(const Demand& demand) const;

  /// Prices per rank of a kind that prove that the demand does not fit: prices x demand at its cheapest recipes >
  /// prices x stock. All 0 when it does not fit in whole numbers only.
  std::vector<std::int64_t> prices_against(const Demand& demand) const;

  /// The ways of products that have several: the variables of the program.
  const std::vector<std::uint32_t>& choices() const { return choices_; }
  /// How often to use each way, for a demand that fits: any that serves it. None when left undecided.
  std::optional<std::vector<std::int64_t>> find_ways(const Demand& demand) const;
  /// How often each way is used when the choices are, in their order, used at least so often as the demand needs.
  std::vector<std::int64_t> all_ways(const Demand& demand, const std::vector<std::int64_t>& chosen) const;

 private:
  Demand bounded(const Demand& demand) const;
  bool within_cheapest(std::size_t cut, const Demand& demand) const;
  std::vector<Row> rows_for(const Demand& demand) const;
  std::int64_t use_of_single_ways(const Cut& cut, const Demand& demand) const;

  const Model& model_;
  std::vector<std::uint32_t> first_way_;  ///< per product rank, and one past the end
  std::vector<std::uint32_t> choices_;
  std::vector<Cut> choice_cuts_;        ///< the cuts that such a way uses
  std::vector<std::int64_t> cheapest_;  ///< per cut and product: the least that one unit takes
};

}  // namespace relais::fairness
