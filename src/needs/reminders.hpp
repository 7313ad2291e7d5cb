#pragma once
/// Structures that have no answer to rely on are reminded: not twice within a few days, and no more once they answered.

#include <unordered_map>

#include "needs/participation.hpp"

namespace relais::needs {

inline constexpr std::chrono::days reminded_every{5};

using LastReminders = std::unordered_map<OrganisationId, base::Instant>;
/// Without a valid answer, and nobody reminded it within `reminded_every`.
bool is_to_remind(const Participant& participant, const LastReminders& reminded, base::Instant now);
/// Participants without a valid answer that nobody reminded within `reminded_every`; none of a closed round. Two
/// queries.
std::vector<Participant> list_to_remind(store::Reader& reader, const Round& round, base::Instant now,
                                        const people::Coverage& coverage);
/// Takes note that a structure is reminded now. Of two at once only one is: gives whether this is the one.
///
/// Permission  covers the structure.
/// Refuses     people's not_yours.
base::Result<bool> note_reminder(store::Transaction& transaction, const CensusPermit& permit, const Round& round,
                                 OrganisationId structure);
/// When each structure of the round was last reminded. One query.
LastReminders list_reminded(store::Reader& reader, RoundId round);

}  // namespace relais::needs
