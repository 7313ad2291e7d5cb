#pragma once
/// What whoever signs in should do next: a page of counts and links, for each of their rights.

#include "accounts/gate_pages.hpp"
#include "people/permit.hpp"
#include "web/site.hpp"

namespace relais::app {

/// GET /home, for whoever is signed in. It links to a page only when the Gate has it and the person may see it.
///
/// It is not `/`, which stays the public dashboard for members too: one address is one page, that anybody may be sent.
/// Ownership  both must outlive the router that its route is in.
void add_home_page(accounts::Gate& gate);

/// Whether the Gate has a page at `path` and `visitor` may see it; nobody: only what is open.
bool leads_somewhere(const accounts::Gate& gate, const accounts::Visitor* visitor, std::string_view path);

// In home_store.cpp, one query each, of those whom the coverage holds.
std::int64_t count_open_pledges(store::Reader& reader, people::ProgrammeId programme, const people::Coverage& coverage);
std::int64_t count_proposals(store::Reader& reader, people::ProgrammeId programme);
std::int64_t count_prepared(store::Reader& reader, people::ProgrammeId programme, const people::Coverage& coverage);
std::int64_t count_on_the_way(store::Reader& reader, people::ProgrammeId programme, const people::Coverage& coverage);
std::int64_t count_submitted_needs(store::Reader& reader, people::ProgrammeId programme,
                                   const people::Coverage& coverage);
/// Structures without a need in a round that is open, counted for each such round.
std::int64_t count_unanswered(store::Reader& reader, people::ProgrammeId programme, const people::Coverage& coverage);
std::int64_t count_applications(store::Reader& reader, people::ProgrammeId programme, const people::Coverage& coverage);
/// Items.
std::int64_t count_on_shelves(store::Reader& reader, people::ProgrammeId programme, const people::Coverage& coverage);
std::int64_t count_held_back(store::Reader& reader, people::ProgrammeId programme, const people::Coverage& coverage);
/// People of approved needs that approved allocations have not met in full.
std::int64_t count_waiting_people(store::Reader& reader, people::ProgrammeId programme,
                                  const people::Coverage& coverage);

}  // namespace relais::app
