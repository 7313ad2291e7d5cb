#include "fairness/key_text.hpp"

#include <gtest/gtest.h>

namespace relais::fairness {
namespace {

using base::Language;

TEST(KeyText, shows_two_ranks_with_enough_decimals_to_tell_them_apart) {
  EXPECT_EQ(decimals_to_tell_apart({1, 3}, {1, 2}), 3);
  EXPECT_EQ(decimals_to_tell_apart({100'001, 1'000'000}, {100'002, 1'000'000}), 6);
  EXPECT_EQ(decimals_to_tell_apart({1, 2}, {2, 4}), 3);
}

TEST(KeyText, rounds_half_up_in_either_language) {
  EXPECT_EQ(format_key({23, 120}, 3, Language::french), "0,192");
  EXPECT_EQ(format_key({1, 2'000}, 3, Language::english), "0.001");
  EXPECT_EQ(format_key({3'999'999'999, 1}, 9, Language::english), "3999999999.000000000");
}

}  // namespace
}  // namespace relais::fairness
