#pragma once
#include "base/id.hpp"
#include "catalogue/catalogue.hpp"

namespace relais::people {

using catalogue::ProgrammeId;
using OrganisationId = base::Id<struct OrganisationTag>;

}  // namespace relais::people
