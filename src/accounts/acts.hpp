#pragma once
#include "audit/audit.hpp"
#include "people/actor.hpp"

namespace relais::accounts {

/// Appends to the audit trail what a signed-in person did. Grants nothing: what they may do was asked before.
void record_act(store::Transaction& transaction, const people::Actor& actor, const audit::Event& event);
/// The same for somebody without an account who applies; `reference` is that of their application.
void record_applicant_act(store::Transaction& transaction, std::string_view reference, const audit::Event& event);

}  // namespace relais::accounts
