#pragma once
#include "handover/handover.hpp"

namespace relais::handover {

/// What a request recorded before, if it did.
std::optional<HandOver> find_by_request(store::Reader& reader, ProgrammeId programme, std::string_view request);

bool has_structure(store::Reader& reader, ProgrammeId programme, OrganisationId structure);

void insert(store::Transaction& transaction, const HandOverPermit& permit, ProgrammeId programme,
            std::string_view request, const HandOver& made);

}  // namespace relais::handover
