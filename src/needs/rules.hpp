#pragma once
/// The rules of a need, apart from where it is kept.

#include "needs/needs.hpp"

namespace relais::needs {

/// Keeps sums of a whole programme, and an allocation's weights, far from the end of 64 bits.
inline constexpr std::int64_t count_max = 10'000'000;

/// Refuses  people_not_positive, count_too_large.
base::Result<> check_people_count(std::int64_t people);
/// Refuses  quantity_not_positive, count_too_large, exceeds_people.
base::Result<> check_quantity(const Catalogue& catalogue, const catalogue::Product& product, std::int64_t people,
                              std::int64_t quantity);

/// Refuses  not_asked_for.
base::Result<> check_asked(const Round& round, const people::Organisation& structure, Audience audience,
                           std::string_view product);

/// What an import or a form says of a need that may be there already.
struct Figures {
  std::int64_t people = 0;
  std::int64_t quantity = 0;
  Urgency urgency = Urgency::normal;
  bool operator==(const Figures&) const = default;
};

/// The day on which accreditations are judged.
base::Day day_of(base::Instant instant);

}  // namespace relais::needs
