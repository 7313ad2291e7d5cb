#include "base/zone.hpp"

#include <gtest/gtest.h>

namespace relais::base {
namespace {

constexpr std::string_view paris = "Europe/Paris";

Instant at(std::int64_t seconds) { return instant_from(seconds * 1'000); }

TEST(Zone, clocks_change_in_spring_and_autumn) {
  EXPECT_EQ(minutes_ahead(at(1'585'209'600), paris), 60);   // 26 March 2020, 8:00 UTC
  EXPECT_EQ(minutes_ahead(at(1'585'443'599), paris), 60);   // 29 March 2020, 0:59:59 UTC
  EXPECT_EQ(minutes_ahead(at(1'585'443'600), paris), 120);  // 29 March 2020, 1:00 UTC
  EXPECT_EQ(minutes_ahead(at(1'603'587'599), paris), 120);  // 25 October 2020, 0:59:59 UTC
  EXPECT_EQ(minutes_ahead(at(1'603'587'600), paris), 60);
}

TEST(Zone, territories_have_their_own) {
  EXPECT_EQ(minutes_ahead(at(1'585'209'600), "Indian/Reunion"), 240);
  EXPECT_EQ(minutes_ahead(at(1'585'209'600), "America/Guadeloupe"), -240);
  EXPECT_EQ(minutes_ahead(at(1'585'209'600), "Pacific/Noumea"), 660);
  EXPECT_EQ(minutes_ahead(at(1'585'209'600), "America/Miquelon"), -120);
}

}  // namespace
}  // namespace relais::base
