#include "allocation/inputs.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

#include "base/check.hpp"
#include "base/text.hpp"

namespace relais::allocation {
namespace {

template <class Items, class Matches>
std::uint32_t position_where(const Items& items, const Matches& matches) {
  const auto found = std::find_if(items.begin(), items.end(), matches);
  RELAIS_CHECK(found != items.end());
  return static_cast<std::uint32_t>(found - items.begin());
}

std::vector<fairness::Kind> solver_kinds(const Inputs& inputs) {
  std::vector<fairness::Kind> kinds;
  for (const auto& kind : inputs.kinds) kinds.push_back({kind.code, 0});
  for (const auto& stock : inputs.stock)
    if (inputs.has_kind(stock.kind)) kinds[inputs.position_of(stock.kind)].stock += stock.quantity;
  return kinds;
}

fairness::Component solver_component(const Inputs& inputs, const AcceptedInput& accepted) {
  fairness::Component component{inputs.code_of(accepted.part), {}};
  for (const auto kind : accepted.kinds) component.accepts.push_back(inputs.position_of(kind));
  return component;
}

fairness::Product solver_product(const Inputs& inputs, const ProductInput& product) {
  fairness::Recipe recipe;
  for (const auto& part : product.parts)
    recipe.push_back({position_where(inputs.accepted, [&](const AcceptedInput& one) { return one.part == part.kind; }),
                      part.quantity});
  return {product.code, product.minimum_lot, {recipe}};
}

/// For each position, its rank in the order of `code_at`, to which what follows in a name is added.
template <class CodeAt>
std::vector<std::uint32_t> ranks_in_names(std::size_t count, const CodeAt& code_at) {
  std::vector<std::uint32_t> order(count), ranks(count);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return code_at(a) + "/" < code_at(b) + "/"; });
  for (std::uint32_t rank = 0; rank < count; ++rank) ranks[order[rank]] = rank;
  return ranks;
}

/// Moves lines to where `places` wants them, one round trip after the other: a second copy of a million would take
/// longer to make than to fill. `places` is left as it is not to be used again.
void put_in_order(std::vector<LineInput>& lines, std::vector<std::pair<std::uint64_t, std::uint32_t>>& places) {
  for (std::uint32_t start = 0; start < places.size(); ++start) {
    if (places[start].second == start) continue;
    const auto first = lines[start];
    auto at = start;
    for (auto from = places[at].second; from != start; from = places[at].second) {
      lines[at] = lines[from];
      places[at].second = at;
      at = from;
    }
    lines[at] = first;
    places[at].second = at;
  }
}

}  // namespace

bool Inputs::has_kind(KindId kind) const {
  return std::any_of(kinds.begin(), kinds.end(), [&](const KindInput& one) { return one.id == kind; });
}

std::uint32_t Inputs::position_of(KindId kind) const {
  return position_where(kinds, [&](const KindInput& one) { return one.id == kind; });
}

const std::string& Inputs::code_of(KindId kind) const { return kinds[position_of(kind)].code; }

std::uint32_t Inputs::position_of(ProductId id) const {
  return position_where(products, [&](const ProductInput& one) { return one.id == id; });
}

bool Inputs::has_product(ProductId id) const {
  return std::any_of(products.begin(), products.end(), [&](const ProductInput& one) { return one.id == id; });
}

const ProductInput& Inputs::product(ProductId id) const { return products[position_of(id)]; }

