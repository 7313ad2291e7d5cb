/// Prints the SHA-256 of the plans of a fixed set of instances: determinism
///
/// The plans of each instance are made three times: as generated, with everything shuffled, and by several threads at
/// once. Exit code 1 when one of them differs. The hashes must be those of tests/fairness/plans.sha256, whatever the
/// compiler and its options: numbers are drawn by own code, since std::distribution differs between libraries.
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "base/text.hpp"
#include "fairness/instance_json.hpp"

namespace {

using namespace relais::fairness;

/// SplitMix64 (Steele, Lea and Flood, 2014): 64 bits of integers, the same everywhere.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  std::uint32_t below(std::size_t count) { return static_cast<std::uint32_t>(next() % count); }

 private:
  std::uint64_t state_;
};

struct Size {
  const char* name;
  std::uint64_t count;  ///< instances
  std::int64_t kinds, products, recipes, lines, stock, amount, weight, cap, lot, tiers;
};

constexpr Size sizes[] = {
    {"small", 400, 4, 3, 3, 10, 20, 3, 6, 8, 3, 2},
    {"lumpy", 400, 3, 2, 3, 6, 17, 4, 6, 9, 2, 2},
    {"one-kind", 200, 1, 1, 1, 20, 60, 1, 9, 9, 1, 1},
    {"kits-5000", 4, 8, 6, 1, 5'000, 9'000, 2, 300, 60, 4, 3},
    {"recipes-5000", 4, 6, 4, 2, 5'000, 12'000, 1, 300, 40, 2, 3},
    {"kits-50000", 2, 10, 8, 1, 50'000, 90'000, 2, 300, 60, 4, 3},
};

std::string id_of(const char* letter, std::int64_t at) { return letter + std::to_string(at); }

Recipe recipe_of(Draw& draw, const Size& size) {
  Recipe recipe;
  for (auto left = draw.between(1, std::min<std::int64_t>(3, size.kinds)); left > 0; --left) {
    const auto component = draw.below(static_cast<std::size_t>(size.kinds));
    bool is_new = true;
    for (const auto& one : recipe) is_new = is_new && one.component != component;
    if (is_new) recipe.push_back({component, draw.between(1, size.amount)});
  }
  return recipe;
}

Instance generate(Draw& draw, const Size& size) {
  Instance instance;
  instance.seed = draw.next();
  for (std::int64_t at = 0; at < size.kinds; ++at) {
    instance.kinds.push_back({id_of("kind", at), draw.between(size.stock / 4, size.stock)});
    Component component{id_of("part", at), {static_cast<KindIndex>(at)}};
    // One in three accepts the next kind too.
    if (size.kinds > 1 && draw.below(3) == 0)
      component.accepts.push_back(static_cast<KindIndex>((at + 1) % size.kinds));
    instance.components.push_back(component);
  }
  for (std::int64_t at = 0; at < size.products; ++at) {
    Product product{id_of("kit", at), draw.between(1, size.lot), {}};
    for (auto left = draw.between(1, size.recipes); left > 0; --left) product.recipes.push_back(recipe_of(draw, size));
    instance.products.push_back(product);
  }
  for (std::int64_t at = 0; at < size.lines; ++at) {
    Line line{id_of("line", at), draw.below(instance.products.size()),
              static_cast<std::int32_t>(draw.below(static_cast<std::size_t>(size.tiers)))};
    line.weight = draw.between(1, size.weight);
    line.cap = draw.between(0, size.cap);
    if (draw.below(40) == 0) line.floor = std::min<std::int64_t>(line.cap, 1);
    if (draw.below(4) == 0) line.past = draw.between(0, 5);
    instance.lines.push_back(line);
  }
  return instance;
}

/// Moves the items of a list about; gives the new position of each.
template <class Items>
std::vector<std::uint32_t> shuffle(Draw& draw, Items& items) {
  std::vector<std::uint32_t> place(items.size());
  std::vector<std::uint32_t> order(items.size());
  for (std::uint32_t at = 0; at < order.size(); ++at) order[at] = at;
  for (std::size_t at = order.size(); at > 1; --at) std::swap(order[at - 1], order[draw.below(at)]);
  auto moved = items;
  for (std::uint32_t at = 0; at < order.size(); ++at) {
    moved[at] = items[order[at]];
    place[order[at]] = at;
  }
  items = std::move(moved);
  return place;
}

Instance shuffled(Instance instance, Draw& draw) {
  const auto kind_at = shuffle(draw, instance.kinds);
  for (auto& component : instance.components)
    for (auto& kind : component.accepts) kind = kind_at[kind];
  const auto component_at = shuffle(draw, instance.components);
  for (auto& product : instance.products)
    for (auto& recipe : product.recipes) {
      for (auto& ingredient : recipe) ingredient.component = component_at[ingredient.component];
      shuffle(draw, recipe);
    }
  const auto product_at = shuffle(draw, instance.products);
  for (auto& line : instance.lines) line.product = product_at[line.product];
  shuffle(draw, instance.lines);
  return instance;
}

/// The plan, or why there is none: both are part of what must not change.
std::string answer_to(const Instance& instance) {
  const auto plan = solve(instance);
  return plan.ok() ? render_plan(instance, *plan) : plan.refusal().message(relais::base::Language::english) + "\n";
}

/// All at once: each thread takes the next that no other has taken.
std::vector<std::string> answers_of_threads(const std::vector<Instance>& instances, unsigned threads) {
  std::vector<std::string> answers(instances.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (auto at = next++; at < instances.size(); at = next++) answers[at] = answer_to(instances[at]);
  };
  std::vector<std::thread> all;
  for (unsigned at = 0; at < threads; ++at) all.emplace_back(work);
  for (auto& thread : all) thread.join();
  return answers;
}

/// True when every way of asking gives the same bytes, whose hash it prints.
bool tell(const Size& size, std::uint64_t seed) {
  Draw draw(seed);
  std::vector<Instance> instances, others;
  for (std::uint64_t at = 0; at < size.count; ++at) {
    instances.push_back(generate(draw, size));
    others.push_back(shuffled(instances.back(), draw));
  }
  std::vector<std::string> answers;
  std::string all;
  std::size_t solved = 0;
  for (const auto& instance : instances) {
    answers.push_back(answer_to(instance));
    all += answers.back();
    solved += answers.back().front() == '{' ? 1 : 0;
  }
  std::printf("%s  %s, %zu of %zu solved\n", relais::base::sha256_hex(all).c_str(), size.name, solved,
              instances.size());
  for (std::size_t at = 0; at < others.size(); ++at)
    if (answer_to(others[at]) != answers[at]) {
      std::fprintf(stderr, "%s %zu: another plan for shuffled input\n", size.name, at);
      return false;
    }
  for (const unsigned threads : {2U, 5U})
    if (answers_of_threads(instances, threads) != answers) {
      std::fprintf(stderr, "%s: another plan when %u threads solve\n", size.name, threads);
      return false;
    }
  return true;
}

}  // namespace

int main() {
  bool same = true;
  std::uint64_t seed = 1;
  for (const auto& size : sizes) same = tell(size, seed++) && same;
  return same ? 0 : 1;
}
