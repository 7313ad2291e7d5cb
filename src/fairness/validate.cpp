#include "fairness/validate.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "fairness/refusals.hpp"

namespace relais::fairness {
namespace {

using base::Done;
using base::Refusal;
using base::Result;

Refusal refuse_range(std::string place, std::int64_t value, std::int64_t low, std::int64_t high) {
  return Refusal(refusals::out_of_range,
                 {std::move(place), std::to_string(value), std::to_string(low), std::to_string(high)});
}

Result<Done> check_range(const std::string& place, std::int64_t value, std::int64_t low, std::int64_t high) {
  if (value < low || value > high) return refuse_range(place, value, low, high);
  return Done{};
}

Result<Done> check_count(const std::string& place, std::size_t count, std::size_t most) {
  if (count > most) return Refusal(refusals::too_many, {place, std::to_string(count), std::to_string(most)});
  return Done{};
}

template <class Item>
Result<Done> check_ids(const std::string& place, const std::vector<Item>& items) {
  std::set<std::string_view> seen;
  for (const auto& item : items)
    if (!seen.insert(item.id).second) return Refusal(refusals::duplicate_id, {place, item.id});
  return Done{};
}

Result<Done> check_index(const std::string& place, std::size_t index, std::size_t count) {
  if (index >= count) return Refusal(refusals::no_such_index, {place, std::to_string(index)});
  return Done{};
}

Result<Done> check_kinds(const Instance& instance) {
  RELAIS_TRY_DONE(check_count("/stock", instance.kinds.size(), kinds_max));
  RELAIS_TRY_DONE(check_ids("/stock", instance.kinds));
  for (const auto& kind : instance.kinds)
    RELAIS_TRY_DONE(check_range("/stock/" + pointer_token(kind.id), kind.stock, 0, quantity_max));
  return Done{};
}

Result<Done> check_component(const Instance& instance, const Component& component) {
  const auto place = "/components/" + pointer_token(component.id);
  if (component.accepts.empty()) return Refusal(refusals::accepts_nothing, {place});
  std::set<KindIndex> seen;
  for (std::size_t at = 0; at < component.accepts.size(); ++at) {
    const auto kind = component.accepts[at];
    RELAIS_TRY_DONE(check_index(place + "/" + std::to_string(at), kind, instance.kinds.size()));
    if (!seen.insert(kind).second)
      return Refusal(refusals::repeated_ingredient, {place + "/" + std::to_string(at), instance.kinds[kind].id});
  }
  return Done{};
}

Result<Done> check_components(const Instance& instance) {
  RELAIS_TRY_DONE(check_count("/components", instance.components.size(), components_max));
  RELAIS_TRY_DONE(check_ids("/components", instance.components));
  for (const auto& component : instance.components) RELAIS_TRY_DONE(check_component(instance, component));
  return Done{};
}

Result<Done> check_recipe(const Instance& instance, const std::string& place, const Recipe& recipe) {
  if (recipe.empty()) return Refusal(refusals::empty_recipe, {place});
  std::set<ComponentIndex> seen;
  for (const auto& ingredient : recipe) {
    RELAIS_TRY_DONE(check_index(place, ingredient.component, instance.components.size()));
    const auto& id = instance.components[ingredient.component].id;
    if (!seen.insert(ingredient.component).second) return Refusal(refusals::repeated_ingredient, {place, id});
    RELAIS_TRY_DONE(check_range(place + "/" + pointer_token(id), ingredient.amount, 1, recipe_amount_max));
  }
  return Done{};
}

Result<Done> check_product(const Instance& instance, const Product& product) {
  const auto place = "/products/" + pointer_token(product.id);
  RELAIS_TRY_DONE(check_range(place + "/minimum_lot", product.minimum_lot, 1, quantity_max));
  if (product.recipes.empty()) return Refusal(refusals::no_recipe, {place + "/recipes"});
  RELAIS_TRY_DONE(check_count(place + "/recipes", product.recipes.size(), recipes_max));
  for (std::size_t at = 0; at < product.recipes.size(); ++at)
    RELAIS_TRY_DONE(check_recipe(instance, place + "/recipes/" + std::to_string(at), product.recipes[at]));
  return Done{};
}

Result<Done> check_products(const Instance& instance) {
  RELAIS_TRY_DONE(check_count("/products", instance.products.size(), products_max));
  RELAIS_TRY_DONE(check_ids("/products", instance.products));
  for (const auto& product : instance.products) RELAIS_TRY_DONE(check_product(instance, product));
  return Done{};
}

Result<Done> refuse_line(const Instance& instance, std::size_t at) {
  const auto& line = instance.lines[at];
  const auto place = [&](const char* field) { return place_of_line(at, field, line.id); };
  RELAIS_TRY_DONE(check_index(place("product"), line.product, instance.products.size()));
  RELAIS_TRY_DONE(check_range(place("tier"), line.tier, 0, tier_max));
  RELAIS_TRY_DONE(check_range(place("weight"), line.weight, 1, weight_max));
  RELAIS_TRY_DONE(check_range(place("cap"), line.cap, 0, quantity_max));
  RELAIS_TRY_DONE(check_range(place("floor"), line.floor, 0, quantity_max));
  RELAIS_TRY_DONE(check_range(place("past"), line.past, 0, quantity_max));
  if (line.floor > line.cap)
    return Refusal(refusals::floor_above_cap, {place("floor"), std::to_string(line.floor), std::to_string(line.cap)});
  return Done{};
}

bool is_sound(const Instance& instance, const Line& line) {
  return line.product < instance.products.size() && line.tier >= 0 && line.tier <= tier_max && line.weight >= 1 &&
         line.weight <= weight_max && line.cap >= 0 && line.cap <= quantity_max && line.floor >= 0 &&
         line.floor <= line.cap && line.past >= 0 && line.past <= quantity_max;
}

/// An open-addressing table: a set of strings takes ten times as long at a million lines. A slot holds position + 1
/// and, in the bits that positions leave free, a piece of the hash, so that few ids are compared in vain.
class IdTable {
 public:
  explicit IdTable(const std::vector<Line>& lines) : lines_(lines) {
    std::size_t size = 16;
    while (size < 2 * lines.size()) size *= 2;
    slots_.assign(size, 0);
  }

