#pragma once
/// Needs as they are kept; for the files of this slice.

#include <functional>
#include <unordered_map>
#include <vector>

#include "needs/rules.hpp"

namespace relais::needs {

std::optional<Need> find_need(store::Reader& reader, NeedId id);

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
  Figures figures;
  std::int64_t row = 0;  ///< of the table being imported that says it; 0: none yet
};
using KeptNeeds = std::unordered_map<NeedKey, KeptNeed, NeedKeyHash>;

/// All needs of a round. One query.
KeptNeeds read_kept_needs(store::Reader& reader, RoundId round);

struct NewNeed {
  NeedKey key;
  Figures figures;
};
struct ChangedNeed {
  NeedId id;
  Figures figures;
};

/// In bulk, with the effects of save_need.
void write_needs(store::Transaction& transaction, const NeedPermit& permit, RoundId round,
                 const std::vector<NewNeed>& created, const std::vector<ChangedNeed>& changed);

}  // namespace relais::needs
