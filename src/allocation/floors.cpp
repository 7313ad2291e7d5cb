#include <algorithm>
#include <map>
#include <utility>

#include "allocation/earmarks.hpp"

namespace relais::allocation {
namespace {

using fairness::Block;
using fairness::Instance;
using fairness::LineIndex;

/// Whether `a` is served before `b`: by tier, by key (their products stay below 2^63: numerators are under 2^32,
/// denominators under 2^30), by lot.
bool comes_before(const Instance& instance, const Block& a, const Block& b) {
  const auto& line = instance.lines[a.line];
  const auto& other = instance.lines[b.line];
  if (line.tier != other.tier) return line.tier < other.tier;
  const auto left = a.key.numerator * b.key.denominator, right = b.key.numerator * a.key.denominator;
  if (left != right) return left < right;
  return std::pair(fairness::tie_of(instance.seed, line.id), line.id) <
         std::pair(fairness::tie_of(instance.seed, other.id), other.id);
}

/// The next blocks of some lines, given out in the order of their ranks; `take` says whether a block is granted, and
/// the first that is not ends it: a floor is a guarantee of at most so much, never of more.
template <class Take>
void raise_in_order(Instance& instance, const std::vector<LineIndex>& lines, const Take& take) {
  const auto comes_after = [&](const Block& a, const Block& b) { return comes_before(instance, b, a); };
  std::vector<Block> heap;
  for (const auto line : lines)
    if (const auto block = fairness::next_block(instance, line, instance.lines[line].floor)) heap.push_back(*block);
  std::make_heap(heap.begin(), heap.end(), comes_after);
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), comes_after);
    const auto block = heap.back();
    heap.pop_back();
    if (!take(block)) return;
    instance.lines[block.line].floor += block.units;
    if (const auto next = fairness::next_block(instance, block.line, instance.lines[block.line].floor)) {
      heap.push_back(*next);
      std::push_heap(heap.begin(), heap.end(), comes_after);
    }
  }
}

std::int64_t amount_of(const ProductInput& product, KindId kind) {
  for (const auto& part : product.parts)
    if (part.kind == kind) return part.quantity;
  return 0;
}

/// What is left of each kind when every floor is made of the proper kinds.
class ProperStock {
 public:
  ProperStock(const Inputs& inputs, const Instance& instance) : inputs_(inputs) {
    for (const auto& stock : inputs.stock) left_[stock.kind] += stock.quantity;
    for (std::size_t at = 0; at < inputs.lines.size(); ++at) use(inputs.lines[at].product, instance.lines[at].floor);
  }

  bool take(std::uint32_t product, std::int64_t units) {
    for (const auto& part : inputs_.products[product].parts)
      if (left_[part.kind] < part.quantity * units) return false;
    use(product, units);
    return true;
  }

 private:
  void use(std::uint32_t product, std::int64_t units) {
    if (units == 0) return;
    for (const auto& part : inputs_.products[product].parts) left_[part.kind] -= part.quantity * units;
  }

  const Inputs& inputs_;
  std::map<KindId, std::int64_t> left_;
};

bool is_meant(const Earmark& earmark, const Inputs& inputs, const LineInput& line) {
  return (!earmark.audience || *earmark.audience == line.audience) &&
         (earmark.departement.empty() || earmark.departement == inputs.structures[line.structure].departement) &&
         amount_of(inputs.products[line.product], earmark.kind) > 0;
}

void raise_for(const Earmark& earmark, const Inputs& inputs, Instance& instance, ProperStock& left) {
  std::vector<LineIndex> lines;
  auto items = earmark.items;
  for (LineIndex at = 0; at < inputs.lines.size(); ++at) {
    if (!is_meant(earmark, inputs, inputs.lines[at])) continue;
    lines.push_back(at);
    items -= instance.lines[at].floor * amount_of(inputs.products[inputs.lines[at].product], earmark.kind);
  }
  raise_in_order(instance, lines, [&](const Block& block) {
    const auto product = inputs.lines[block.line].product;
    const auto needed = amount_of(inputs.products[product], earmark.kind) * block.units;
    if (needed > items || !left.take(product, block.units)) return false;
    items -= needed;
    return true;
  });
}

}  // namespace

void raise_earmark_floors(Inputs& inputs, Instance& instance, const std::vector<Earmark>& earmarks) {
  if (earmarks.empty()) return;
  ProperStock left(inputs, instance);
  for (const auto& earmark : earmarks) raise_for(earmark, inputs, instance, left);
  for (std::size_t at = 0; at < inputs.lines.size(); ++at)
    inputs.lines[at].guarantee.earmarked = instance.lines[at].floor - inputs.lines[at].guarantee.promised;
}

void raise_departement_floors(Inputs& inputs, Instance& instance) {
  const auto units_each = inputs.policy.departement_floor;
  if (units_each == 0) return;
  std::map<std::pair<std::string_view, std::uint32_t>, std::vector<LineIndex>> groups;
  for (LineIndex at = 0; at < inputs.lines.size(); ++at) {
    const std::string_view departement = inputs.structures[inputs.lines[at].structure].departement;
    if (!departement.empty()) groups[{departement, inputs.lines[at].product}].push_back(at);
  }
  for (const auto& [key, lines] : groups) {
    auto units = units_each;
    for (const auto at : lines) units -= instance.lines[at].floor;
    raise_in_order(instance, lines, [&](const Block& block) {
      if (block.units > units) return false;
      units -= block.units;
      return true;
    });
  }
  for (std::size_t at = 0; at < inputs.lines.size(); ++at) {
    auto& guarantee = inputs.lines[at].guarantee;
    guarantee.departement = instance.lines[at].floor - (guarantee.total() - guarantee.departement);
  }
}

}  // namespace relais::allocation