  std::optional<std::size_t> find_repeated() {
    std::size_t hashes[batch];
    for (std::size_t first = 0; first < lines_.size(); first += batch) {
      const auto count = std::min(batch, lines_.size() - first);
      for (std::size_t at = 0; at < count; ++at) {
        hashes[at] = std::hash<std::string_view>{}(lines_[first + at].id);
        __builtin_prefetch(&slots_[hashes[at] & (slots_.size() - 1)], 1);
      }
      for (std::size_t at = 0; at < count; ++at)
        if (!insert(first + at, hashes[at])) return first + at;
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t batch = 32;  ///< so many slots are on their way from memory at once
  static constexpr int position_bits = 22;
  static constexpr std::uint32_t position_mask = (1U << position_bits) - 1;
  static_assert(lines_max < position_mask);

  bool insert(std::size_t at, std::size_t hash) {
    const auto tag = static_cast<std::uint32_t>(hash >> 54) << position_bits;
    auto slot = hash & (slots_.size() - 1);
    for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1))
      if ((slots_[slot] & ~position_mask) == tag && lines_[(slots_[slot] & position_mask) - 1].id == lines_[at].id)
        return false;
    slots_[slot] = tag | static_cast<std::uint32_t>(at + 1);
    return true;
  }

  const std::vector<Line>& lines_;
  std::vector<std::uint32_t> slots_;
};

Result<Done> check_lines(const Instance& instance) {
  RELAIS_TRY_DONE(check_count("/lines", instance.lines.size(), lines_max));
  for (std::size_t at = 0; at < instance.lines.size(); ++at)
    if (!is_sound(instance, instance.lines[at])) return refuse_line(instance, at);
  if (const auto at = IdTable(instance.lines).find_repeated())
    return Refusal(refusals::duplicate_id, {place_of_line(*at, "id", instance.lines[*at].id), instance.lines[*at].id});
  return Done{};
}

}  // namespace

std::string pointer_token(const std::string& name) {
  std::string token;
  for (const char c : name) {
    if (c == '~')
      token += "~0";
    else if (c == '/')
      token += "~1";
    else
      token += c;
  }
  return token;
}

std::string place_of_line(std::size_t at, const std::string& field, const std::string& id) {
  return "/lines/" + std::to_string(at) + "/" + field + " (" + id + ")";
}

base::Result<base::Done> validate(const Instance& instance) {
  RELAIS_TRY_DONE(check_kinds(instance));
  RELAIS_TRY_DONE(check_components(instance));
  RELAIS_TRY_DONE(check_products(instance));
  return check_lines(instance);
}

}  // namespace relais::fairness
