#include <algorithm>

#include "fairness/faults.hpp"
#include "fairness/instance_json.hpp"
#include "fairness/validate.hpp"
#include "fairness/written_plan.hpp"

namespace relais::fairness {
namespace {

bool is_same(const std::optional<Key>& left, const std::optional<Key>& right) {
  if (!left || !right) return left.has_value() == right.has_value();
  return left->numerator == right->numerator && left->denominator == right->denominator;
}

/// What a file must show of a line, from the rule alone.
WrittenLine shown_for(const Instance& instance, const Plan& plan, LineIndex at) {
  const auto& line = instance.lines[at];
  const auto granted = plan.granted[at];
  const auto lot = std::min(instance.products[line.product].minimum_lot, line.cap);
  WrittenLine shown;
  if (line.floor > 0) shown.owed = std::max(line.floor, lot);
  shown.unmet = line.cap - granted;
  const auto single = [&](std::int64_t unit) { return Key{2 * (unit + line.past) - 1, line.weight}; };
  const Key first_lot{lot + 2 * line.past, line.weight};
  if (granted > 0) shown.level = shown.owed == 0 && granted == lot ? first_lot : single(granted);
  if (shown.unmet == 0) return shown;
  shown.next = granted == 0 ? first_lot : single(granted + 1);
  const auto is_refused = [&](const Closure& one) { return one.refused.line == at; };
  shown.end = std::any_of(plan.closures.begin(), plan.closures.end(), is_refused) ? LineEnd::refused : LineEnd::closed;
  return shown;
}

}  // namespace

PlanCheck check_written_plan(const Instance& instance, const WrittenPlan& written) {
  auto check = check_plan(instance, written.plan);
  check.faults.insert(check.faults.end(), written.contradictions.begin(), written.contradictions.end());
  if (!check.faults.empty()) return check;
  for (LineIndex at = 0; at < instance.lines.size(); ++at) {
    const auto expected = shown_for(instance, written.plan, at);
    const auto& shown = written.lines[at];
    const auto expect = [&](bool same, const char* field) {
      if (!same && check.faults.size() < 100)
        check.faults.emplace_back(faults::wrong_figure, std::vector<std::string>{instance.lines[at].id, field});
    };
    expect(shown.owed == expected.owed, "owed");
    expect(shown.unmet == expected.unmet, "unmet");
    expect(is_same(shown.level, expected.level), "level");
    expect(is_same(shown.next, expected.next), "next");
    expect(shown.end == expected.end, "end");
  }
  return check;
}

base::Result<PlanCheck> check_json(std::string_view instance_text, std::string_view plan_text) {
  RELAIS_TRY(const auto instance, parse_instance(instance_text));
  RELAIS_TRY_DONE(validate(instance));
  RELAIS_TRY(const auto written, parse_plan(plan_text, instance));
  return check_written_plan(instance, written);
}

}  // namespace relais::fairness
