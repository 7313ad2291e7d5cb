#include "allocation/events.hpp"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "outbox/outbox.hpp"

namespace relais::allocation {
namespace {

using base::Result;
using store::Transaction;

constexpr auto allocation_approved = "allocation.approved";

/// What an organisation is told: how many items of how many structures are its affair.
struct ApprovedPart {
  std::int64_t items = 0;
  std::set<OrganisationId> structures;
};

/// Whether a reservation is the affair of an organisation.
class Affair {
 public:
  Affair(Transaction& transaction, const people::Organisation& whose) : whose_(whose) {
    if (whose.kind != people::OrganisationKind::network) return;
    for (const auto id : people::list_structures_of(transaction, whose.id)) structures_.insert(id);
  }
  bool is_of(const Reservation& reservation) const {
    switch (whose_.kind) {
      case people::OrganisationKind::coordinator:
        return true;
      case people::OrganisationKind::network:
        return structures_.contains(reservation.structure);
      case people::OrganisationKind::depot:
        return reservation.depot == whose_.id;
      default:
        return reservation.structure == whose_.id;
    }
  }

 private:
  const people::Organisation& whose_;
  std::set<OrganisationId> structures_;
};

ApprovedPart part_of(Transaction& transaction, const people::Organisation& whose,
                     const std::vector<Reservation>& reservations) {
  const Affair affair(transaction, whose);
  ApprovedPart part;
  for (const auto& one : reservations) {
    if (!affair.is_of(one)) continue;
    part.items += one.quantity;
    part.structures.insert(one.structure);
  }
  return part;
}

}  // namespace

Result<> tell_approved(Transaction& transaction, const Allocation& allocation,
                       const std::vector<Reservation>& reservations) {
  for (const auto owner : outbox::list_owners_wanting(transaction, allocation_approved)) {
    const auto whose = people::get_organisation(transaction, OrganisationId{owner});
    if (whose.programme != allocation.programme) continue;
    const auto part = part_of(transaction, whose, reservations);
    if (part.items == 0 && whose.kind != people::OrganisationKind::coordinator) continue;
    RELAIS_TRY_DONE(outbox::post_event(
        transaction,
        {fmt::format("allocation_approved/{}/{}", allocation.reference, whose.id.value), allocation_approved, {owner}},
        {{"allocation", allocation.reference},
         {"organisation", whose.code},
         {"structures", part.structures.size()},
         {"items", part.items}}));
  }
  return base::Done{};
}

}  // namespace relais::allocation
