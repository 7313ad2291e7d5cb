#pragma once
#include "allocation/gather.hpp"
#include "allocation/outcome.hpp"

namespace relais::allocation {

/// What a request proposed before, if it did.
std::optional<Allocation> find_by_request(store::Reader& reader, ProgrammeId programme, std::string_view request);

/// An older proposal for the same round is superseded.
AllocationId insert_proposal(store::Transaction& transaction, const Permit& permit, const ProposalOrder& order,
                             const Gathered& gathered, const Outcome& outcome);

/// The recorded inputs; the lines complete with their outcome.
Inputs read_inputs(store::Reader& reader, AllocationId allocation);

std::optional<Line> find_line(store::Reader& reader, AllocationId allocation, NeedId need);

/// Takes the allocation's row until the end of the transaction. Nothing when there is none.
std::optional<Allocation> lock_allocation(store::Transaction& transaction, AllocationId id);
std::string approval_request_of(store::Reader& reader, AllocationId id);
void mark_approved(store::Transaction& transaction, const Permit& permit, const ApprovalOrder& order);

void insert_reservations(store::Transaction& transaction, const std::vector<Reservation>& reservations);
/// How many reservations an allocation made, and over how many items.
Approved count_reservations(store::Reader& reader, AllocationId allocation);

}  // namespace relais::allocation
