#pragma once
/// Turns reservations into shipments: picked and packed at a depot, dispatched, received by a structure with what was
/// missing, damaged or extra.
///
/// Always: shipped = arrived + missing + damaged, per shipment and kind; extra items are counted apart.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "allocation/allocation.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "people/organisations.hpp"
#include "store/store.hpp"

namespace relais::shipments {

using allocation::AllocationId;
using catalogue::Catalogue;
using catalogue::KindId;
using catalogue::Label;
using catalogue::ProductId;
using catalogue::ProgrammeId;
using people::OrganisationId;
using people::ReceivePermit;
using people::ShipPermit;
using ShipmentId = base::Id<struct ShipmentTag>;

enum class State { prepared, dispatched, received };
std::string_view code_of(State state);
std::optional<State> parse_state(std::string_view code);
const Label& label_of(State state);

/// One per allocation, structure and depot.
struct Shipment {
  ShipmentId id;
  ProgrammeId programme;
  std::string reference;  ///< public, on the labels: `S-0001-X`
  AllocationId allocation;
  OrganisationId structure;
  OrganisationId depot;
  State state = State::prepared;
  std::int64_t items = 0;
  base::Instant prepared_at;
  std::optional<base::Instant> dispatched_at;
  std::optional<base::Instant> received_at;
};

struct Line {
  ProductId product;
  KindId kind;
  std::int64_t quantity = 0;
  bool operator==(const Line&) const = default;
};

/// Makes the shipments of an approved allocation: one for each structure and depot that has open reservations.
///
/// Permission  the shipments of depots that it does not cover are left to others.
/// Retry       safe: shipments that are there stay; gives those of the allocation, old and new.
/// Refuses     allocation_unknown, allocation_not_approved.
base::Result<std::vector<Shipment>> prepare_all(store::Transaction& transaction, const ShipPermit& permit,
                                                AllocationId allocation);

struct DispatchOrder {
  std::string request;  ///< the request key: the same key acts once
  ShipmentId shipment;
  base::Day day;  ///< the structure must be accredited on it
};

struct Dispatched {
  ShipmentId shipment;
  bool repeated = false;  ///< the same request had been acted on before; nothing was done now
};

/// Hands a shipment over to the carrier.
///
/// Permission  covers the depot.
/// Effect   one ledger entry reserved -> in_transit, about the shipment's reference, however many items; its
///          reservations are closed.
/// Retry    safe: the same `request` gives the first outcome.
/// Refuses  request_is_empty, shipment_unknown, people's not_yours, already_dispatched (under another request),
/// structure_not_accredited,
///          ledger's would_go_negative.
base::Result<Dispatched> dispatch(store::Transaction& transaction, const ShipPermit& permit,
                                  const DispatchOrder& order);
/// All or none: the first refusal refuses them all, and the transaction must be given up.
base::Result<std::vector<Dispatched>> dispatch_many(store::Transaction& transaction, const ShipPermit& permit,
                                                    const std::vector<DispatchOrder>& orders);

/// écart: what a receipt found different from what was shipped, of one kind.
struct Discrepancy {
  KindId kind;
  std::int64_t missing = 0;
  std::int64_t damaged = 0;
  std::int64_t extra = 0;  ///< more than was shipped, or of a kind that was not
  bool operator==(const Discrepancy&) const = default;
};

struct ReceiptOrder {
  std::string request;
  ShipmentId shipment;
  std::vector<Discrepancy> discrepancies;  ///< one per kind; none: everything arrived well
};

struct Received {
  ShipmentId shipment;
  std::int64_t arrived = 0;  ///< items that reached the shelf, extra ones included
  bool repeated = false;
};

/// Counts a shipment in at its structure.
///
/// Permission  covers the structure.
/// Effect   a ledger entry in_transit -> shelf for what arrived, and another for discrepancies: missing and damaged
///          items go in_transit -> lost of the depot; an extra item comes from there, since the depot's count was wrong
///          by it: what one parcel lacks and another has too much adds up to nothing.
/// Retry    safe: the same `request` with the same content gives the first outcome.
/// Refuses  request_is_empty, shipment_unknown, people's not_yours, request_reused, already_received, not_dispatched,
/// then for each
///          discrepancy kind_unknown, discrepancy_is_negative, discrepancy_is_empty, discrepancy_repeated,
///          more_than_shipped.
base::Result<Received> receive(store::Transaction& transaction, const ReceivePermit& permit, const ReceiptOrder& order);
/// All or none, as `dispatch_many`.
base::Result<std::vector<Received>> receive_many(store::Transaction& transaction, const ReceivePermit& permit,
                                                 const std::vector<ReceiptOrder>& orders);

std::optional<Shipment> find_shipment(store::Reader& reader, std::string_view reference);
Shipment get_shipment(store::Reader& reader, ShipmentId id);
/// By product code, then kind code. One query.
std::vector<Line> list_lines(store::Reader& reader, ShipmentId shipment);

struct ShipmentFilter {
  AllocationId allocation = {};   ///< none: of all
  OrganisationId structure = {};  ///< none: to all
  OrganisationId depot = {};      ///< none: from all
  std::optional<State> state = {};
  ShipmentId after = {};  ///< for the next page: the last of the one before
  std::int64_t shipments_max = 1'000;
};
/// In the order in which they were prepared. One query.
std::vector<Shipment> list_shipments(store::Reader& reader, ProgrammeId programme, const ShipmentFilter& filter = {});

/// What a receipt found, per kind.
struct Content {
  KindId kind;
  std::int64_t shipped = 0;
  std::int64_t arrived = 0;  ///< of what was shipped
  std::int64_t missing = 0;
  std::int64_t damaged = 0;
  std::int64_t extra = 0;
  bool operator==(const Content&) const = default;
};
/// Empty until the shipment is received. By kind code. One query.
std::vector<Content> list_contents(store::Reader& reader, ShipmentId shipment);

/// bon de prélèvement: what to take from the shelves of a depot, kind by kind, and how many go into each parcel.
struct PickStop {
  KindId kind;
  std::string kind_code;
  std::int64_t quantity = 0;
  struct Drop {
    ShipmentId shipment;
    std::string reference;
    std::string structure_code;
    std::int64_t quantity = 0;
  };
  std::vector<Drop> drops;  ///< by structure code
};
/// Over the prepared shipments of one depot, by kind code. One query.
std::vector<PickStop> list_picks(store::Reader& reader, AllocationId allocation, OrganisationId depot);

/// Checks that shipped = arrived + missing + damaged in every shipment received, that what was received is what was
/// shipped, and that shipments under way add up to the structures' accounts. Gives the first fault, or nothing.
std::optional<Label> find_shipment_fault(store::Reader& reader, ProgrammeId programme);

}  // namespace relais::shipments
