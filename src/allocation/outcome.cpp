#include "allocation/outcome.hpp"

#include "base/text.hpp"
#include "fairness/instance_json.hpp"

namespace relais::allocation {
namespace {

using fairness::Instance;
using fairness::LineIndex;
using fairness::Plan;

Rank rank_of(const fairness::Key& key) { return {key.numerator, key.denominator}; }

std::vector<Line> lines_of(const Inputs& inputs, const Instance& instance, const Plan& plan) {
  auto lines = inputs.lines;
  for (LineIndex at = 0; at < lines.size(); ++at) {
    const auto figures = fairness::figures_of(instance, plan, at);
    auto& line = lines[at];
    line.granted = figures.granted;
    if (figures.level) line.level = rank_of(*figures.level);
    if (figures.next) {
      line.next = rank_of(figures.next->key);
      line.next_units = figures.next->units;
    }
    line.end = figures.end;
  }
  for (const auto& portion : fairness::portions_of(instance, plan))
    lines[portion.line].portions.push_back(
        {inputs.accepted[portion.component].part, inputs.kinds[portion.kind].id, portion.quantity});
  return lines;
}

Class class_of(const Inputs& inputs, const Instance& instance, const Plan& plan, const fairness::ClassOutcome& from) {
  Class made;
  made.tier = from.tier;
  made.product = inputs.products[from.product].id;
  made.asked = from.asked;
  made.granted = from.granted;
  for (const auto& line : instance.lines)
    if (line.tier == from.tier && line.product == from.product) ++made.lines;
  if (from.cutoff) {
    made.cutoff = rank_of(from.cutoff->key);
    made.cutoff_line = instance.lines[from.cutoff->line].id;
  }
  if (!from.closure) return made;
  const auto& closure = plan.closures[*from.closure];
  made.refused = rank_of(closure.refused.key);
  made.refused_line = instance.lines[closure.refused.line].id;
  for (const auto kind : closure.binding) made.ran_out.push_back(inputs.kinds[kind].id);
  return made;
}

}  // namespace

base::Result<Outcome> solve(const Inputs& inputs) {
  const auto instance = build_instance(inputs);
  RELAIS_TRY(const Plan plan, fairness::solve(instance));
  Outcome outcome;
  outcome.lines = lines_of(inputs, instance, plan);
  for (const auto& one : plan.classes) outcome.classes.push_back(class_of(inputs, instance, plan, one));
  outcome.instance_sha256 = base::sha256_hex(fairness::render_instance(instance));
  outcome.plan_sha256 = base::sha256_hex(fairness::render_plan(instance, plan));
  return outcome;
}

}  // namespace relais::allocation
