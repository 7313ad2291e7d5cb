#pragma once
/// For the files of this slice.

#include "accreditation/accreditation.hpp"

namespace relais::accreditation {

/// Takes an application to another state and notes it. `step.actor` and `step.at` are those of the transaction.
/// Refuses  application_changed.
base::Result<> take_step(store::Transaction& transaction, const std::string& actor, const Application& application,
                         std::int64_t version_seen, const Step& step, OrganisationId organisation);

}  // namespace relais::accreditation
