#pragma once
/// Who is asked by a round, and who has answered.

#include <optional>
#include <string>
#include <vector>

#include "needs/needs.hpp"

namespace relais::needs {

/// Where a structure stands in a round. stale: it answered, too long ago.
enum class Standing { unanswered, sent_back, stale, to_verify, to_review, reviewed };
inline constexpr Standing standings[] = {Standing::unanswered, Standing::sent_back, Standing::stale,
                                         Standing::to_verify,  Standing::to_review, Standing::reviewed};
std::string_view code_of(Standing standing);
std::optional<Standing> parse_standing(std::string_view code);
const catalogue::Label& label_of(Standing standing);
/// Whether the structure has an answer there that can be relied on.
bool is_answered(Standing standing);

/// A structure that a round asks.
struct Participant {
  OrganisationId structure;
  std::string code;
  std::string name;
  std::string departement;
  OrganisationId network;
  std::optional<base::Instant> answered_at;
  std::int64_t needs = 0;      ///< not withdrawn
  std::int64_t submitted = 0;  ///< of these
  std::int64_t to_verify = 0;  ///< of those submitted
  Standing standing = Standing::unanswered;
};

/// The structures that a round asks and a permit covers, accredited at `now`, in the order of their names. One query.
std::vector<Participant> list_participants(store::Reader& reader, const Round& round, base::Instant now,
                                           const people::Coverage& coverage);

}  // namespace relais::needs
