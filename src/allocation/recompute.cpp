#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using fairness::Block;
using fairness::Plan;
using store::Reader;

Label difference(std::string_view french, std::string_view english, std::string_view which) {
  return {fmt::format("{} ({}) : le recalcul donne autre chose que ce qui est enregistré.", french, which),
          fmt::format("{} ({}): computed again it differs from what is recorded.", english, which)};
}

std::optional<Label> find_difference_of_lines(const Recorded& recorded, const Outcome& computed) {
  if (recorded.sums != sums_of(recorded.inputs, computed.plan.granted))
    return difference("Totaux par structure", "Sums by structure", recorded.allocation.reference);
  const auto dealt = dealt_before(computed.instance, computed.plan.granted);
  for (std::size_t at = 0; at < dealt.size(); ++at)
    if (recorded.plan.granted[at] != computed.plan.granted[at] || recorded.dealt_before[at] != dealt[at])
      return difference("Ligne d'attribution", "Line of the allocation", computed.instance.lines[at].id);
  return std::nullopt;
}

auto figures_in(const std::optional<Block>& block) {
  return block ? std::tuple(true, block->line, block->units, block->key.numerator, block->key.denominator)
               : std::tuple(false, fairness::LineIndex{0}, std::int64_t{0}, std::int64_t{0}, std::int64_t{0});
}

bool is_same_closure(const fairness::Closure& a, const fairness::Closure& b) {
  auto ran_out = a.binding, other = b.binding;
  std::sort(ran_out.begin(), ran_out.end());
  std::sort(other.begin(), other.end());
  return a.class_index == b.class_index && figures_in(a.refused) == figures_in(b.refused) && a.demand == b.demand &&
         a.prices == b.prices && ran_out == other;
}

bool is_same_class(const fairness::ClassOutcome& a, const fairness::ClassOutcome& b) {
  return a.tier == b.tier && a.product == b.product && a.asked == b.asked && a.granted == b.granted &&
         figures_in(a.cutoff) == figures_in(b.cutoff) && a.closure == b.closure;
}

bool has_same_classes(const Plan& a, const Plan& b) {
  return std::equal(a.classes.begin(), a.classes.end(), b.classes.begin(), b.classes.end(), is_same_class) &&
         std::equal(a.closures.begin(), a.closures.end(), b.closures.begin(), b.closures.end(), is_same_closure);
}

bool has_same_routing(const Plan& a, const Plan& b) {
  const auto figures = [](const fairness::Route& one) {
    return std::tuple(one.class_index, one.component, one.kind, one.quantity);
  };
  return std::equal(a.routing.begin(), a.routing.end(), b.routing.begin(), b.routing.end(),
                    [&](const auto& one, const auto& other) { return figures(one) == figures(other); });
}

}  // namespace

std::optional<Label> find_difference_when_recomputed(Reader& reader, AllocationId id) {
  auto recorded = read_recorded(reader, id);
  const auto& allocation = recorded.allocation;
  if (stock_fingerprint(recorded.inputs) != allocation.stock_fingerprint)
    return difference("Stock de départ", "Stock at the start", allocation.reference);
  const auto computed = work_out(std::move(recorded.instance));
  if (!computed) return difference("Attribution", "Allocation", allocation.reference);
  if (computed->instance_sha256 != allocation.instance_sha256)
    return difference("Données de départ", "Inputs", allocation.reference);
  if (!is_granted_as_recorded(reader, recorded))
    return difference("Attributions posées", "Grants laid out", allocation.reference);
  if (auto found = find_difference_of_lines(recorded, *computed)) return found;
  if (recorded.has_certificate && !has_same_classes(recorded.plan, computed->plan))
    return difference("Classes", "Classes", allocation.reference);
  if (!has_same_routing(recorded.plan, computed->plan))
    return difference("Provenance des biens", "Where the goods come from", allocation.reference);
  if (computed->plan_sha256 != allocation.plan_sha256) return difference("Plan", "Plan", allocation.reference);
  return std::nullopt;
}

}  // namespace relais::allocation
