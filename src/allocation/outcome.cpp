#include "allocation/outcome.hpp"

#include <algorithm>
#include <future>
#include <map>

#include "base/text.hpp"
#include "fairness/instance_json.hpp"

namespace relais::allocation {

base::Result<Outcome> work_out(fairness::Instance instance) {
  // The text of a million lines takes about as long as sharing among them: both at once.
  auto instance_sha256 =
      std::async(std::launch::async, [&instance] { return base::sha256_hex(fairness::render_instance(instance)); });
  RELAIS_TRY(auto plan, fairness::solve(instance));
  auto plan_sha256 = base::sha256_hex(fairness::render_plan(instance, plan));
  auto hash = instance_sha256.get();
  return Outcome{std::move(instance), std::move(plan), std::move(hash), std::move(plan_sha256)};
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

std::vector<StructureSum> sums_of(const Inputs& inputs, const std::vector<std::int64_t>& granted) {
  std::vector<StructureSum> sums(inputs.structures.size());
  for (std::size_t at = 0; at < granted.size(); ++at) {
    const auto& line = inputs.lines[at];
    auto& sum = sums[line.structure];
    sum.people += line.people;
    sum.asked += line.asked - line.earlier;
    sum.granted += granted[at];
  }
  return sums;
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
