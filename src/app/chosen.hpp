#pragma once
#include "app/session.hpp"
#include "catalogue/catalogue.hpp"
#include "needs/needs.hpp"

namespace relais::app {

/// The programme of that code; with an empty code, the only one there is. Throws Stop when it cannot be told.
catalogue::ProgrammeId chosen_programme(const Session& session, store::Reader& reader, const std::string& code);

/// The census round of that code; with an empty code, the newest. Throws Stop.
needs::Round chosen_round(const Session& session, store::Reader& reader, catalogue::ProgrammeId programme,
                          const std::string& code);

/// A day that someone typed; today when empty. Throws Stop.
base::Day chosen_day(const Session& session, const std::string& text);

/// The bytes of a file, of the standard input for `-`. Throws Stop.
std::string file_or_input(const Session& session, const std::string& path);

}  // namespace relais::app
