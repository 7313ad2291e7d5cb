#include <algorithm>
#include <numeric>

#include "base/check.hpp"
#include "impact/reached.hpp"
#include "ledger/ledger.hpp"

namespace relais::impact {
namespace {

using catalogue::Catalogue;
__extension__ using Wide = __int128;

std::map<KindId, std::int64_t> handed_over_by_kind(store::Reader& reader, ProgrammeId programme) {
  std::map<KindId, std::int64_t> sums;
  for (const auto& sum : sum_items(reader, programme, GroupBy::everything)) sums[sum.kind] += sum.quantity;
  return sums;
}

using DonorAndKind = std::pair<OrganisationId, KindId>;

/// Of what each donor gave, what still waits in a workshop, so that nobody can have been handed it: the workshops'
/// goods of a kind, pro rata of what each donor gave of it second-hand.
std::map<DonorAndKind, std::int64_t> waiting_in_workshops(store::Reader& reader, ProgrammeId programme) {
  std::map<KindId, std::vector<std::pair<OrganisationId, std::int64_t>>> second_hand;
  for (const auto& gift : gifts::list_gifts(reader, programme))
    for (const auto& line : gift.lines)
      if (line.is_second_hand) second_hand[line.kind].emplace_back(gift.donor, line.progress.received);
  std::map<DonorAndKind, std::int64_t> waiting;
  for (const auto& balance : ledger::sum_balances(reader, programme)) {
    if (balance.account_kind != ledger::AccountKind::workshop) continue;
    const auto& givers = second_hand[balance.kind];
    std::vector<std::int64_t> received;
    for (const auto& [donor, quantity] : givers) received.push_back(quantity);
    const auto shares = share_pro_rata(balance.quantity, received);
    for (std::size_t at = 0; at < givers.size(); ++at) waiting[{givers[at].first, balance.kind}] += shares[at];
  }
  return waiting;
}

/// The donors who gave something, with what they gave in the order of the programme's file.
std::vector<DonorImpact> donors_who_gave(store::Reader& reader, const Catalogue& catalogue) {
  std::map<DonorAndKind, std::int64_t> given;
  for (const auto& one : gifts::list_given(reader, catalogue.programme.id))
    given[{one.donor, one.kind}] += one.quantity;
  std::vector<DonorImpact> donors;
  for (const auto& donor :
       people::list_organisations(reader, catalogue.programme.id, people::OrganisationKind::donor)) {
    DonorImpact impact{donor.id, donor.code, donor.name, {}, 0, {}};
    for (const auto& kind : catalogue.kinds)
      if (const auto found = given.find({donor.id, kind.id}); found != given.end() && found->second > 0)
        impact.kinds.push_back({kind.id, found->second, 0});
    if (!impact.kinds.empty()) donors.push_back(std::move(impact));
  }
  return donors;
}

void share_kind(std::vector<DonorImpact>& donors, const catalogue::Kind& kind, std::int64_t handed_over,
                const std::map<DonorAndKind, std::int64_t>& waiting) {
  std::vector<DonorKind*> parts;
  std::vector<std::int64_t> given;
  std::vector<DonorImpact*> owners;
  for (auto& donor : donors)
    for (auto& part : donor.kinds)
      if (part.kind == kind.id) {
        parts.push_back(&part);
        const auto found = waiting.find({donor.donor, kind.id});
        given.push_back(std::max<std::int64_t>(part.given - (found == waiting.end() ? 0 : found->second), 0));
        owners.push_back(&donor);
      }
  const auto shares = share_pro_rata(handed_over, given);
  for (std::size_t at = 0; at < parts.size(); ++at) {
    parts[at]->handed_over = shares[at];
    owners[at]->volume_gb += shares[at] * kind.volume_gb;
  }
}

/// Items of each donor's part that count for a measure.
std::vector<std::int64_t> items_for(const std::vector<DonorImpact>& donors, const Catalogue& catalogue,
                                    Measure measure) {
  std::vector<std::int64_t> items;
  for (const auto& donor : donors) {
    items.push_back(0);
    for (const auto& part : donor.kinds) {
      const bool is_device = catalogue.kind(part.kind).category == Category::device;
      if (is_device == (measure == Measure::people_equipped)) items.back() += part.handed_over;
    }
  }
  return items;
}

}  // namespace

std::vector<std::int64_t> share_pro_rata(std::int64_t total, const std::vector<std::int64_t>& weights) {
  RELAIS_CHECK(total >= 0);
  std::vector<std::int64_t> shares(weights.size(), 0);
  const auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  if (sum == 0) return shares;
  std::vector<std::pair<std::int64_t, std::size_t>> remainders;
  auto left = total;
  for (std::size_t at = 0; at < weights.size(); ++at) {
    RELAIS_CHECK(weights[at] >= 0);
    const auto product = static_cast<Wide>(total) * weights[at];
    shares[at] = static_cast<std::int64_t>(product / sum);
    remainders.emplace_back(-static_cast<std::int64_t>(product % sum), at);
    left -= shares[at];
  }
  std::sort(remainders.begin(), remainders.end());
  for (std::int64_t next = 0; next < left; ++next) ++shares[remainders[static_cast<std::size_t>(next)].second];
  return shares;
}

std::vector<DonorImpact> list_donors(store::Reader& reader, ProgrammeId programme) {
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  auto donors = donors_who_gave(reader, catalogue);
  const auto handed_over = handed_over_by_kind(reader, programme);
  const auto waiting = waiting_in_workshops(reader, programme);
  for (const auto& kind : catalogue.kinds)
    if (const auto found = handed_over.find(kind.id); found != handed_over.end())
      share_kind(donors, kind, found->second, waiting);
  Reached all;
  for (const auto& sum : sum_people(reader, programme, GroupBy::everything)) add(all, catalogue, sum);
  const auto equipped = share_pro_rata(all.equipped, items_for(donors, catalogue, Measure::people_equipped));
  const auto connected = share_pro_rata(all.connected, items_for(donors, catalogue, Measure::people_connected));
  for (std::size_t at = 0; at < donors.size(); ++at) donors[at].reached = {equipped[at], connected[at]};
  return donors;
}

}  // namespace relais::impact
