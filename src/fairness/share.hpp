#pragma once
#include <vector>

#include "fairness/fit.hpp"
#include "fairness/rank.hpp"

namespace relais::fairness {

/// The lines of one class, while it is shared out.
struct Sharing {
  std::int32_t tier = 0;
  std::uint32_t product = 0;  ///< rank
  std::size_t first = 0;      ///< its takers are [first, end)
  std::size_t end = 0;
  std::int64_t asked = 0;
};

/// The first block of a tier that does not fit, and the demand with it.
struct FirstRefusal {
  Ranked block;
  Demand demand;
};

/// Raises one level over the open classes of a tier until a block does not fit.
///
/// Lines enter the question "does it fit" through class sums only, so that it is asked some thirty times for levels and
/// a dozen times for single blocks near the last level, each time over fewer lines.
class WaterLevel {
 public:
  /// `settled` is the demand of all other classes; `open` are positions in `sharings`.
  /// Ownership  keeps references: everything must outlive it.
  WaterLevel(const Instance& instance, const Fit& fit, const std::vector<Taker>& takers,
             const std::vector<Sharing>& sharings);

  enum class Outcome { all_served, refused, undecided };

  /// Above `level`, which is known to fit.
  Outcome raise(const std::vector<std::size_t>& open, const Demand& settled, std::int64_t level);
  const FirstRefusal& refusal() const { return refusal_; }

 private:
  void open_classes(const std::vector<std::size_t>& open, const Demand& settled);
  Demand demand_at(std::int64_t level) const;
  std::int64_t first_step() const;
  bool narrow();
  void keep_undecided_lines();
  std::vector<Ranked> blocks_between() const;
  Outcome select(std::vector<Ranked> blocks);
  std::uint32_t product_of(const Taker& taker) const { return sharings_[taker.class_index].product; }

  const Instance& instance_;
  const Fit& fit_;
  const std::vector<Taker>& takers_;
  const std::vector<Sharing>& sharings_;
  std::vector<std::uint32_t> active_;  ///< takers whose units differ between low_ and high_
  Demand fixed_;                       ///< the demand of all others
  std::int64_t low_ = 0, high_ = 0;    ///< low_ fits, high_ does not
  Demand at_low_, at_high_;
  FirstRefusal refusal_;
};

}  // namespace relais::fairness
