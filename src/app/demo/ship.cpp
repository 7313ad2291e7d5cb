#include "app/demo/batches.hpp"
#include "app/demo/demo.hpp"
#include "app/demo/random.hpp"
#include "shipments/shipments.hpp"

namespace relais::app::demo {
namespace {

using shipments::Discrepancy;
using shipments::Shipment;

constexpr std::uint64_t ship_seed = 20'200'420;
constexpr std::int64_t items_for_a_discrepancy = 30;  ///< smaller lines arrive well: what is handed over later is there

std::vector<Shipment> all_shipments(const Demo& demo, store::Reader& reader) {
  std::vector<Shipment> all;
  shipments::ShipmentFilter filter{.allocation = demo.allocation};
  while (true) {
    const auto page = shipments::list_shipments(reader, demo.programme(), filter);
    all.insert(all.end(), page.begin(), page.end());
    if (std::ssize(page) < filter.shipments_max) return all;
    filter.after = page.back().id;
  }
}

/// A shipment is told by who gets it from where: the same in every database.
std::string name_of(store::Reader& reader, const Shipment& shipment) {
  return people::get_organisation(reader, shipment.structure).code + "/" +
         people::get_organisation(reader, shipment.depot).code;
}

/// One parcel in twelve lacks something, holds something broken, or one too many.
std::vector<Discrepancy> discrepancies_of(const Demo& demo, store::Reader& reader, const Shipment& shipment) {
  Random random(ship_seed, name_of(reader, shipment));
  if (!random.one_in(12)) return {};
  for (const auto& line : shipments::list_lines(reader, shipment.id)) {
    if (line.quantity < items_for_a_discrepancy || demo.catalogue.kind(line.kind).code == remote_kind) continue;
    Discrepancy found{.kind = line.kind};
    (random.one_in(5) ? found.extra : random.one_in(2) ? found.damaged : found.missing) = 1;
    return {found};
  }
  return {};
}

}  // namespace

void ship(Demo& demo) {
  const auto prepared = demo.session.value(demo.database.write([&](store::Transaction& transaction) {
    return shipments::prepare_all(transaction, demo.permit, demo.allocation);
  }));
  const auto day = base::Day(std::chrono::year(2020) / 4 / 20);
  std::vector<shipments::DispatchOrder> orders;
  std::int64_t items = 0;
  for (const auto& shipment : prepared) {
    orders.push_back({"demo:dispatch:" + shipment.reference, shipment.id, day});
    items += shipment.items;
  }
  const auto changed = in_batches(demo, orders, [&](store::Transaction& transaction, const auto& batch) {
    return shipments::dispatch_many(transaction, demo.permit, batch);
  });
  print(demo.session, "  {} expéditions préparées, {} articles, {} parties à l'instant",
        "  {} shipments prepared, {} items, {} dispatched just now", demo.session.count(std::ssize(prepared)),
        demo.session.count(items), demo.session.count(changed));
}

void receive(Demo& demo) {
  std::vector<shipments::ReceiptOrder> orders;
  Discrepancy sum;
  demo.database.read([&](store::Reader& reader) {
    for (const auto& shipment : all_shipments(demo, reader)) {
      orders.push_back({"demo:receive:" + shipment.reference, shipment.id, discrepancies_of(demo, reader, shipment)});
      for (const auto& found : orders.back().discrepancies) {
        sum.missing += found.missing;
        sum.damaged += found.damaged;
        sum.extra += found.extra;
      }
    }
    return 0;
  });
  const auto changed = in_batches(demo, orders, [&](store::Transaction& transaction, const auto& batch) {
    return shipments::receive_many(transaction, demo.permit, batch);
  });
  print(demo.session, "  {} expéditions reçues, {} à l'instant ; écarts : {} manquants, {} abîmés, {} en trop",
        "  {} shipments received, {} just now; discrepancies: {} missing, {} damaged, {} extra",
        demo.session.count(std::ssize(orders)), demo.session.count(changed), sum.missing, sum.damaged, sum.extra);
}

}  // namespace relais::app::demo
