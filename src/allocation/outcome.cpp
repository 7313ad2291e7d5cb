#include "allocation/outcome.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "fairness/instance_json.hpp"

namespace relais::allocation {

base::Result<Outcome> work_out(fairness::Instance instance) {
  RELAIS_TRY(auto plan, fairness::solve(instance));
  Outcome outcome{std::move(instance), std::move(plan), {}, {}};
  outcome.instance_sha256 = base::sha256_hex(fairness::render_instance(outcome.instance));
  outcome.plan_sha256 = base::sha256_hex(fairness::render_plan(outcome.instance, outcome.plan));
  return outcome;
}

std::vector<std::int64_t> dealt_before(const fairness::Instance& instance, const std::vector<std::int64_t>& granted) {
  std::map<std::pair<std::int32_t, fairness::ProductIndex>, std::int64_t> dealt;
  std::vector<std::int64_t> before(granted.size());
  for (std::size_t at = 0; at < granted.size(); ++at) {
    auto& of_class = dealt[{instance.lines[at].tier, instance.lines[at].product}];
    before[at] = of_class;
    of_class += granted[at];
  }
  return before;
}

std::vector<Portion> deal(const catalogue::Part& part, const std::vector<DealtKind>& kinds, std::int64_t before,
                          std::int64_t units) {
  std::vector<Portion> portions;
  auto skipped = before * part.quantity, wanted = units * part.quantity;
  for (const auto& one : kinds) {
    const auto passed = std::min(skipped, one.quantity);
    const auto taken = std::min(wanted, one.quantity - passed);
    skipped -= passed;
    wanted -= taken;
    if (taken > 0) portions.push_back({part.kind, one.kind, taken});
  }
  return portions;
}

}  // namespace relais::allocation
