#include <algorithm>
#include <map>

#include "allocation/passing.hpp"
#include "allocation/spread.hpp"

namespace relais::allocation {
namespace {

using store::Reader;

constexpr std::int64_t permille = 1'000;
constexpr std::int64_t partial_bands = bands_count - 2;

std::int64_t cap_of(const BlockLine& line) { return line.input.asked - line.input.earlier; }

std::size_t band_of(const BlockLine& line) {
  if (line.granted >= cap_of(line)) return bands_count - 1;
  if (line.granted == 0) return 0;
  return 1 + static_cast<std::size_t>(line.granted * partial_bands / cap_of(line));
}

using Groups = std::map<std::string, SpreadGroup, std::less<>>;

void add_line(Groups& groups, std::string_view code, const BlockLine& line) {
  auto found = groups.find(code);
  if (found == groups.end()) {
    found = groups.emplace(code, SpreadGroup{}).first;
    found->second.code = code;
  }
  auto& group = found->second;
  ++group.lines_by_band.at(band_of(line));
  group.people += line.input.people;
  group.asked += cap_of(line);
  group.granted += line.granted;
}

std::vector<SpreadGroup> in_order_of_code(Groups&& groups) {
  std::vector<SpreadGroup> list;
  for (auto& [code, group] : groups) list.push_back(std::move(group));
  return list;
}

/// What a class was granted, in this and in past allocations, against its weight.
struct ClassShare {
  std::int64_t had = 0;
  std::int64_t weight = 0;
};

class Shares {
 public:
  explicit Shares(const Policy& policy) : policy_(policy) {}
  void add(const BlockLine& line) {
    auto& share = of(line);
    share.had += line.granted + line.input.past;
    share.weight += weight_of(line);
  }
  std::int64_t permille_of(const BlockLine& line) {
    const auto& share = of(line);
    if (share.had == 0) return 0;
    // Exact, and rounded down: a class may have a billion of each.
    __extension__ using Wide = __int128;
    return static_cast<std::int64_t>(Wide{line.granted + line.input.past} * permille * share.weight /
                                     (Wide{weight_of(line)} * share.had));
  }

 private:
  std::int64_t weight_of(const BlockLine& line) const {
    return line.input.people * policy_.rule_of(line.input.urgency).weight;
  }
  ClassShare& of(const BlockLine& line) { return shares_[{policy_.rule_of(line.input.urgency).tier, line.product}]; }

  const Policy& policy_;
  std::map<std::pair<std::int32_t, ProductId>, ClassShare> shares_;
};

/// The lowest first, then the most people; the earlier name first among equals.
bool is_worse(const WorstLine& a, const WorstLine& b) {
  return std::pair(a.permille_of_class, -a.people) < std::pair(b.permille_of_class, -b.people);
}

WorstLine worst_line_of(const PassingLine& passing, std::int64_t permille_of_class) {
  const auto& [line, structure, code, name, departement] = passing;
  return {std::string(code), std::string(name), std::string(departement), line.input.audience,
          line.product,      line.input.people, line.input.is_checked,    cap_of(line),
          line.granted,      permille_of_class};
}

/// Keeps the worst few in order.
void keep_worst(std::vector<WorstLine>& worst, const PassingLine& passing, std::int64_t permille_of_class,
                std::int64_t lines_max) {
  WorstLine key;
  key.permille_of_class = permille_of_class;
  key.people = passing.line.input.people;
  const auto place = std::upper_bound(worst.begin(), worst.end(), key, is_worse);
  if (place - worst.begin() >= lines_max) return;
  worst.insert(place, worst_line_of(passing, permille_of_class));
  if (std::ssize(worst) > lines_max) worst.pop_back();
}

}  // namespace

std::int64_t SpreadGroup::lines() const {
  std::int64_t sum = 0;
  for (const auto lines : lines_by_band) sum += lines;
  return sum;
}

Spread count_spread(Reader& reader, AllocationId allocation) {
  Groups audiences, departements;
  for_each_line(reader, allocation, [&](const PassingLine& passing) {
    add_line(departements, passing.departement, passing.line);
    add_line(audiences, catalogue::code_of(passing.line.input.audience), passing.line);
  });
  return {in_order_of_code(std::move(audiences)), in_order_of_code(std::move(departements))};
}

std::vector<WorstLine> list_worst_lines(Reader& reader, const Allocation& allocation, std::int64_t lines_max) {
  Shares shares(allocation.policy);
  for_each_line(reader, allocation.id, [&](const PassingLine& passing) { shares.add(passing.line); });
  std::vector<WorstLine> worst;
  for_each_line(reader, allocation.id, [&](const PassingLine& passing) {
    if (passing.line.granted < cap_of(passing.line))
      keep_worst(worst, passing, shares.permille_of(passing.line), lines_max);
  });
  return worst;
}

}  // namespace relais::allocation
