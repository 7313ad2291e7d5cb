#include "allocation/line_figures.hpp"

#include <algorithm>

namespace relais::allocation {
namespace {

/// The lines as an instance of their own, with as much of the plan as tells their figures.
struct Excerpt {
  fairness::Instance instance;
  fairness::Plan plan;
};

Excerpt excerpt_of(const Frame& frame, const std::vector<StoredLine>& stored) {
  Excerpt excerpt{frame.goods, {}};
  auto inputs = frame.inputs;
  for (const auto& one : stored) {
    auto line = one.input;
    line.structure = static_cast<std::uint32_t>(inputs.structures.size());
    line.product = inputs.position_of(one.product);
    inputs.structures.push_back({one.structure, one.structure_code, {}});
    excerpt.instance.lines.push_back(build_line(inputs, line));
    excerpt.plan.granted.push_back(one.granted);
  }
  const auto& lines = excerpt.instance.lines;
  for (const auto& one : frame.classes) {
    fairness::ClassOutcome made{one.tier, inputs.position_of(one.product), one.asked, one.granted, {}, {}};
    if (one.refused) {
      const auto refused =
          std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.id == one.refused_line; });
      made.closure = excerpt.plan.closures.size();
      excerpt.plan.closures.push_back({excerpt.plan.classes.size(),
                                       {static_cast<fairness::LineIndex>(refused - lines.begin()), 1, {}},
                                       {},
                                       {},
                                       {}});
    }
    excerpt.plan.classes.push_back(made);
  }
  return excerpt;
}

Rank rank_of(const fairness::Key& key) { return {key.numerator, key.denominator}; }

void add_ranks(Line& line, const fairness::LineFigures& figures) {
  if (figures.level) line.level = rank_of(*figures.level);
  if (figures.next) {
    line.next = rank_of(figures.next->key);
    line.next_units = figures.next->units;
  }
  line.end = figures.end;
}

Line line_of(const StoredLine& stored, const fairness::Line& solved) {
  const auto& input = stored.input;
  Line line;
  line.need = input.need;
  line.structure = stored.structure;
  line.name = solved.id;
  line.audience = input.audience;
  line.product = stored.product;
  line.urgency = input.urgency;
  line.people = input.people;
  line.is_checked = input.is_checked;
  line.asked = input.asked;
  line.earlier = input.earlier;
  line.tier = solved.tier;
  line.weight = solved.weight;
  line.cap = solved.cap;
  line.floor = solved.floor;
  line.guarantee = input.guarantee;
  line.adjusted = input.adjusted;
  line.past = input.past;
  line.granted = stored.granted;
  return line;
}

}  // namespace

std::vector<Line> lines_with_figures(const Frame& frame, const std::vector<StoredLine>& stored) {
  const auto excerpt = excerpt_of(frame, stored);
  std::vector<Line> lines;
  lines.reserve(stored.size());
  for (fairness::LineIndex at = 0; at < stored.size(); ++at) {
    auto line = line_of(stored[at], excerpt.instance.lines[at]);
    add_ranks(line, fairness::figures_of(excerpt.instance, excerpt.plan, at));
    const auto& of = frame.class_of(line.tier, line.product);
    for (const auto& part : frame.inputs.product(line.product).parts)
      for (auto& portion : deal(part, frame.kinds_for(of, part.kind), stored[at].dealt_before, line.granted))
        line.portions.push_back(portion);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace relais::allocation
