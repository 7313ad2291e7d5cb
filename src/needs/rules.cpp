#include "needs/rules.hpp"

#include <algorithm>

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

bool RoundTerms::asks(Audience audience) const {
  return audiences.empty() || std::find(audiences.begin(), audiences.end(), audience) != audiences.end();
}
bool RoundTerms::asks_product(std::string_view code) const {
  return products.empty() || std::find(products.begin(), products.end(), code) != products.end();
}
bool RoundTerms::asks_in(std::string_view departement) const {
  return departements.empty() || departement.empty() ||
         std::find(departements.begin(), departements.end(), departement) != departements.end();
}

Result<> check_asked(const Round& round, const people::Organisation& structure, Audience audience,
                     std::string_view product) {
  const auto refuse = [&](std::string_view what) {
    return Refusal(refused::not_asked_for, {round.code, std::string(what)});
  };
  if (!round.terms.asks(audience)) return refuse(code_of(audience));
  if (!round.terms.asks_product(product)) return refuse(product);
  if (!round.terms.asks_in(structure.departement)) return refuse(structure.departement);
  return Done{};
}

base::Day day_of(base::Instant instant) { return std::chrono::floor<std::chrono::days>(instant); }

}  // namespace relais::needs
