#include "needs/doubts.hpp"

#include <algorithm>

namespace relais::needs {
namespace {

constexpr std::int64_t people_always_plausible = 100;
constexpr std::int64_t difference_always_plausible = 50;
constexpr std::int64_t times_before_max = 3;

/// A structure may serve its neighbours too: the share is generous, and few people are plausible anywhere.
std::int64_t share_of(Audience audience) { return audience == Audience::pupil ? 6 : 10; }

bool exceeds_population(const Known& known, Audience audience, std::int64_t people) {
  return known.population && people > people_always_plausible && people > *known.population / share_of(audience);
}

bool is_far_from_past(const Known& known, Audience audience, std::int64_t people) {
  const auto before = known.people_before.find(audience);
  if (before == known.people_before.end()) return false;
  const auto most = std::max(people, before->second), least = std::min(people, before->second);
  return most - least >= difference_always_plausible && most > times_before_max * least;
}

}  // namespace

Doubt doubt_of(const Known& known, Audience audience, std::int64_t people) {
  const bool population = exceeds_population(known, audience, people);
  const bool past = is_far_from_past(known, audience, people);
  if (population && past) return Doubt::population_and_past;
  if (population) return Doubt::population;
  return past ? Doubt::past : Doubt::none;
}

}  // namespace relais::needs
