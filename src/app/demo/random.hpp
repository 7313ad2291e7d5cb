#pragma once
#include <cstdint>
#include <string_view>

namespace relais::app::demo {

/// The same numbers on every machine: a 64-bit counter and a mixer.
///
/// Source  SplitMix64, of G. Steele, D. Lea and C. Flood, “Fast splittable pseudorandom number generators”, 2014.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  /// A stream of its own for each name.
  Random(std::uint64_t seed, std::string_view name) : state_(seed) {
    for (const char character : name) state_ = next() ^ static_cast<unsigned char>(character);
  }

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  /// From 0 to `bound` - 1; the bias of the remainder is under one in a billion for the bounds used here.
  std::int64_t below(std::int64_t bound) {
    return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(bound));
  }
  bool one_in(std::int64_t many) { return below(many) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace relais::app::demo
