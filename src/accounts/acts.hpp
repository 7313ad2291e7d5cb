#pragma once
#include "audit/audit.hpp"
#include "people/actor.hpp"

namespace relais::accounts {

/// Appends to the audit trail what a signed-in person did. Grants nothing: what they may do was asked before.
void record_act(store::Transaction& transaction, const people::Actor& actor, const audit::Event& event);

}  // namespace relais::accounts
