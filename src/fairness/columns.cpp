#include "fairness/columns.hpp"

#include "base/check.hpp"

namespace relais::fairness {
namespace {

// `validate` has seen that every figure of a line is within these.
static_assert(quantity_max <= INT32_MAX && weight_max <= INT32_MAX);

constexpr std::size_t slots_max = (tier_max + 1) * products_max;

std::size_t slot_of(const Model& model, const Line& line) {
  return static_cast<std::size_t>(line.tier) * products_max + model.product_rank[line.product];
}

/// A slot per tier and product, in the order of the classes.
std::vector<std::size_t> count_slots(const Instance& instance, const Model& model) {
  std::vector<std::size_t> sizes(slots_max, 0);
  for (const auto& line : instance.lines) ++sizes[slot_of(model, line)];
  return sizes;
}

Sharing class_in_slot(const Instance& instance, const Model& model, std::size_t slot, std::size_t first) {
  Sharing sharing;
  sharing.tier = static_cast<std::int32_t>(slot / products_max);
  sharing.product = static_cast<std::uint32_t>(slot % products_max);
  sharing.lot = static_cast<std::int32_t>(instance.products[model.products[sharing.product]].minimum_lot);
  sharing.first = sharing.end = first;
  return sharing;
}

void append_line(Columns& columns, Sharing& sharing, const Line& line, LineIndex position) {
  const auto at = sharing.end++;
  const auto cap = static_cast<std::int32_t>(line.cap);
  const auto owed = line.floor == 0 ? 0 : std::max(static_cast<std::int32_t>(line.floor), std::min(sharing.lot, cap));
  columns.weight[at] = static_cast<std::int32_t>(line.weight);
  columns.cap[at] = cap;
  columns.past[at] = static_cast<std::int32_t>(line.past);
  columns.owed[at] = owed;
  columns.line[at] = position;
  sharing.asked += cap;
  sharing.owed += owed;
  sharing.weight += line.weight;
}

}  // namespace

// A counting sort.
Columns columns_of(const Instance& instance, const Model& model) {
  const auto count = instance.lines.size();
  Columns columns;
  // Written once, below: filling them first would cost as much as a pass over all lines.
  for (auto* column : {&columns.weight, &columns.cap, &columns.past, &columns.owed})
    *column = std::make_unique_for_overwrite<std::int32_t[]>(count);
  columns.line = std::make_unique_for_overwrite<LineIndex[]>(count);
  const auto sizes = count_slots(instance, model);
  std::vector<std::uint32_t> class_at(slots_max, 0);
  std::size_t first = 0;
  for (std::size_t slot = 0; slot < slots_max; first += sizes[slot++]) {
    if (sizes[slot] == 0) continue;
    class_at[slot] = static_cast<std::uint32_t>(columns.classes.size());
    columns.classes.push_back(class_in_slot(instance, model, slot, first));
  }
  for (LineIndex at = 0; at < count; ++at)
    append_line(columns, columns.classes[class_at[slot_of(model, instance.lines[at])]], instance.lines[at], at);
  for (auto& sharing : columns.classes) sharing.is_plain = sharing.lot == 1 && sharing.owed == 0;
  return columns;
}

}  // namespace relais::fairness
