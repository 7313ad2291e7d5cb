#include <algorithm>

#include "base/check.hpp"
#include "fairness/rank.hpp"

namespace relais::fairness {
namespace {

std::size_t class_of(const Instance& instance, const Plan& plan, const Line& line) {
  const auto order = [&](std::int32_t tier, ProductIndex product) {
    return std::pair<std::int32_t, const std::string&>(tier, instance.products[product].id);
  };
  const auto found = std::partition_point(plan.classes.begin(), plan.classes.end(), [&](const ClassOutcome& one) {
    return order(one.tier, one.product) < order(line.tier, line.product);
  });
  RELAIS_CHECK(found != plan.classes.end() && found->product == line.product);
  return static_cast<std::size_t>(found - plan.classes.begin());
}

}  // namespace

LineFigures figures_of(const Instance& instance, const Plan& plan, LineIndex at) {
  const auto taker = taker_of(instance, at);
  LineFigures figures;
  figures.class_index = class_of(instance, plan, instance.lines[at]);
  figures.granted = plan.granted[at];
  figures.owed = taker.owed;
  figures.unmet = taker.cap - figures.granted;
  if (figures.granted > 0) figures.level = block_ending_at(taker, figures.granted).key;
  if (figures.unmet == 0) return figures;
  figures.next = block_after(taker, figures.granted);
  const auto closure = plan.classes[figures.class_index].closure;
  RELAIS_CHECK(closure.has_value());
  figures.end = plan.closures[*closure].refused.line == at ? LineEnd::refused : LineEnd::closed;
  return figures;
}

}  // namespace relais::fairness
