#include <algorithm>
#include <map>
#include <utility>

#include "allocation/inputs.hpp"

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

std::optional<Block> first_block(const Instance& instance, const std::vector<LineIndex>& lines) {
  std::optional<Block> first;
  for (const auto line : lines) {
    const auto block = fairness::next_block(instance, line, instance.lines[line].floor);
    if (block && (!first || comes_before(instance, *block, *first))) first = block;
  }
  return first;
}

/// A lot that no longer fits ends the floor: it is a guarantee of at most `units`, never of more.
void raise_floors(Instance& instance, const std::vector<LineIndex>& lines, std::int64_t units) {
  for (const auto line : lines) units -= instance.lines[line].floor;
  while (units > 0) {
    const auto block = first_block(instance, lines);
    if (!block || block->units > units) return;
    instance.lines[block->line].floor += block->units;
    units -= block->units;
  }
}

}  // namespace

void raise_departement_floors(Inputs& inputs, const std::vector<std::string>& departements, std::int64_t units) {
  if (units == 0) return;
  std::map<std::pair<std::string, ProductId>, std::vector<LineIndex>> groups;
  for (LineIndex line = 0; line < inputs.lines.size(); ++line)
    if (!departements[line].empty()) groups[{departements[line], inputs.lines[line].product}].push_back(line);
  auto instance = build_instance(inputs);
  for (const auto& [key, lines] : groups) raise_floors(instance, lines, units);
  for (LineIndex line = 0; line < inputs.lines.size(); ++line) inputs.lines[line].floor = instance.lines[line].floor;
}

}  // namespace relais::allocation
