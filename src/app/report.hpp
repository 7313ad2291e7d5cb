#pragma once
#include "app/session.hpp"
#include "catalogue/catalogue.hpp"

namespace relais::app {

/// The impact of a programme: targets, flows, donors, networks, what remains unmet.
void print_report(const Session& session, store::Reader& reader, catalogue::ProgrammeId programme);

}  // namespace relais::app
