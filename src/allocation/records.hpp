#pragma once
#include "allocation/gather.hpp"
#include "allocation/outcome.hpp"

namespace relais::allocation {

/// What a request proposed before, if it did.
std::optional<Allocation> find_by_request(store::Reader& reader, ProgrammeId programme, std::string_view request);
std::optional<Allocation> find_by_id(store::Reader& reader, AllocationId id);

/// What an allocation is recorded under.
struct Header {
  ProgrammeId programme;
  RoundId round;
  base::Day day;
  std::uint32_t seed = 1;
  std::string request;
  Policy policy;
  AllocationId keeps_grants_of;
  AllocationId trial_of;  ///< none: a proposal, which supersedes an older one for the same round
  std::string needs_fingerprint;
};
AllocationId insert_proposal(store::Transaction& transaction, const Permit& permit, const Header& header,
                             const Catalogue& catalogue, const Inputs& inputs, const Outcome& outcome,
                             const Progress& progress);

/// An allocation as it is recorded, its lines aside: enough to tell what follows from any of them.
struct Frame {
  Allocation allocation;
  Inputs inputs;               ///< no structures, no lines
  std::vector<Class> classes;  ///< by tier, then product code
  fairness::Instance goods;    ///< of the inputs
  std::vector<Route> routes;   ///< by class, part code, order of acceptance
  std::int64_t first_line = 1, last_line = 0;

  std::vector<DealtKind> kinds_for(const Class& of, KindId part) const;
  const Class& class_of(std::int32_t tier, ProductId product) const;
};
Frame read_frame(store::Reader& reader, AllocationId allocation);

/// An allocation as it is recorded, whole.
struct Recorded {
  Allocation allocation;
  Inputs inputs;
  fairness::Instance instance;
  fairness::Plan plan;
  std::vector<std::int64_t> dealt_before;
  std::vector<StructureSum> sums;  ///< as recorded beside the lines
  bool has_certificate = true;     ///< not recorded before 0041
};
Recorded read_recorded(store::Reader& reader, AllocationId allocation);
/// Its inputs alone.
Inputs read_inputs(store::Reader& reader, AllocationId allocation);

/// Lays out in rows, when it is approved, what an allocation granted: later stages add it up.
void insert_granted(store::Transaction& transaction, const Recorded& recorded);
/// Whether these rows are there for an approved allocation, and are what its lines say.
bool is_granted_as_recorded(store::Reader& reader, const Recorded& recorded);

std::optional<Line> find_line(store::Reader& reader, AllocationId allocation, NeedId need);

/// Takes the allocation's row until the end of the transaction. Nothing when there is none.
std::optional<Allocation> lock_allocation(store::Transaction& transaction, AllocationId id);
std::string approval_request_of(store::Reader& reader, AllocationId id);
void mark_approved(store::Transaction& transaction, const Permit& permit, const ApprovalOrder& order);

void insert_reservations(store::Transaction& transaction, const std::vector<Reservation>& reservations);
/// How many reservations an allocation made, and over how many items.
Approved count_reservations(store::Reader& reader, AllocationId allocation);

}  // namespace relais::allocation
