#include "allocation/inputs.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/text.hpp"

namespace relais::allocation {
namespace {

template <class Items, class Matches>
std::uint32_t position_of(const Items& items, const Matches& matches) {
  const auto found = std::find_if(items.begin(), items.end(), matches);
  RELAIS_CHECK(found != items.end());
  return static_cast<std::uint32_t>(found - items.begin());
}

std::uint32_t position_of_kind(const Inputs& inputs, KindId kind) {
  return position_of(inputs.kinds, [&](const KindInput& one) { return one.id == kind; });
}

std::uint32_t position_of_component(const Inputs& inputs, KindId part) {
  return position_of(inputs.accepted, [&](const AcceptedInput& one) { return one.part == part; });
}

std::vector<fairness::Kind> kinds_of(const Inputs& inputs) {
  std::vector<fairness::Kind> kinds;
  for (const auto& kind : inputs.kinds) kinds.push_back({kind.code, 0});
  for (const auto& stock : inputs.stock) kinds[position_of_kind(inputs, stock.kind)].stock += stock.quantity;
  return kinds;
}

fairness::Component component_of(const Inputs& inputs, const AcceptedInput& accepted) {
  fairness::Component component{inputs.code_of(accepted.part), {}};
  for (const auto kind : accepted.kinds) component.accepts.push_back(position_of_kind(inputs, kind));
  return component;
}

fairness::Product product_of(const Inputs& inputs, const ProductInput& product) {
  fairness::Recipe recipe;
  for (const auto& part : product.parts) recipe.push_back({position_of_component(inputs, part.kind), part.quantity});
  return {product.code, product.minimum_lot, {recipe}};
}

}  // namespace

const std::string& Inputs::code_of(KindId kind) const { return kinds[position_of_kind(*this, kind)].code; }

const ProductInput& Inputs::product(ProductId id) const {
  return products[position_of(products, [&](const ProductInput& one) { return one.id == id; })];
}

void sort(Inputs& inputs) {
  const auto by_code = [](const auto& a, const auto& b) { return a.code < b.code; };
  std::sort(inputs.kinds.begin(), inputs.kinds.end(), by_code);
  std::sort(inputs.products.begin(), inputs.products.end(), by_code);
  for (auto& product : inputs.products)
    std::sort(product.parts.begin(), product.parts.end(),
              [&](const auto& a, const auto& b) { return inputs.code_of(a.kind) < inputs.code_of(b.kind); });
  std::sort(inputs.accepted.begin(), inputs.accepted.end(),
            [&](const auto& a, const auto& b) { return inputs.code_of(a.part) < inputs.code_of(b.part); });
  std::sort(inputs.stock.begin(), inputs.stock.end(), [&](const StockInput& a, const StockInput& b) {
    return std::tie(a.depot_code, inputs.code_of(a.kind)) < std::tie(b.depot_code, inputs.code_of(b.kind));
  });
  std::sort(inputs.lines.begin(), inputs.lines.end(), [](const Line& a, const Line& b) { return a.name < b.name; });
}

std::string stock_fingerprint(const Inputs& inputs) {
  std::string text = "relais free stock 1\n";
  for (const auto& stock : inputs.stock)
    text += fmt::format("{}:{} {} {}\n", stock.depot_code.size(), stock.depot_code, inputs.code_of(stock.kind),
                        stock.quantity);
  return base::sha256_hex(text);
}

fairness::Instance build_instance(const Inputs& inputs) {
  fairness::Instance instance;
  instance.seed = inputs.seed;
  instance.kinds = kinds_of(inputs);
  for (const auto& accepted : inputs.accepted) instance.components.push_back(component_of(inputs, accepted));
  std::map<ProductId, fairness::ProductIndex> product_at;
  for (const auto& product : inputs.products) {
    product_at[product.id] = static_cast<fairness::ProductIndex>(instance.products.size());
    instance.products.push_back(product_of(inputs, product));
  }
  instance.lines.reserve(inputs.lines.size());
  for (const auto& line : inputs.lines)
    instance.lines.push_back({.id = line.name,
                              .product = product_at.at(line.product),
                              .tier = line.tier,
                              .weight = line.weight,
                              .cap = line.cap,
                              .floor = line.floor,
                              .past = line.past});
  return instance;
}

}  // namespace relais::allocation
