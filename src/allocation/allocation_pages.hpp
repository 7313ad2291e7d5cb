#pragma once
#include <functional>

#include "store/store.hpp"
#include "web/router.hpp"
#include "web/site.hpp"

namespace relais::allocation {

/// Adds what the public sees of the newest programme's allocations (attributions), for people and, under /api/v1, for
/// programs:
///
///   /allocations                                 the newest first
///   /allocations/{reference}                     state, rule, cutoffs, hashes, lines; `departement=`, `structure=`
///                                                (part of its name) and `after=` choose among the lines
///   /allocations/{reference}/lines/{structure}   what a structure got and why, with its own sums
///   /allocations/{reference}/fairness            how far lines are covered, by audience and by département; the worst
///                                                off; what ran out. The same as fairness.csv
///   /allocations/{reference}/compare/{other}     who gains and who loses from one to the other of the same round;
///                                                `departement=` and `after=` choose among the structures. All of them:
///                                                compare/{other}/structures.csv
///   /api/v1/allocations/{reference}/lines        a page of lines, with the same choices
///   /api/v1/allocations/{reference}/instance     what it was computed from: the file that `relais solve` takes
///
/// Permission  none: it shows counts, and no person. Whoever `may_allocate` is shown the way to the desk.
/// Ownership   `site` and `database` must outlive `router`.
void add_allocation_pages(web::Site& site, web::Router& router, store::Database& database,
                          std::function<bool(const web::Request&)> may_allocate = {});

}  // namespace relais::allocation
