#include <algorithm>

#include "impact/reached.hpp"

namespace relais::impact {
namespace {

using catalogue::Catalogue;

AudienceImpact& impact_on(std::vector<AudienceImpact>& impacts, Audience audience) {
  return *std::find_if(impacts.begin(), impacts.end(), [&](const auto& one) { return one.audience == audience; });
}

std::vector<AudienceImpact> with_targets(const Catalogue& catalogue) {
  std::vector<AudienceImpact> impacts;
  for (const auto audience : catalogue::audiences) {
    impacts.emplace_back();
    impacts.back().audience = audience;
  }
  for (const auto& target : catalogue.targets) {
    auto& impact = impact_on(impacts, target.audience);
    (target.measure == Measure::people_equipped ? impact.target_equipped : impact.target_connected) = target.people;
  }
  return impacts;
}

bool is_untouched(const AudienceImpact& impact) {
  return !impact.target_equipped && !impact.target_connected && impact.reached == Reached{} && impact.volume_gb == 0;
}

}  // namespace

void add(Reached& reached, const Catalogue& catalogue, const PeopleSum& sum) {
  const auto& product = catalogue.product(sum.product);
  if (catalogue.gives_device(product)) reached.equipped += sum.people;
  if (catalogue.gives_connection(product)) reached.connected += sum.people;
}

std::int64_t volume_gb_of(const Catalogue& catalogue, KindId kind, std::int64_t quantity) {
  return catalogue.kind(kind).volume_gb * quantity;
}

Summary summarise(store::Reader& reader, ProgrammeId programme) {
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  Summary summary;
  summary.by_audience = with_targets(catalogue);
  for (const auto& sum : sum_people(reader, programme, GroupBy::everything)) {
    summary.hand_overs += sum.records;
    add(summary.reached, catalogue, sum);
    add(impact_on(summary.by_audience, sum.audience).reached, catalogue, sum);
  }
  for (const auto& sum : sum_items(reader, programme, GroupBy::everything)) {
    const auto volume_gb = volume_gb_of(catalogue, sum.kind, sum.quantity);
    summary.volume_gb += volume_gb;
    impact_on(summary.by_audience, sum.audience).volume_gb += volume_gb;
  }
  for (const auto& group : list_groups(reader, programme, GroupBy::everything)) summary.structures += group.structures;
  std::erase_if(summary.by_audience, is_untouched);
  return summary;
}

}  // namespace relais::impact
