#include <algorithm>

#include "fairness/check_parts.hpp"

namespace relais::fairness {
namespace {

/// By product, all tiers.
std::vector<std::int64_t> demand_of(const Instance& instance, const Plan& plan) {
  std::vector<std::int64_t> demand(instance.products.size(), 0);
  for (const auto& one : plan.classes) demand[one.product] += one.granted;
  return demand;
}

/// Something that a plan claims to have the fewest of.
struct Claim {
  std::string name;  ///< in the file
  const Fewest& proof;
  std::int64_t count = 0;
  std::int64_t unit = 0;   ///< the price of one
  std::int64_t worth = 0;  ///< per substitution, where the substitutions are given
  bool has_stray_price = false;
  Limits below;  ///< what a better choice would have
  const base::RefusalReason& fault;
};

class FewestCheck {
 public:
  FewestCheck(const Instance& instance, const Plan& plan, Work& work_left, Faults& faults)
      : instance_(instance), plan_(plan), demand_(demand_of(instance, plan)), work_left_(work_left), faults_(faults) {}

  Certainty check(const Claim& claim) {
    const auto& proof = claim.proof;
    const auto proved = proved_by_prices(claim);
    if (!proved) {
      faults_.add(faults::fewest_prices_prove_nothing, claim.name);
    } else if (proof.at_least > claim.count || proof.at_least < *proved) {
      faults_.add(faults::fewest_is_wrong, claim.name, proof.at_least, claim.count);
    } else {
      const auto certainty = proof.at_least == *proved ? Certainty::by_prices : search(claim);
      return proof.at_least < claim.count ? Certainty::not_claimed : certainty;
    }
    return Certainty::not_claimed;
  }

 private:
  /// The least number that the prices prove: 0 without any. None when they prove nothing.
  std::optional<std::int64_t> proved_by_prices(const Claim& claim) const;
  Certainty search(const Claim& claim);

  const Instance& instance_;
  const Plan& plan_;
  std::vector<std::int64_t> demand_;
  Work& work_left_;
  Faults& faults_;
};

std::optional<std::int64_t> FewestCheck::proved_by_prices(const Claim& claim) const {
  const auto& proof = claim.proof;
  auto prices = proof.prices;
  prices.insert(prices.end(), {proof.per_substitution, proof.per_other_recipe});
  const auto [least, most] = std::minmax_element(prices.begin(), prices.end());
  if (*least == 0 && *most == 0) return 0;
  if (proof.prices.size() != instance_.kinds.size() || *least < 0) return std::nullopt;
  const auto cost = cost_beyond_stock(instance_, demand_, proof);
  if (!cost || claim.unit == 0 || claim.has_stray_price) return std::nullopt;
  const auto beyond = *cost - Sum128{claim.worth} * plan_.substitutions;
  if (beyond <= 0) return std::nullopt;
  const auto proved = (beyond + claim.unit - 1) / claim.unit;
  // More than there is cannot be proved of a routing that is sound.
  return static_cast<std::int64_t>(std::min<Sum128>(proved, claim.count));
}

Certainty FewestCheck::search(const Claim& claim) {
  switch (search_every_recipe(instance_, demand_, work_left_, claim.below)) {
    case Found::nothing:
      return Certainty::by_search;
    case Found::unknown:
      return Certainty::on_trust;
    case Found::a_routing:
      break;
  }
  faults_.add(claim.fault);
  return Certainty::not_claimed;
}

}  // namespace

void check_fewest(const Instance& instance, const Plan& plan, Work& work_left, Faults& faults, PlanCheck& check) {
  FewestCheck claims(instance, plan, work_left, faults);
  const auto &first = plan.fewest_substitutions, &second = plan.fewest_other_recipes;
  check.substitutions = claims.check({"fewest_substitutions",
                                      first,
                                      plan.substitutions,
                                      first.per_substitution,
                                      0,
                                      first.per_other_recipe != 0,
                                      {first.at_least - 1, Limits::any},
                                      faults::fewer_substitutions});
  check.other_recipes = claims.check({"fewest_other_recipes",
                                      second,
                                      plan.other_recipes,
                                      second.per_other_recipe,
                                      second.per_substitution,
                                      false,
                                      {plan.substitutions, second.at_least - 1},
                                      faults::fewer_other_recipes});
}

}  // namespace relais::fairness
