#pragma once
#include "catalogue/catalogue.hpp"

namespace relais::catalogue {

/// Whether a catalogue may be saved, as far as it can be told without the database. In it, a kind's id is its position
/// in `kinds` plus one. Refuses as `save_catalogue` does.
base::Result<> check_draft(const Catalogue& draft);

}  // namespace relais::catalogue
