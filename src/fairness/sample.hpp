#pragma once
#include <vector>

#include "fairness/passes.hpp"

namespace relais::fairness {

/// Every so many lines of a class. What it says of the whole class is a guess that costs little: it decides nothing.
class Sample {
 public:
  /// `known` units of the whole class at `level` anchor the guess. One line in `stride`.
  Sample(const Columns& columns, const Sharing& sharing, std::size_t stride, std::int64_t level, std::int64_t known);

  UnitsAtTwo guess(std::int64_t low, std::int64_t high) const;

 private:
  std::int64_t scale(std::int64_t units) const;

  const Columns& columns_;
  const Sharing& sharing_;
  std::vector<std::uint32_t> positions_;
  std::int64_t weight_ = 0;
  std::int64_t known_ = 0, sampled_ = 0;
};

}  // namespace relais::fairness
