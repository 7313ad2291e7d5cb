#include "allocation/policy.hpp"

#include <algorithm>

#include "allocation/refusals.hpp"

namespace relais::allocation {
namespace {

using base::Done;
using base::Refusal;
using base::Result;

constexpr std::int64_t weight_max = 1'000;

struct Bounds {
  std::int64_t min;
  std::int64_t max;
};

Result<> check_within(std::string_view name, std::int64_t value, Bounds bounds) {
  if (value >= bounds.min && value <= bounds.max) return Done{};
  return Refusal(refused::policy_out_of_range,
                 {std::string(name), std::to_string(value), std::to_string(bounds.min), std::to_string(bounds.max)});
}

Result<> check_kind(const Catalogue& catalogue, const std::string& code) {
  if (catalogue.find_kind(code) == nullptr) return Refusal(refused::kind_unknown, {code});
  return Done{};
}

/// An order of files or of typing is no difference between two policies.
template <class Items, class Key>
void sort_by(Items& items, const Key& key) {
  std::sort(items.begin(), items.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

}  // namespace

Result<> check(const Policy& policy, const Catalogue& catalogue) {
  for (const auto urgency : needs::urgencies) {
    const auto& rule = policy.rule_of(urgency);
    RELAIS_TRY_DONE(check_within(needs::code_of(urgency), rule.tier, {0, fairness::tier_max}));
    RELAIS_TRY_DONE(check_within(needs::code_of(urgency), rule.weight, {1, weight_max}));
  }
  RELAIS_TRY_DONE(check_within("departement_floor", policy.departement_floor, {0, fairness::quantity_max}));
  for (const auto& lot : policy.minimum_lots) {
    if (catalogue.find_product(lot.product_code) == nullptr)
      return Refusal(refused::product_unknown, {lot.product_code});
    RELAIS_TRY_DONE(check_within(lot.product_code, lot.units, {1, fairness::quantity_max}));
  }
  for (const auto& serving : policy.serves) {
    RELAIS_TRY_DONE(check_kind(catalogue, serving.kind_code));
    for (const auto& code : serving.served_codes) RELAIS_TRY_DONE(check_kind(catalogue, code));
  }
  return Done{};
}

Policy in_order(Policy policy) {
  sort_by(policy.minimum_lots, [](const MinimumLot& lot) { return lot.product_code; });
  sort_by(policy.serves, [](const Serving& serving) { return serving.kind_code; });
  for (auto& serving : policy.serves) {
    std::erase(serving.served_codes, serving.kind_code);
    std::sort(serving.served_codes.begin(), serving.served_codes.end());
  }
  return policy;
}

std::int64_t minimum_lot_of(const Policy& policy, std::string_view product_code) {
  for (const auto& lot : policy.minimum_lots)
    if (lot.product_code == product_code) return lot.units;
  return 1;
}

}  // namespace relais::allocation
