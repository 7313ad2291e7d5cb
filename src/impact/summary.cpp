#include <algorithm>

#include "impact/member_sums.hpp"
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

namespace {

struct Sums {
  std::vector<PeopleSum> people;
  std::vector<ItemSum> items;
  std::int64_t structures = 0;
};

Summary summary_of(const Catalogue& catalogue, const Sums& sums) {
  Summary summary;
  summary.by_audience = with_targets(catalogue);
  summary.structures = sums.structures;
  for (const auto& sum : sums.people) {
    summary.hand_overs += sum.records;
    add(summary.reached, catalogue, sum);
    add(impact_on(summary.by_audience, sum.audience).reached, catalogue, sum);
  }
  for (const auto& sum : sums.items) {
    const auto volume_gb = volume_gb_of(catalogue, sum.kind, sum.quantity);
    summary.volume_gb += volume_gb;
    impact_on(summary.by_audience, sum.audience).volume_gb += volume_gb;
  }
  std::erase_if(summary.by_audience, is_untouched);
  return summary;
}

}  // namespace

Summary summarise(store::Reader& reader, ProgrammeId programme) {
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  Sums sums{sum_people(reader, programme, GroupBy::everything), sum_items(reader, programme, GroupBy::everything), 0};
  for (const auto& group : list_groups(reader, programme, GroupBy::everything)) sums.structures += group.structures;
  return summary_of(catalogue, sums);
}

Summary summarise_of(store::Reader& reader, ProgrammeId programme, const people::Coverage& coverage) {
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  return summary_of(catalogue, {sum_people_of(reader, programme, coverage), sum_items_of(reader, programme, coverage),
                                count_structures_of(reader, programme, coverage)});
}

}  // namespace relais::impact
