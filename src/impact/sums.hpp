#pragma once
#include <map>
#include <string>
#include <vector>

#include "impact/impact.hpp"

namespace relais::impact {

/// People handed a product, in a group of structures.
struct PeopleSum {
  std::string group;  ///< a département, a network's code, or nothing
  Audience audience;
  ProductId product;
  std::int64_t people = 0;
  std::int64_t records = 0;
};

/// Items of a kind handed over, in a group of structures.
struct ItemSum {
  std::string group;
  Audience audience;
  KindId kind;
  std::int64_t quantity = 0;
};

struct Group {
  std::string code;
  OrganisationId network;  ///< when the groups are networks
  std::string name;
  std::int64_t structures = 0;  ///< that handed something over
};

/// How structures are put together. The value is the SQL of the group's code, in `sums_store.cpp`.
enum class GroupBy { everything, departement, network };

/// One query each.
std::vector<PeopleSum> sum_people(store::Reader& reader, ProgrammeId programme, GroupBy by);
std::vector<ItemSum> sum_items(store::Reader& reader, ProgrammeId programme, GroupBy by);
/// In the order of their codes.
std::vector<Group> list_groups(store::Reader& reader, ProgrammeId programme, GroupBy by);

/// Structures with an approved need in a round, by département.
std::map<std::string, std::int64_t> count_structures_in_need(store::Reader& reader, RoundId round);

/// Products granted by the approved allocations of a round.
struct GrantSum {
  std::string departement;
  Audience audience;
  ProductId product;
  std::int64_t granted = 0;
};
std::vector<GrantSum> sum_grants(store::Reader& reader, RoundId round);

/// People in the needs of a round that were not met in full.
std::map<std::pair<Audience, ProductId>, std::int64_t> count_people_unmet(store::Reader& reader, RoundId round);

}  // namespace relais::impact
