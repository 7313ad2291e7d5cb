#pragma once
#include "app/session.hpp"

namespace relais::app {

/// Recomputes what must always hold, of every programme, and prints what was looked at. Throws Stop at the end when
/// something does not hold: each fault is printed first.
void verify_everything(const Session& session, store::Database& database);

}  // namespace relais::app
