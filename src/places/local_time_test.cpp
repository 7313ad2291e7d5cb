#include "places/local_time.hpp"

#include <gtest/gtest.h>

namespace relais::places {
namespace {

using namespace std::chrono;

constexpr base::Instant at(year_month_day day, int hour, int minute) {
  return base::Instant(sys_days(day)) + hours(hour) + minutes(minute);
}
constexpr int on_clock(int hour, int minute) { return hour * 60 + minute; }

TEST(LocalTime, follows_summer_time_where_there_is_one) {
  EXPECT_EQ(local_time(at(2020y / 1 / 15, 8, 30), "64").minute, on_clock(9, 30));
  EXPECT_EQ(local_time(at(2020y / 7 / 15, 8, 30), "64").minute, on_clock(10, 30));
  EXPECT_EQ(local_time(at(2020y / 3 / 29, 0, 59), "75").minute, on_clock(1, 59));
  EXPECT_EQ(local_time(at(2020y / 3 / 29, 1, 0), "75").minute, on_clock(3, 0));
}

TEST(LocalTime, is_the_territorys_own_overseas) {
  const auto noon = at(2020y / 7 / 15, 12, 0);
  EXPECT_EQ(local_time(noon, "974").minute, on_clock(16, 0));
  EXPECT_EQ(local_time(noon, "971").minute, on_clock(8, 0));
  EXPECT_EQ(local_time(noon, "973").minute, on_clock(9, 0));
  EXPECT_EQ(local_time(noon, "975").minute, on_clock(10, 0));
  EXPECT_EQ(local_time(noon, "988").minute, on_clock(23, 0));
  const auto tahiti = local_time(at(2020y / 7 / 15, 3, 0), "987");
  EXPECT_EQ(tahiti, (LocalTime{sys_days(2020y / 7 / 14), on_clock(17, 0)}));
}

TEST(PublicHoliday, are_those_of_the_country_and_of_the_departement) {
  for (const auto day : {2020y / 1 / 1, 2020y / 4 / 13, 2020y / 5 / 21, 2020y / 6 / 1, 2021y / 4 / 5, 2021y / 5 / 13,
                         2021y / 5 / 24, 2025y / 4 / 21, 2038y / 4 / 26, 2020y / 7 / 14})
    EXPECT_TRUE(is_public_holiday(sys_days(day), "64")) << base::iso_day(sys_days(day));
  for (const auto day : {2020y / 4 / 12, 2020y / 4 / 10, 2020y / 12 / 26, 2020y / 12 / 20})
    EXPECT_FALSE(is_public_holiday(sys_days(day), "64"));
  EXPECT_TRUE(is_public_holiday(sys_days(2020y / 4 / 10), "67"));
  EXPECT_TRUE(is_public_holiday(sys_days(2020y / 12 / 26), "57"));
  EXPECT_TRUE(is_public_holiday(sys_days(2020y / 12 / 20), "974"));
}

}  // namespace
}  // namespace relais::places
