#pragma once
#include "accounts/gate_pages.hpp"
#include "gifts/gifts.hpp"
#include "web/site.hpp"

namespace relais::gifts {

/// The desk of gifts: what is promised, what has arrived, a promise to write down, a delivery to count in.
///
/// Ownership  `gate` must outlive the router that its routes are in.
void add_gift_pages(web::Site& site, accounts::Gate& gate);

// In this order, by add_gift_pages.
void add_gift_list(accounts::Gate& gate);
void add_gift_page(accounts::Gate& gate);
void add_pledge_forms(accounts::Gate& gate);
void add_receipt_forms(accounts::Gate& gate);
/// The same for programs, under /api/v1/gifts.
void add_gift_api(accounts::Gate& gate);

/// The address of a gift's page.
std::string path_of(const Gift& gift);
std::string path_of_gift(std::string_view code);
/// « Smartphone », « Smartphone (occasion) ».
std::string line_name(const Catalogue& catalogue, KindId kind, bool is_second_hand, base::Language language);
/// The gift, when the permit covers its donor. Refuses  pledge_unknown, also for another's gift.
base::Result<Gift> visible_gift(store::Reader& reader, const people::ScopedPermit& permit, ProgrammeId programme,
                                std::string_view code);

}  // namespace relais::gifts
