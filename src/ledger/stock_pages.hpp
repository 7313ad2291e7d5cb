#pragma once
#include "accounts/form_pages.hpp"
#include "accounts/gate_pages.hpp"
#include "ledger/stock.hpp"
#include "web/site.hpp"

namespace relais::ledger {

/// The desk of the stock:
///
///   /stock                               what each depot and structure holds, by item kind; stock.csv, stock.xlsx
///   /stock/{code}                        one holder
///   /stock/{code}/{account}              the movements of one of its accounts; .csv, .xlsx
///   /stock/{code}/{account}/count        a stocktake
///   POST /stock/{code}/{account}/reverse takes a stocktake back
///
/// Ownership  `gate` must outlive the router that its routes are in.
void add_stock_pages(web::Site& site, accounts::Gate& gate);

// In this order, by add_stock_pages.
void add_stock_list(accounts::Gate& gate);
void add_movement_pages(accounts::Gate& gate);
void add_count_form(accounts::Gate& gate);

/// The holder that the address names. Refuses  holder_unknown, also for one that is not covered.
base::Result<people::Organisation> named_holder(store::Reader& reader, const people::ScopedPermit& permit,
                                                const web::Request& request, const accounts::Visit& visit);
std::string path_of_holder(std::string_view code);
/// Which accounts a holder of that kind has, in the order in which goods pass through them.
std::vector<AccountKind> accounts_of(people::OrganisationKind kind);

}  // namespace relais::ledger
