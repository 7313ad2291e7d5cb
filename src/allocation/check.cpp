#include "allocation/check.hpp"

#include <fmt/format.h>

#include "allocation/prove.hpp"
#include "base/text.hpp"
#include "fairness/check_plan.hpp"
#include "fairness/instance_json.hpp"

namespace relais::allocation {
namespace {

template <class... Facts>
void say(Proof& proof, std::string_view french, std::string_view english, const Facts&... facts) {
  proof.faults.push_back({fmt::format(fmt::runtime(french), facts...), fmt::format(fmt::runtime(english), facts...)});
}

/// The goods of a line follow from its place in the class.
void check_dealing(const Recorded& recorded, Proof& proof) {
  const auto expected = dealt_before(recorded.instance, recorded.plan.granted);
  for (std::size_t at = 0; at < expected.size(); ++at)
    if (expected[at] != recorded.dealt_before[at])
      say(proof, "ligne {0} : ses biens sont pris à une autre place", "line {0} is dealt goods at another place",
          recorded.instance.lines[at].id);
}

void check_sums(const Recorded& recorded, Proof& proof) {
  const auto expected = sums_of(recorded.inputs, recorded.plan.granted);
  for (std::size_t at = 0; at < expected.size(); ++at)
    if (expected[at] != recorded.sums[at])
      say(proof, "structure {0} : ses lignes ne font pas ses sommes", "the lines of {0} do not add up to its sums",
          recorded.inputs.structures[at].code);
}

bool points_to_no_line(const Recorded& recorded) {
  for (const auto& one : recorded.plan.classes)
    if (one.cutoff && one.cutoff->line >= recorded.instance.lines.size()) return true;
  return false;
}

}  // namespace

Proof prove(const Recorded& recorded) {
  Proof proof;
  proof.lines = static_cast<std::int64_t>(recorded.instance.lines.size());
  proof.are_inputs_intact =
      base::sha256_hex(fairness::render_instance(recorded.instance)) == recorded.allocation.instance_sha256 &&
      stock_fingerprint(recorded.inputs) == recorded.allocation.stock_fingerprint;
  if (!proof.are_inputs_intact) return proof;
  if (!recorded.has_certificate) {
    say(proof, "enregistrée sans son certificat par une version plus ancienne : proposez de nouveau",
        "recorded without its certificate by an older version: propose again");
    return proof;
  }
  auto checked = fairness::check_plan(recorded.instance, recorded.plan);
  for (const auto& fault : checked.faults)
    proof.faults.push_back({fault.message(base::Language::french), fault.message(base::Language::english)});
  proof.refusals_proved = static_cast<std::int64_t>(checked.refusals_proved);
  proof.refusals_searched = static_cast<std::int64_t>(checked.refusals_searched);
  proof.refusals_on_trust = static_cast<std::int64_t>(checked.refusals_on_trust);
  if (points_to_no_line(recorded))
    say(proof, "la dernière ligne servie d’une classe n’est aucune des lignes",
        "the last line served of a class is none of the lines");
  check_dealing(recorded, proof);
  check_sums(recorded, proof);
  return proof;
}

Proof check_recorded(store::Reader& reader, AllocationId allocation) {
  return prove(read_recorded(reader, allocation));
}

}  // namespace relais::allocation
