#include "gifts/events.hpp"

#include <nlohmann/json.hpp>

#include "outbox/outbox.hpp"
#include "people/concerned.hpp"

namespace relais::gifts {

base::Result<> tell_received(store::Transaction& transaction, const Pledge& pledge, const Receipt& receipt) {
  outbox::Event event{"gift_received/" + std::to_string(receipt.id.value), "gift.received", {}};
  if (outbox::list_owners_wanting(transaction, event.type).empty()) return base::Done{};
  for (const auto id : people::list_concerned(transaction, pledge.programme, {pledge.donor, receipt.depot}))
    event.owners.push_back(id.value);
  std::int64_t items = 0;
  for (const auto& line : receipt.lines) items += line.quantity;
  const nlohmann::json data{{"gift", pledge.code},
                            {"receipt", std::to_string(receipt.id.value)},
                            {"donor", people::get_organisation(transaction, pledge.donor).code},
                            {"depot", people::get_organisation(transaction, receipt.depot).code},
                            {"items", items}};
  RELAIS_TRY_DONE(outbox::post_event(transaction, event, data));
  return base::Done{};
}

}  // namespace relais::gifts
