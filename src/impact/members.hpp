#pragma once
/// What came of it for whoever asks: of the structures and donors that a coverage holds.

#include "impact/impact.hpp"
#include "people/permit.hpp"

namespace relais::impact {

/// As `summarise`, of the structures that are covered; the targets stay the programme's. Four queries.
Summary summarise_of(store::Reader& reader, ProgrammeId programme, const people::Coverage& coverage);

/// A structure that has handed something over, or holds something to hand over.
struct StructureImpact {
  std::string code;
  std::string name;
  std::string departement;
  Reached reached;
  std::int64_t on_shelf = 0;  ///< items
  std::int64_t in_transit = 0;
};
/// By code, those after one; a page of them. Three queries.
std::vector<StructureImpact> list_structure_impacts(store::Reader& reader, const catalogue::Catalogue& catalogue,
                                                    const people::Coverage& coverage, const std::string& after,
                                                    std::int64_t structures_max);

/// The way of one kind of a donor's goods: pledged, received, handed over (pro rata, as `list_donors`).
struct DonorWay {
  KindId kind;
  std::int64_t pledged = 0;
  std::int64_t received = 0;
  std::int64_t handed_over = 0;
};
struct DonorStory {
  DonorImpact impact;
  std::vector<DonorWay> way;  ///< in the order of the programme's file
};
/// Of the donors that are covered, by code.
std::vector<DonorStory> list_donor_stories(store::Reader& reader, const catalogue::Catalogue& catalogue,
                                           const people::Coverage& coverage);

}  // namespace relais::impact
