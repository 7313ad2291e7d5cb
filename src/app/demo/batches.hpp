#pragma once
#include <algorithm>
#include <vector>

#include "app/demo/demo.hpp"

namespace relais::app::demo {

/// Carries orders out some at a time, a transaction each, and shows how far it is; gives how many were not repeats.
template <class Order, class Write>
std::int64_t in_batches(Demo& demo, const std::vector<Order>& orders, Write&& write) {
  constexpr std::size_t batch_max = 250;
  std::int64_t changed = 0;
  for (std::size_t begin = 0; begin < orders.size(); begin += batch_max) {
    const auto end = std::min(begin + batch_max, orders.size());
    const std::vector<Order> batch(orders.begin() + static_cast<std::ptrdiff_t>(begin),
                                   orders.begin() + static_cast<std::ptrdiff_t>(end));
    const auto done = demo.session.value(
        demo.database.write([&](store::Transaction& transaction) { return write(transaction, batch); }));
    changed += std::count_if(done.begin(), done.end(), [](const auto& each) { return !each.repeated; });
    show_progress(end, orders.size());
  }
  demo.note(changed > 0);
  return changed;
}

}  // namespace relais::app::demo
