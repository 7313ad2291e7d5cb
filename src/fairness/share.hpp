#pragma once
#include <memory>
#include <vector>

#include "fairness/fit.hpp"
#include "fairness/passes.hpp"

namespace relais::fairness {

/// A block near the level. Its lottery is drawn where that decides.
struct Ranked {
  Block block;
  std::uint32_t class_index = 0;
  bool is_drawn = false;
  std::uint64_t tie = 0;
};

/// Raises one level over the open classes of a tier until a block does not fit.
///
/// Lines enter the question "does it fit" through class sums only. A sample of them guesses the level, one pass over
/// all brackets it and keeps the lines that it leaves undecided, a few shorter passes narrow it, and only the last few
/// hundred units are put in order.
class WaterLevel {
 public:
  /// Ownership  keeps references: everything must outlive it.
  WaterLevel(const Instance& instance, const Fit& fit, const Columns& columns);

  /// Starts at level 0 with the classes [first, end), which are those of one tier. `demand` counts the grants of the
  /// tiers before, and the floors of this one and of those after.
  void open_tier(std::size_t first, std::size_t end, const Demand& demand);
  /// Takes a class out, which has got `granted` units.
  void close(std::size_t class_index, std::int64_t granted);

  enum class Outcome { all_served, refused, undecided };
  Outcome raise();

  /// After a refusal: every unit up to `level` is granted, and of the blocks beyond it those in `granted_beyond`, by
  /// key.
  std::int64_t level() const { return low_; }
  const std::vector<Ranked>& granted_beyond() const { return beyond_; }
  const Ranked& refused() const { return refused_; }
  const Demand& refused_demand() const { return refused_demand_; }  ///< the refused block included

 private:
  struct Open {
    std::size_t class_index = 0;
    Lines lines;               ///< those whose units may differ between the two levels
    std::int64_t settled = 0;  ///< units of all its other lines
    UnitsAtTwo units;          ///< of all its lines, at low_ and high_
    std::size_t room = 0;      ///< where its list begins
  };
  struct Levels {
    std::int64_t low = 0, high = 0;
  };
  using UnitsPerClass = std::vector<UnitsAtTwo>;  ///< in the order of open_

  const Sharing& sharing(const Open& open) const { return columns_.classes[open.class_index]; }
  Demand demand_of(const UnitsPerClass& units, std::int64_t UnitsAtTwo::*level) const;
  UnitsPerClass units_known() const;
  std::int64_t units_between() const;
  std::size_t count_lines() const;
  void look_at_all_lines();
  std::int64_t first_step() const;
  Levels guess() const;
  Levels next_levels(Levels known, const UnitsPerClass& units, std::int64_t& step, bool halve) const;
  bool move_to(Levels levels);
  Undecided pass_over(const Open& one, Levels levels);
  void keep_lines_between(Open& one, const Undecided& passed);
  bool narrow();
  std::vector<Ranked> blocks_between();
  Outcome select(std::vector<Ranked> blocks);
  Outcome find_refused(const std::vector<Ranked>& blocks, std::size_t& low, std::size_t& high, bool within_key) const;
  Demand demand_before(const std::vector<Ranked>& blocks, std::size_t end) const;
  void draw(std::vector<Ranked>& blocks, std::size_t first, std::size_t end);

  const Instance& instance_;
  const Fit& fit_;
  const Columns& columns_;
  std::unique_ptr<std::uint32_t[]> lists_;  ///< room for all lines of the largest tier; touched as far as it is used
  std::vector<Open> open_;
  Demand settled_;                   ///< of all classes that are not open
  std::int64_t low_ = 0, high_ = 0;  ///< low_ fits, high_ does not
  std::vector<Ranked> drawn_;        ///< the last draw, by line: the next refusal is often at the same key
  std::vector<Ranked> beyond_;
  Ranked refused_;
  Demand refused_demand_;
};

}  // namespace relais::fairness
