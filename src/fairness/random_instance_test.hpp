#pragma once
#include <algorithm>
#include <random>
#include <string>

#include "fairness/fairness.hpp"

/// Small random instances for the tests: the same for the same seed, on every machine.
namespace relais::fairness {

struct Shape {
  std::uint64_t kinds = 4, components = 4, products = 3, recipes = 3, ingredients = 3, amount = 3;
  std::uint64_t stock = 14, lines = 8, tiers = 2, weight = 6, cap = 6, lot = 3, past = 3;
  bool floors = true;
  bool apart = false;  ///< as many kinds, components and recipes as there may be, no substitutes
};

/// One kind of goods, no kits: the shape for which the rule is also the optimum.
inline constexpr Shape plain_shape{1, 1, 1, 1, 1, 1, 30, 10, 1, 9, 9, 1, 4, false};

/// Each kind a component of its own, and always three recipes of several pieces: the relaxation often fits where whole
/// numbers do not.
inline constexpr Shape lumpy_shape{3, 3, 2, 3, 2, 4, 17, 6, 2, 6, 9, 2, 2, false, true};

/// Recipes of several pieces whose components stand in for each other: much to choose, and often in whole numbers only.
inline constexpr Shape choice_shape{4, 4, 2, 4, 2, 4, 20, 8, 2, 6, 6, 2, 2};

/// The same with quantities that nobody could try one by one.
inline constexpr Shape large_choice_shape{6, 6, 4, 4, 3, 3, 3'000, 40, 2, 200, 150, 4, 9};

class RandomInstance {
 public:
  RandomInstance(std::uint64_t seed, Shape shape) : random_(seed), shape_(shape) {}

  Instance make() {
    Instance instance;
    instance.seed = random_();
    for (auto left = count(shape_.kinds); left > 0; --left)
      instance.kinds.push_back({name("k", left), signed_between(0, shape_.stock)});
    for (auto left = count(shape_.components); left > 0; --left)
      instance.components.push_back({name("c", left), accepted(instance, left)});
    for (auto left = between(1, shape_.products); left > 0; --left)
      instance.products.push_back({name("p", left), signed_between(1, shape_.lot), recipes(instance)});
    for (auto left = between(1, shape_.lines); left > 0; --left) instance.lines.push_back(line(instance, left));
    return instance;
  }

  std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + random_() % (high - low + 1); }

 private:
  std::uint64_t count(std::uint64_t most) { return shape_.apart ? most : between(1, most); }
  std::vector<KindIndex> accepted(const Instance& instance, std::uint64_t number) {
    if (shape_.apart) return {static_cast<KindIndex>(number - 1)};
    return some_of(instance.kinds.size(), shape_.kinds);
  }
  std::int64_t signed_between(std::uint64_t low, std::uint64_t high) {
    return static_cast<std::int64_t>(between(low, high));
  }
  static std::string name(const char* prefix, std::uint64_t number) { return prefix + std::to_string(number); }

  std::vector<std::uint32_t> some_of(std::size_t count, std::uint64_t most) {
    std::vector<std::uint32_t> all;
    for (std::uint32_t at = 0; at < count; ++at) all.push_back(at);
    for (std::size_t at = count; at > 1; --at) std::swap(all[at - 1], all[between(0, at - 1)]);
    all.resize(std::min<std::size_t>(count, between(1, most)));
    return all;
  }

  std::vector<Recipe> recipes(const Instance& instance) {
    std::vector<Recipe> all;
    for (auto left = count(shape_.recipes); left > 0; --left) {
      Recipe recipe;
      for (const auto component : some_of(instance.components.size(), shape_.ingredients))
        recipe.push_back({component, signed_between(1, shape_.amount)});
      all.push_back(recipe);
    }
    return all;
  }

  Line line(const Instance& instance, std::uint64_t number) {
    Line line{name("line", number),
              static_cast<ProductIndex>(between(0, instance.products.size() - 1)),
              static_cast<std::int32_t>(between(0, shape_.tiers - 1)),
              signed_between(1, shape_.weight),
              signed_between(0, shape_.cap),
              0,
              between(0, 2) == 0 ? signed_between(0, shape_.past) : 0};
    if (shape_.floors && between(0, 5) == 0) line.floor = std::min<std::int64_t>(line.cap, signed_between(0, 2));
    return line;
  }

  std::mt19937_64 random_;
  Shape shape_;
};

}  // namespace relais::fairness
