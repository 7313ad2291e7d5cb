#include <algorithm>

#include "impact/reached.hpp"

namespace relais::impact {
namespace {

using catalogue::Catalogue;

/// Makes or finds that of a département.
class ByDepartement {
 public:
  DepartementImpact& of(const std::string& departement) {
    auto& impact = impacts_[departement];
    impact.departement = departement;
    return impact;
  }
  std::vector<DepartementImpact> list() const {
    std::vector<DepartementImpact> all;
    for (const auto& [departement, impact] : impacts_) all.push_back(impact);
    return all;
  }

 private:
  std::map<std::string, DepartementImpact> impacts_;
};

}  // namespace

std::optional<std::int64_t> DepartementImpact::coverage_permille() const {
  if (asked == 0) return std::nullopt;
  return allocated * 1'000 / asked;
}

std::vector<DepartementImpact> list_departements(store::Reader& reader, RoundId round) {
  const auto programme = needs::get_round(reader, round).programme;
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  ByDepartement impacts;
  for (const auto& sum : needs::sum_needs(reader, round)) {
    if (sum.state != needs::NeedState::approved) continue;
    impacts.of(sum.departement).people_in_need += sum.people;
    impacts.of(sum.departement).asked += sum.quantity;
  }
  for (const auto& [departement, count] : count_structures_in_need(reader, round))
    impacts.of(departement).structures = count;
  for (const auto& sum : sum_grants(reader, round)) impacts.of(sum.departement).allocated += sum.granted;
  for (const auto& sum : sum_people(reader, programme, GroupBy::departement)) {
    impacts.of(sum.group).handed_over += sum.people;
    add(impacts.of(sum.group).reached, catalogue, sum);
  }
  return impacts.list();
}

std::vector<NetworkImpact> list_networks(store::Reader& reader, ProgrammeId programme) {
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  std::map<std::string, NetworkImpact> impacts;
  for (const auto& group : list_groups(reader, programme, GroupBy::network))
    impacts[group.code] = {group.network, group.name, group.structures, {}, 0};
  for (const auto& sum : sum_people(reader, programme, GroupBy::network))
    add(impacts.at(sum.group).reached, catalogue, sum);
  for (const auto& sum : sum_items(reader, programme, GroupBy::network))
    impacts.at(sum.group).volume_gb += volume_gb_of(catalogue, sum.kind, sum.quantity);
  std::vector<NetworkImpact> all;
  for (const auto& [code, impact] : impacts) all.push_back(impact);
  std::stable_partition(all.begin(), all.end(), [](const auto& one) { return static_cast<bool>(one.network); });
  return all;
}

std::vector<Unmet> list_unmet(store::Reader& reader, RoundId round) {
  std::map<std::pair<Audience, ProductId>, Unmet> sums;
  const auto of = [&](Audience audience, ProductId product) -> Unmet& {
    return sums.try_emplace({audience, product}, Unmet{audience, product, 0, 0, 0}).first->second;
  };
  for (const auto& sum : needs::sum_needs(reader, round))
    if (sum.state == needs::NeedState::approved) of(sum.audience, sum.product).asked += sum.quantity;
  for (const auto& sum : sum_grants(reader, round)) of(sum.audience, sum.product).allocated += sum.granted;
  for (const auto& [key, people] : count_people_unmet(reader, round)) of(key.first, key.second).people = people;
  std::vector<Unmet> all;
  for (const auto& [key, unmet] : sums) all.push_back(unmet);
  return all;
}

}  // namespace relais::impact
