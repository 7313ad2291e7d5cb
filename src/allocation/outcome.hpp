#pragma once
#include <string>
#include <vector>

#include "allocation/inputs.hpp"
#include "base/result.hpp"

namespace relais::allocation {

/// A plan of the inputs' instance, and the hashes of both texts.
struct Outcome {
  fairness::Instance instance;
  fairness::Plan plan;
  std::string instance_sha256;
  std::string plan_sha256;
};

/// Refuses  what `fairness::solve` refuses.
base::Result<Outcome> work_out(fairness::Instance instance);

/// Per line, how many units of its class were dealt to the lines before it: with the routes of the class it tells which
/// goods the line gets. The order is that of `fairness::portions_of`.
std::vector<std::int64_t> dealt_before(const fairness::Instance& instance, const std::vector<std::int64_t>& granted);

/// The lines of a structure added up.
struct StructureSum {
  std::int64_t people = 0;
  std::int64_t asked = 0;  ///< less what was granted earlier
  std::int64_t granted = 0;
  bool operator==(const StructureSum&) const = default;
};
/// By structure, as in the inputs.
std::vector<StructureSum> sums_of(const Inputs& inputs, const std::vector<std::int64_t>& granted);

/// Where a class's goods for one part come from, the proper kind first.
struct DealtKind {
  KindId kind;
  std::int64_t quantity = 0;
};

/// The goods of `units` units of a product for one part, after `before` units were dealt.
std::vector<Portion> deal(const catalogue::Part& part, const std::vector<DealtKind>& kinds, std::int64_t before,
                          std::int64_t units);

}  // namespace relais::allocation
