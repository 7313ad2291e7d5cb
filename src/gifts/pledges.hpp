#pragma once
/// Pledges as they are kept; for the files of this slice.

#include <map>

#include "gifts/lines.hpp"

namespace relais::gifts {

struct Pledge {
  PledgeId id;
  ProgrammeId programme;
  std::string code;
  OrganisationId donor;
  PledgeState state = PledgeState::open;
};

/// The pledge, which nobody else changes until the end of the transaction.
std::optional<Pledge> lock_pledge(store::Transaction& transaction, ProgrammeId programme, std::string_view code);
/// The same, by id.
std::optional<Pledge> lock_pledge(store::Transaction& transaction, PledgeId id);

std::vector<PledgeLine> lines_of(store::Reader& reader, PledgeId pledge);
/// What was received of each line, cancelled receipts left out.
std::map<LineKey, std::int64_t> received_of(store::Reader& reader, PledgeId pledge);

/// What saving a draft would do.
struct PledgePlan {
  PledgeId id;  ///< none when it is to be created
  std::string code;
  OrganisationId donor;
  std::vector<PledgeLine> lines;
  people::Saved outcome = people::Saved::created;
};

/// Writes nothing. Refuses as save_pledge does.
base::Result<PledgePlan> plan_pledge(store::Transaction& transaction, const GiftPermit& permit,
                                     const Catalogue& catalogue, const PledgeDraft& draft);
PledgeId carry_out(store::Transaction& transaction, const GiftPermit& permit, ProgrammeId programme,
                   const PledgePlan& plan);

}  // namespace relais::gifts
