#pragma once
/// Needs as they are kept; for the files of this slice.

#include <functional>
#include <unordered_map>
#include <vector>

#include "needs/doubts.hpp"
#include "needs/rules.hpp"

namespace relais::needs {

std::optional<Need> find_need(store::Reader& reader, NeedId id);

/// What a form or a file says of a need, once it was found right.
struct NeedToPut {
  Round round;
  OrganisationId structure;
  Audience audience = Audience::precarious_person;
  ProductId product;
  Figures figures;
  std::optional<base::Day> waiting_since;
  bool is_whole = false;  ///< no day means none, not the one it has; a rejected need is to be reviewed again
};
SavedNeed put_need(store::Transaction& transaction, const NeedPermit& permit, const Known& known, const NeedToPut& put);

/// The structure of that code, accredited now and covered by the permit.
/// Refuses  structure_unknown, people's not_yours, structure_not_accredited.
base::Result<people::Organisation> get_accredited_structure(store::Reader& reader, const NeedPermit& permit,
                                                            ProgrammeId programme, const std::string& code,
                                                            base::Day day);

/// All needs of a structure in a round, those withdrawn too. One query.
std::vector<Need> list_all_needs(store::Reader& reader, RoundId round, OrganisationId structure);

/// Takes note that the structure answered now.
void touch_answer(store::Transaction& transaction, const NeedPermit& permit, RoundId round, OrganisationId structure,
                  std::string_view request);

/// Refuses  round_unknown, round_closed.
base::Result<Round> get_open_round(store::Reader& reader, ProgrammeId programme, std::string_view code);

/// What a need is about, within its round.
struct NeedKey {
  OrganisationId structure;
  ProductId product;
  Audience audience = Audience::precarious_person;
  bool operator==(const NeedKey&) const = default;
};
struct NeedKeyHash {
  std::size_t operator()(const NeedKey& key) const noexcept {
    const auto mixed = static_cast<std::uint64_t>(key.structure.value) * 0x9E3779B97F4A7C15U ^
                       static_cast<std::uint64_t>(key.product.value) * 0xC2B2AE3D27D4EB4FU;
    return (mixed ^ mixed >> 29) * 3 + static_cast<std::size_t>(key.audience);
  }
};

struct KeptNeed {
  NeedId id;
  Figures figures;       ///< of a withdrawn need: none, which no table says
  std::int64_t row = 0;  ///< of the table being imported that says it; 0: none yet
};
using KeptNeeds = std::unordered_map<NeedKey, KeptNeed, NeedKeyHash>;

/// All needs of a round. One query.
KeptNeeds read_kept_needs(store::Reader& reader, RoundId round);

struct NewNeed {
  NeedKey key;
  Figures figures;
  Doubt doubt = Doubt::none;
};
struct ChangedNeed {
  NeedId id;
  OrganisationId structure;
  Figures figures;
  Doubt doubt = Doubt::none;
};

/// In bulk, with the effects of save_need.
void write_needs(store::Transaction& transaction, const NeedPermit& permit, RoundId round,
                 const std::vector<NewNeed>& created, const std::vector<ChangedNeed>& changed);

}  // namespace relais::needs
