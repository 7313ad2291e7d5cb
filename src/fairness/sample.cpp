#include "fairness/sample.hpp"

namespace relais::fairness {

Sample::Sample(const Columns& columns, const Sharing& sharing, std::size_t stride, std::int64_t level,
               std::int64_t known)
    : columns_(columns), sharing_(sharing), known_(known) {
  for (auto at = sharing.first; at < sharing.end; at += stride) {
    positions_.push_back(static_cast<std::uint32_t>(at));
    weight_ += columns.weight[at];
  }
  sampled_ = sum_at_two(columns, sharing, {0, positions_.size(), positions_.data()}, level, level).low;
}

// Units grow with the weight, so that the weights say what a sampled line stands for.
std::int64_t Sample::scale(std::int64_t units) const {
  __extension__ using Exact = __int128;
  const auto more = static_cast<std::int64_t>(Exact{units - sampled_} * sharing_.weight / weight_);
  return std::min(known_ + more, sharing_.asked);
}

UnitsAtTwo Sample::guess(std::int64_t low, std::int64_t high) const {
  const auto sum = sum_at_two(columns_, sharing_, {0, positions_.size(), positions_.data()}, low, high);
  return {scale(sum.low), scale(sum.high)};
}

}  // namespace relais::fairness
