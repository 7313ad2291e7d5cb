/// An instance made of the fuzzer's bytes, so that it spends its time in the solver and not in the JSON.
#include <cstddef>
#include <cstdint>

#include "fairness/any_instance_fuzz.hpp"

using namespace relais::fairness;

namespace {

/// Takes a byte after the other; zeros after the last.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  std::uint32_t next() { return at_ < size_ ? data_[at_++] : 0; }
  std::uint32_t below(std::size_t count) { return next() % static_cast<std::uint32_t>(count); }
  /// Small mostly; now and then as large as may be, or beyond.
  std::int64_t number() {
    const auto byte = next();
    if (byte < 240) return byte;
    return (std::int64_t{1} << (2 * (byte - 239))) + static_cast<std::int64_t>(next()) - 128;
  }
  bool ended() const { return at_ >= size_; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t at_ = 0;
};

std::string name_of(char letter, std::size_t at) { return letter + std::to_string(at); }

Recipe recipe_of(Bytes& bytes, std::size_t components) {
  Recipe recipe;
  for (auto left = 1 + bytes.below(3); left > 0; --left)
    recipe.push_back({bytes.below(components + (bytes.below(50) == 49 ? 1 : 0)), 1 + bytes.below(5)});
  return recipe;
}

Instance instance_of(Bytes& bytes) {
  Instance instance;
  instance.seed = bytes.next();
  for (auto left = 1 + bytes.below(5); left > 0; --left)
    instance.kinds.push_back({name_of('k', instance.kinds.size()), bytes.number()});
  for (auto left = 1 + bytes.below(5); left > 0; --left) {
    Component component{name_of('c', instance.components.size()), {}};
    for (auto kinds = 1 + bytes.below(3); kinds > 0; --kinds)
      component.accepts.push_back(bytes.below(instance.kinds.size()));
    instance.components.push_back(component);
  }
  for (auto left = 1 + bytes.below(3); left > 0; --left) {
    Product product{name_of('p', instance.products.size()), 1 + bytes.below(4), {}};
    for (auto recipes = 1 + bytes.below(3); recipes > 0; --recipes)
      product.recipes.push_back(recipe_of(bytes, instance.components.size()));
    instance.products.push_back(product);
  }
  while (!bytes.ended() && instance.lines.size() < 40) {
    Line line{name_of('l', instance.lines.size()), bytes.below(instance.products.size()),
              static_cast<std::int32_t>(bytes.below(3))};
    line.weight = bytes.number();
    line.cap = bytes.number();
    line.floor = bytes.below(6) == 5 ? bytes.number() : 0;
    line.past = bytes.below(3) == 2 ? bytes.number() : 0;
    instance.lines.push_back(line);
  }
  return instance;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  fuzz::solve_and_check(instance_of(bytes));
  return 0;
}
