#pragma once
#include <memory>
#include <vector>

#include "fairness/model.hpp"
#include "fairness/rank.hpp"

namespace relais::fairness {

/// The lines of one class: [first, end) of the columns.
struct Sharing {
  std::int32_t tier = 0;
  std::uint32_t product = 0;  ///< rank
  std::int32_t lot = 1;
  bool is_plain = true;  ///< single units and no floors: what most classes are, and a pass over them is the shortest
  std::size_t first = 0, end = 0;
  std::int64_t asked = 0, owed = 0, weight = 0;  ///< sums over its lines
};

/// What the order needs of the lines, class after class. A plan's time goes into passing over the first three: 12 bytes
/// a line, and 8 beside them.
struct Columns {
  using Column = std::unique_ptr<std::int32_t[]>;
  Column weight, cap, past;
  Column owed;  ///< the floor, raised to the lot
  std::unique_ptr<LineIndex[]> line;
  std::vector<Sharing> classes;  ///< by tier, then product

  Taker taker(const Sharing& sharing, std::size_t at) const {
    return {weight[at], cap[at], owed[at], past[at], std::min(sharing.lot, cap[at]), line[at]};
  }
};

/// `instance` has been validated.
Columns columns_of(const Instance& instance, const Model& model);

}  // namespace relais::fairness
