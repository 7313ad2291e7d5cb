#include "needs/rules.hpp"

#include "needs/refusals.hpp"

namespace relais::needs {

using base::Done;
using base::Refusal;
using base::Result;

Result<> check_people_count(std::int64_t people) {
  if (people <= 0) return Refusal(refused::people_not_positive, {std::to_string(people)});
  if (people > count_max) return Refusal(refused::count_too_large, {std::to_string(people), std::to_string(count_max)});
  return Done{};
}

Result<> check_quantity(const Catalogue& catalogue, const catalogue::Product& product, std::int64_t people,
                        std::int64_t quantity) {
  const auto asked = std::to_string(quantity);
  if (quantity <= 0) return Refusal(refused::quantity_not_positive, {asked});
  if (quantity > count_max) return Refusal(refused::count_too_large, {asked, std::to_string(count_max)});
  const bool is_given_once = product.is_kit() || catalogue.gives_device(product);
  if (is_given_once && quantity > people)
    return Refusal(refused::exceeds_people, {asked, product.code, std::to_string(people)});
  return Done{};
}

base::Day day_of(base::Instant instant) { return std::chrono::floor<std::chrono::days>(instant); }

}  // namespace relais::needs
