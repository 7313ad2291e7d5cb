#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "fairness/fairness.hpp"

/// Instances for rapidcheck that shrink well: every part is a list that may lose elements or a number that may fall,
/// and a position that points beyond a list wraps around, so that no step of the shrinking is lost on a broken
/// instance.
namespace relais::fairness {

/// What the generated instances may have.
struct Richness {
  bool kits = true;  ///< recipes of several pieces, several recipes; otherwise one piece of one component
  bool lots = true, floors = true, tiers = true;
  bool one_kind = false;
};
inline constexpr Richness everything{};
inline constexpr Richness unit_by_unit_kits{true, false, false, true, false};
inline constexpr Richness without_kits{false, false, false, false, false};
inline constexpr Richness one_good{false, false, false, false, true};

namespace generator {

inline rc::Gen<std::int64_t> number(std::int64_t low, std::int64_t high) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(low, high + 1));
}

template <class Item>
rc::Gen<std::vector<Item>> list_of(const rc::Gen<Item>& item, int about) {
  return rc::gen::resize(about, rc::gen::nonEmpty(rc::gen::container<std::vector<Item>>(item)));
}

using Piece = std::pair<std::int64_t, std::int64_t>;  ///< component, amount
struct RawProduct {
  std::int64_t lot;
  std::vector<std::vector<Piece>> recipes;
};
struct RawLine {
  std::int64_t product, tier, weight, cap, floor, past;
};

inline rc::Gen<RawProduct> product() {
  const auto piece = rc::gen::pair(number(0, 7), number(1, 4));
  return rc::gen::map(rc::gen::pair(number(1, 4), list_of(list_of(piece, 3), 3)), [](auto parts) {
    return RawProduct{parts.first, parts.second};
  });
}

inline rc::Gen<RawLine> line() {
  return rc::gen::map(
      rc::gen::tuple(number(0, 7), number(0, 2), number(1, 9), number(0, 12), number(0, 3), number(0, 4)),
      [](const auto& raw) { return std::apply([](auto... fields) { return RawLine{fields...}; }, raw); });
}

inline std::string id_of(char letter, std::size_t at) { return letter + std::to_string(at); }

template <class Items>
std::uint32_t wrapped(std::int64_t position, const Items& items) {
  return static_cast<std::uint32_t>(static_cast<std::size_t>(position) % items.size());
}

inline void add_components(Instance& instance, const std::vector<std::vector<std::int64_t>>& lists) {
  for (const auto& list : lists) {
    Component component{id_of('c', instance.components.size()), {}};
    for (const auto position : list) {
      const auto kind = wrapped(position, instance.kinds);
      if (std::find(component.accepts.begin(), component.accepts.end(), kind) == component.accepts.end())
        component.accepts.push_back(kind);
    }
    instance.components.push_back(std::move(component));
  }
}

inline Recipe recipe_of(const Instance& instance, const std::vector<Piece>& pieces, bool kits) {
  Recipe recipe;
  for (const auto& [position, amount] : pieces) {
    const auto component = wrapped(position, instance.components);
    const auto is_same = [&](const Ingredient& one) { return one.component == component; };
    if (std::none_of(recipe.begin(), recipe.end(), is_same)) recipe.push_back({component, kits ? amount : 1});
    if (!kits) break;
  }
  return recipe;
}

inline void add_products(Instance& instance, const std::vector<RawProduct>& products, const Richness& richness) {
  for (const auto& raw : products) {
    Product product{id_of('p', instance.products.size()), richness.lots ? raw.lot : 1, {}};
    for (const auto& pieces : raw.recipes) {
      product.recipes.push_back(recipe_of(instance, pieces, richness.kits));
      if (!richness.kits) break;
    }
    instance.products.push_back(std::move(product));
  }
}

inline void add_lines(Instance& instance, const std::vector<RawLine>& lines, const Richness& richness) {
  for (const auto& raw : lines) {
    Line line{id_of('l', instance.lines.size()),
              wrapped(raw.product, instance.products),
              0,
              raw.weight,
              raw.cap,
              0,
              raw.past};
    if (richness.tiers) line.tier = static_cast<std::int32_t>(raw.tier);
    // One in three, and small: floors that do not fit end the story.
    if (richness.floors && raw.floor == 3) line.floor = std::min<std::int64_t>(line.cap, 2);
    instance.lines.push_back(std::move(line));
  }
}

}  // namespace generator

inline rc::Gen<Instance> instances(const Richness& richness) {
  using namespace generator;
  const auto parts = rc::gen::tuple(number(0, 1'000), list_of(number(0, 30), richness.one_kind ? 1 : 4),
                                    list_of(list_of(number(0, 7), 3), 4), list_of(product(), 3), list_of(line(), 10));
  return rc::gen::map(parts, [richness](const auto& drawn) {
    const auto& [seed, stocks, components, products, lines] = drawn;
    Instance instance;
    instance.seed = static_cast<std::uint64_t>(seed);
    for (const auto stock : stocks) {
      instance.kinds.push_back({id_of('k', instance.kinds.size()), stock});
      if (richness.one_kind) break;
    }
    add_components(instance, components);
    add_products(instance, products, richness);
    add_lines(instance, lines, richness);
    return instance;
  });
}

}  // namespace relais::fairness
