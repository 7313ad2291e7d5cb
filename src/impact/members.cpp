#include "impact/members.hpp"

#include <algorithm>

#include "impact/member_sums.hpp"
#include "impact/reached.hpp"

namespace relais::impact {

std::vector<DonorStory> list_donor_stories(store::Reader& reader, const catalogue::Catalogue& catalogue,
                                           const people::Coverage& coverage) {
  const auto programme = catalogue.programme.id;
  const auto pledged = sum_pledged_of(reader, programme, coverage);
  const auto impacts = list_donors(reader, programme);
  std::vector<DonorStory> stories;
  for (const auto& donor : people::list_organisations(reader, programme, people::OrganisationKind::donor)) {
    if (!coverage.covers(programme, donor.id)) continue;
    DonorStory story{{donor.id, donor.code, donor.name, {}, 0, {}}, {}};
    for (const auto& impact : impacts)
      if (impact.donor == donor.id) story.impact = impact;
    for (const auto& kind : catalogue.kinds) {
      DonorWay way{kind.id, 0, 0, 0};
      if (const auto found = pledged.find({donor.id, kind.id}); found != pledged.end()) way.pledged = found->second;
      for (const auto& part : story.impact.kinds)
        if (part.kind == kind.id) way = {kind.id, way.pledged, part.given, part.handed_over};
      if (way.pledged > 0 || way.received > 0) story.way.push_back(way);
    }
    if (!story.way.empty()) stories.push_back(std::move(story));
  }
  return stories;
}

}  // namespace relais::impact