void sort_goods(Inputs& inputs) {
  const auto by_code = [](const auto& a, const auto& b) { return a.code < b.code; };
  std::sort(inputs.kinds.begin(), inputs.kinds.end(), by_code);
  for (auto& product : inputs.products)
    std::sort(product.parts.begin(), product.parts.end(),
              [&](const auto& a, const auto& b) { return inputs.code_of(a.kind) < inputs.code_of(b.kind); });
  std::sort(inputs.accepted.begin(), inputs.accepted.end(),
            [&](const auto& a, const auto& b) { return inputs.code_of(a.part) < inputs.code_of(b.part); });
  std::sort(inputs.stock.begin(), inputs.stock.end(), [](const StockInput& a, const StockInput& b) {
    return std::tie(a.depot_code, a.kind_code) < std::tie(b.depot_code, b.kind_code);
  });
  std::vector<std::uint32_t> order(inputs.products.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return by_code(inputs.products[a], inputs.products[b]); });
  std::vector<ProductInput> sorted;
  std::vector<std::uint32_t> became(order.size());
  for (const auto at : order) {
    became[at] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(std::move(inputs.products[at]));
  }
  inputs.products = std::move(sorted);
  for (auto& line : inputs.lines) line.product = became[line.product];
}

void sort_lines(Inputs& inputs) {
  const auto structures = ranks_in_names(inputs.structures.size(),
                                         [&](auto at) -> const std::string& { return inputs.structures[at].code; });
  const auto audiences = ranks_in_names(std::size(catalogue::audiences), [](auto at) {
    return std::string(catalogue::code_of(catalogue::audiences[at]));
  });
  // Places are sorted instead of lines: a line is long to move.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> places;
  places.reserve(inputs.lines.size());
  for (const auto& line : inputs.lines)
    places.emplace_back((std::uint64_t{structures[line.structure]} << 32) +
                            (std::uint64_t{audiences[static_cast<std::size_t>(line.audience)]} << 24) + line.product,
                        static_cast<std::uint32_t>(places.size()));
  std::sort(places.begin(), places.end());
  put_in_order(inputs.lines, places);
  // Codes with a slash in them may still disagree with the names.
  const bool has_slash = std::any_of(inputs.structures.begin(), inputs.structures.end(),
                                     [](const auto& one) { return one.code.find('/') != std::string::npos; });
  if (has_slash)
    std::sort(inputs.lines.begin(), inputs.lines.end(),
              [&](const LineInput& a, const LineInput& b) { return name_of(inputs, a) < name_of(inputs, b); });
}

std::string name_of(const Inputs& inputs, const LineInput& line) {
  const auto& structure = inputs.structures[line.structure].code;
  const auto audience = catalogue::code_of(line.audience);
  const auto& product = inputs.products[line.product].code;
  std::string name;
  name.reserve(structure.size() + audience.size() + product.size() + 2);
  name += structure;
  name += '/';
  name += audience;
  name += '/';
  name += product;
  return name;
}

std::string stock_fingerprint(const Inputs& inputs) {
  std::string text = "relais free stock 1\n";
  for (const auto& stock : inputs.stock)
    if (inputs.has_kind(stock.kind))
      text += fmt::format("{}:{} {} {}\n", stock.depot_code.size(), stock.depot_code, stock.kind_code, stock.quantity);
  return base::sha256_hex(text);
}

fairness::Instance build_goods(const Inputs& inputs) {
  fairness::Instance instance;
  instance.seed = inputs.seed;
  instance.kinds = solver_kinds(inputs);
  for (const auto& accepted : inputs.accepted) instance.components.push_back(solver_component(inputs, accepted));
  for (const auto& product : inputs.products) instance.products.push_back(solver_product(inputs, product));
  return instance;
}

fairness::Line build_line(const Inputs& inputs, const LineInput& line) {
  const auto& rule = inputs.policy.rule_of(line.urgency);
  return {.id = name_of(inputs, line),
          .product = line.product,
          .tier = rule.tier,
          .weight = line.people * rule.weight,
          .cap = line.cap(),
          .floor = line.guarantee.total(),
          .past = line.past};
}

fairness::Instance build_instance(const Inputs& inputs) {
  auto instance = build_goods(inputs);
  instance.lines.reserve(inputs.lines.size());
  for (const auto& line : inputs.lines) instance.lines.push_back(build_line(inputs, line));
  return instance;
}

}  // namespace relais::allocation
