#pragma once
/// What came of it: people equipped and connected, per audience, département, network and donor, against the targets,
/// and what remains unmet. Reads only; every call is a fixed number of queries.
///
/// A person counts once per hand-over: equipped when the product holds a device, connected when it holds a SIM card or
/// a top-up. Somebody who was handed two products on two days counts twice, because identities stay with the
/// structures.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.hpp"
#include "gifts/gifts.hpp"
#include "handover/handover.hpp"
#include "needs/needs.hpp"
#include "store/store.hpp"

namespace relais::impact {

using catalogue::Audience;
using catalogue::Category;
using catalogue::KindId;
using catalogue::Measure;
using catalogue::ProductId;
using catalogue::ProgrammeId;
using needs::RoundId;
using people::OrganisationId;

/// Units: people.
struct Reached {
  std::int64_t equipped = 0;
  std::int64_t connected = 0;
  bool operator==(const Reached&) const = default;
  std::int64_t of(Measure measure) const { return measure == Measure::people_equipped ? equipped : connected; }
};

struct AudienceImpact {
  Audience audience = Audience::precarious_person;
  Reached reached;
  std::optional<std::int64_t> target_equipped;  ///< none: the programme set no target
  std::optional<std::int64_t> target_connected;
  std::int64_t volume_gb = 0;  ///< of the top-ups handed over
};

struct Summary {
  Reached reached;
  std::int64_t volume_gb = 0;
  std::int64_t hand_overs = 0;
  std::int64_t structures = 0;              ///< that handed something over
  std::vector<AudienceImpact> by_audience;  ///< every audience that has a target or was reached
};
Summary summarise(store::Reader& reader, ProgrammeId programme);

struct DepartementImpact {
  std::string departement;          ///< empty: structures of no département
  std::int64_t structures = 0;      ///< that have an approved need in the round
  std::int64_t people_in_need = 0;  ///< in approved needs of the round
  std::int64_t asked = 0;           ///< products, in those needs
  std::int64_t allocated = 0;       ///< products, by the approved allocations of the round
  std::int64_t handed_over = 0;     ///< products, in the programme
  Reached reached;
  /// allocated / asked, in thousandths, rounded down; none when nothing was asked.
  std::optional<std::int64_t> coverage_permille() const;
};
/// Needs of one census round; hand-overs of its programme. By département code.
std::vector<DepartementImpact> list_departements(store::Reader& reader, RoundId round);

struct NetworkImpact {
  OrganisationId network;  ///< none: structures that answer for themselves
  std::string name;
  std::int64_t structures = 0;  ///< that handed something over
  Reached reached;
  std::int64_t volume_gb = 0;
};
/// By code; those without a network last.
std::vector<NetworkImpact> list_networks(store::Reader& reader, ProgrammeId programme);

struct DonorKind {
  KindId kind;
  std::int64_t given = 0;        ///< items received of this donor
  std::int64_t handed_over = 0;  ///< pro rata
};

/// Goods of one kind are not told apart by who gave them. A donor's part of what was handed over is therefore **pro
/// rata** of what the programme received of that kind from each donor, in whole numbers by largest remainder (equal
/// remainders: in the order of donor codes); so the donors' parts always add up to the whole. What still waits in a
/// workshop does not count for its donors: nobody can have been handed it. People are shared out in the same way: those
/// equipped by the devices of each donor's part, those connected by its SIM cards and top-ups.
struct DonorImpact {
  OrganisationId donor;
  std::string code;
  std::string name;
  Reached reached;
  std::int64_t volume_gb = 0;
  std::vector<DonorKind> kinds;  ///< in the order of the programme's file
};
/// Every donor whose goods were received, by code.
std::vector<DonorImpact> list_donors(store::Reader& reader, ProgrammeId programme);

struct Unmet {
  Audience audience = Audience::precarious_person;
  ProductId product;
  std::int64_t asked = 0;
  std::int64_t allocated = 0;
  std::int64_t people = 0;  ///< in the needs that were not met in full
  std::int64_t remaining() const { return asked - allocated; }
};
/// Of one census round, by audience and product; also those met in full.
std::vector<Unmet> list_unmet(store::Reader& reader, RoundId round);

/// The way of the gifts of one category, in items: received = in_stock + quarantine + workshop + reserved + in_transit
/// + on_shelves + handed_over + lost + recycled.
struct CategoryFlow {
  Category category = Category::device;
  std::int64_t pledged = 0;
  std::int64_t received = 0;
  std::int64_t in_stock = 0;  ///< free at the depots
  std::int64_t quarantine = 0;
  std::int64_t workshop = 0;
  std::int64_t reserved = 0;
  std::int64_t in_transit = 0;
  std::int64_t on_shelves = 0;
  std::int64_t handed_over = 0;
  std::int64_t lost = 0;
  std::int64_t recycled = 0;
  bool operator==(const CategoryFlow&) const = default;
};
/// One per category, in their order.
std::vector<CategoryFlow> list_flows(store::Reader& reader, ProgrammeId programme);

/// Shares `total` out in proportion to `weights`, in whole numbers that add up to it, by largest remainder; equal
/// remainders: the first. All zero weights give all zero.
std::vector<std::int64_t> share_pro_rata(std::int64_t total, const std::vector<std::int64_t>& weights);

}  // namespace relais::impact
