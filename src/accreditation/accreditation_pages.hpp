#pragma once
#include "accounts/form_pages.hpp"
#include "accounts/gate_pages.hpp"
#include "accreditation/accreditation.hpp"
#include "web/site.hpp"

namespace relais::accreditation {

/// The public form by which a structure applies, and the desk of those who accredit.
///
/// Ownership  `gate` must outlive the router that its routes are in.
void add_accreditation_pages(web::Site& site, accounts::Gate& gate);

// In this order, by add_accreditation_pages.
void add_apply_pages(accounts::Gate& gate);
void add_desk_pages(accounts::Gate& gate);
void add_structure_pages(accounts::Gate& gate);

/// A mail about a step, in the applicant's language. `text` follows a greeting and is followed by the reference.
/// Refuses  what outbox refuses.
base::Result<> post_letter(store::Transaction& transaction, const Application& application, const std::string& key,
                           const std::string& subject, const std::string& text);

}  // namespace relais::accreditation
