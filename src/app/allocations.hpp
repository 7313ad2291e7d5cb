#pragma once
#include "allocation/allocation.hpp"
#include "app/session.hpp"

namespace relais::app {

/// The allocation of that public reference. Throws Stop when there is none.
allocation::Allocation get_by_reference(const Session& session, store::Reader& reader, catalogue::ProgrammeId programme,
                                        const std::string& reference);

/// Class by class: what was asked, what was granted, what ran out.
void print_allocation(const Session& session, store::Reader& reader, const allocation::Allocation& allocation);

}  // namespace relais::app
