#include "web/zone.hpp"

#include <gtest/gtest.h>

namespace relais::web {
namespace {

using base::Language;

base::Instant at(std::int64_t seconds) { return base::instant_from(seconds * 1'000); }

TEST(Zone, an_instant_is_told_as_the_clocks_there_show_it) {
  EXPECT_EQ(format_instant(Language::french, at(1'585'209'900)), "26 mars 2020, 9:05");
  EXPECT_EQ(format_instant(Language::english, at(1'585'209'900), "Indian/Reunion"), "26 March 2020, 12:05 (UTC+4)");
  EXPECT_EQ(iso_instant(at(1'585'263'600)), "2020-03-27 00:00");
  EXPECT_EQ(base::iso_day(day_in(at(1'585'263'600))), "2020-03-27") << "already tomorrow in Paris";
  EXPECT_EQ(base::iso_day(day_in(at(1'585'263'600), "America/Martinique")), "2020-03-26");
}

}  // namespace
}  // namespace relais::web
