#include "app/demo/batches.hpp"
#include "app/demo/demo.hpp"
#include "app/demo/random.hpp"
#include "handover/handover.hpp"

namespace relais::app::demo {
namespace {

constexpr std::uint64_t hand_over_seed = 20'200'427;

/// Nine in ten of what was granted, rounded down: the rest waits for its people on the structures' shelves.
std::int64_t people_of(const Demo& demo, const allocation::Line& line) {
  return demo.catalogue.product(line.product).code == remote_kind ? line.granted : line.granted * 9 / 10;
}

std::vector<handover::HandOverOrder> orders_of(const Demo& demo, store::Reader& reader) {
  const auto first_day = base::Day(std::chrono::year(2020) / 4 / 27);
  std::vector<handover::HandOverOrder> orders;
  allocation::LineFilter filter;
  while (true) {
    const auto lines = allocation::list_lines(reader, demo.allocation, filter);
    for (const auto& line : lines) {
      const auto people = people_of(demo, line);
      if (people == 0) continue;
      const auto day = first_day + std::chrono::days(Random(hand_over_seed, line.name).below(21));
      orders.push_back({"demo:hand-over:" + line.name, line.structure, line.audience, line.product, people, day});
    }
    if (std::ssize(lines) < filter.lines_max) return orders;
    filter.after = lines.back().name;
  }
}

}  // namespace

void hand_over(Demo& demo) {
  const auto orders = demo.database.read([&](store::Reader& reader) { return orders_of(demo, reader); });
  const auto changed = in_batches(demo, orders, [&](store::Transaction& transaction, const auto& batch) {
    return handover::hand_over_many(transaction, demo.permit, demo.catalogue, batch);
  });
  std::int64_t people = 0;
  for (const auto& order : orders) people += order.people;
  print(demo.session, "  {} remises à {} personnes, {} à l'instant", "  {} hand-overs to {} people, {} just now",
        demo.session.count(std::ssize(orders)), demo.session.count(people), demo.session.count(changed));
}

}  // namespace relais::app::demo
