#pragma once
#include <tuple>
#include <unordered_map>

#include "allocation/allocation.hpp"

namespace relais::allocation {

/// Units by need. There may be a million.
using Grants = std::unordered_map<NeedId, std::int64_t>;

/// The programme that a round belongs to. Nothing when there is no such round.
std::optional<ProgrammeId> find_programme_of(store::Reader& reader, RoundId round);

/// Units granted to each need, by approved allocations of its census round; what was released does not count.
Grants granted_by_need(store::Reader& reader, RoundId round);
/// Units granted in one allocation. Nothing when it is not one of that round.
std::optional<Grants> granted_in(store::Reader& reader, RoundId round, AllocationId allocation);

struct PastKey {
  OrganisationId structure;
  Audience audience = Audience::precarious_person;
  ProductId product;
  bool operator==(const PastKey&) const = default;
};
struct PastKeyHash {
  std::size_t operator()(const PastKey& key) const {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    return static_cast<std::size_t>(
        (static_cast<std::uint64_t>(key.structure.value) * odd ^ static_cast<std::uint64_t>(key.product.value)) * odd ^
        static_cast<std::uint64_t>(key.audience));
  }
};
using Past = std::unordered_map<PastKey, std::int64_t, PastKeyHash>;
/// Units granted by all approved allocations of the programme; what was released does not count.
Past granted_so_far(store::Reader& reader, ProgrammeId programme);

}  // namespace relais::allocation
