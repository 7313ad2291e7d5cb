#include "people/concerned.hpp"

#include <algorithm>

namespace relais::people {

std::vector<OrganisationId> list_concerned(store::Reader& reader, ProgrammeId programme,
                                           const std::vector<OrganisationId>& organisations) {
  auto concerned = organisations;
  for (const auto id : organisations)
    if (const auto network = get_organisation(reader, id).network) concerned.push_back(network);
  for (const auto& coordinator : list_organisations(reader, programme, OrganisationKind::coordinator))
    concerned.push_back(coordinator.id);
  std::sort(concerned.begin(), concerned.end());
  concerned.erase(std::unique(concerned.begin(), concerned.end()), concerned.end());
  return concerned;
}

}  // namespace relais::people
