#include "shipments/events.hpp"

#include <nlohmann/json.hpp>

#include "outbox/outbox.hpp"
#include "people/concerned.hpp"

namespace relais::shipments {
namespace {

using base::Result;
using nlohmann::json;
using store::Transaction;

/// `add` gives what is particular to the event; it is asked only when somebody listens.
template <class Add>
Result<> tell(Transaction& transaction, const Shipment& shipment, const std::string& what, Add&& add) {
  outbox::Event event{"shipment_" + what + "/" + shipment.reference, "shipment." + what, {}};
  if (outbox::list_owners_wanting(transaction, event.type).empty()) return base::Done{};
  for (const auto id : people::list_concerned(transaction, shipment.programme, {shipment.structure, shipment.depot}))
    event.owners.push_back(id.value);
  json data{{"shipment", shipment.reference},
            {"structure", people::get_organisation(transaction, shipment.structure).code},
            {"depot", people::get_organisation(transaction, shipment.depot).code},
            {"items", shipment.items}};
  add(data);
  RELAIS_TRY_DONE(outbox::post_event(transaction, event, data));
  return base::Done{};
}

}  // namespace

Result<> tell_dispatched(Transaction& transaction, const Shipment& shipment) {
  return tell(transaction, shipment, "dispatched", [](json&) {});
}

Result<> tell_received(Transaction& transaction, const Shipment& shipment, const std::vector<Content>& contents) {
  return tell(transaction, shipment, "received", [&](json& data) {
    Content sum;
    for (const auto& one : contents) {
      sum.arrived += one.arrived;
      sum.missing += one.missing;
      sum.damaged += one.damaged;
      sum.extra += one.extra;
    }
    data.update({{"arrived", sum.arrived}, {"missing", sum.missing}, {"damaged", sum.damaged}, {"extra", sum.extra}});
  });
}

}  // namespace relais::shipments
