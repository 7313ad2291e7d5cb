#pragma once
#include "accounts/form_pages.hpp"
#include "accounts/gate_pages.hpp"
#include "allocation/allocation.hpp"
#include "allocation/computations.hpp"
#include "web/site.hpp"

namespace relais::allocation {

/// What the coordinator's pages of allocations work on.
struct AllocationDesk {
  accounts::Gate* gate;
  Computations* computations;
  store::Database& database() const { return gate->database(); }
  const web::Site& site() const { return gate->site(); }
};

/// Where the coordinator proposes, tries another rule, sets a line by hand, approves, and releases:
///
///   /allocations/new, POST /allocations                  a proposal; /allocations/computations/{computation} tells how
///                                                        far it is
///   /allocations/{reference}/try                         the same inputs under another rule
///   /allocations/{reference}/approve                     what the independent check says, and the approval
///   /allocations/{reference}/lines/{structure}/change    a line set by hand; what is reserved given back
///
/// Ownership  both must outlive the router that the routes are in. The templates are those of add_allocation_pages.
void add_allocation_desk(accounts::Gate& gate, Computations& computations);

// In this order, by add_allocation_desk.
void add_propose_forms(const AllocationDesk& desk);
void add_computation_page(const AllocationDesk& desk);
void add_approve_form(const AllocationDesk& desk);
void add_change_forms(const AllocationDesk& desk);

/// Begins the computation that the form asked for, under the form's request key, with its record in the audit trail.
/// Gives its address, or why not.
base::Result<std::string> begin(const AllocationDesk& desk, const accounts::Visit& visit, ComputationOrder order,
                                const std::string& subject, Computations::Work work);

/// The allocation that the address names, of the visit's programme. Refuses  allocation_unknown.
base::Result<Allocation> named_allocation(store::Reader& reader, const web::Request& request,
                                          const accounts::Visit& visit);
std::string path_of_allocation(std::string_view reference);
/// The day on which structures must be accredited, when nobody says otherwise: today, or the nearest day of the
/// programme.
base::Day usual_day(const catalogue::Programme& programme, base::Instant now);
/// A form's address with what was typed, to come back to.
std::string address_with_typed(std::string_view path, const web::Fields& typed);

}  // namespace relais::allocation
