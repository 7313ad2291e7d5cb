#pragma once
#include "accounts/gate_pages.hpp"
#include "web/template.hpp"

namespace relais::accounts {

/// Which list of an organisation's accounts, tokens or webhooks a page shows: of the organisation that the address
/// names, when it is theirs; else the whole programme's (none), or that of the organisation in whose name they act.
OrganisationId organisation_shown(store::Reader& reader, const Visit& visit, const people::AccountPermit& permit,
                                  const web::Request& request);

/// Sets `shown` (its code), and `choices` for someone who keeps those of several organisations.
void set_organisation_shown(web::Data& data, store::Reader& reader, const Visit& visit, OrganisationId shown,
                            std::string_view path);

/// The organisation that a form names by its code; its own when the form leaves it out.
/// Refuses     organisation_unknown (also another's).
base::Result<people::Organisation> organisation_of_form(store::Reader& reader, const Visit& visit,
                                                        const people::AccountPermit& permit,
                                                        const web::Request& request);

}  // namespace relais::accounts
