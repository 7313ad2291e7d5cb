#include "directory/opening.hpp"

#include <gtest/gtest.h>

#include "base/result.hpp"
#include "directory/listing_pages.hpp"

namespace relais::directory {
namespace {

using namespace std::chrono;
using base::Language;

constexpr places::LocalTime local(year_month_day day, int hour, int minute = 0) {
  return {sys_days(day), hour * 60 + minute};
}
constexpr auto thursday = 2020y / 3 / 26, friday = 2020y / 3 / 27, saturday = 2020y / 3 / 28, monday = 2020y / 3 / 30;

OpenState state(std::string_view text, places::LocalTime now) {
  return OpeningHours::parse(text).value().state_at(now, "64");
}

TEST(OpeningHours, say_until_when) {
  const auto* week = "Mo-Fr 09:00-12:00,14:00-17:00; Sa 9:00-12:00";
  EXPECT_EQ(state(week, local(thursday, 9)), (OpenState{true, local(thursday, 12)}));
  EXPECT_EQ(state(week, local(thursday, 12)), (OpenState{false, local(thursday, 14)}));
  EXPECT_EQ(state(week, local(friday, 23)), (OpenState{false, local(saturday, 9)}));
  EXPECT_EQ(state(week, local(saturday, 12)), (OpenState{false, local(monday, 9)}));
  EXPECT_EQ(state("24/7", local(saturday, 12)), (OpenState{true, {}}));
  EXPECT_EQ(state("Mo-Su off", local(saturday, 12)), (OpenState{false, {}}));
}

TEST(OpeningHours, take_the_later_rule_and_know_holidays) {
  const auto* week = "Mo-Su 09:00-17:00; Sa 10:00-12:00; PH off";
  EXPECT_EQ(state(week, local(saturday, 9)), (OpenState{false, local(saturday, 10)}));
  EXPECT_EQ(state(week, local(2020y / 5 / 1, 10)), (OpenState{false, local(2020y / 5 / 2, 10)}));
  EXPECT_EQ(state("Sa-Mo 00:00-24:00", local(saturday, 1)), (OpenState{true, local(2020y / 3 / 31, 0)}));
}

TEST(OpeningHours, say_nothing_of_what_they_do_not_understand) {
  for (const auto* text :
       {"", ";", "Lundi - samedi", "Mo-Fr", "Mo-Fr 9h-12h", "Mo-Fr 09:00+", "Mo-Fr 22:00-02:00", "Mo[1] 09:00-12:00",
        "Mo-Fr 09:00-12:00 || \"sur rendez-vous\"", "Mo-Fr 25:00-26:00", "Apr-Sep Mo 09:00-12:00", "Mo--Fr 09:00-12:00",
        "Mo-We-Fr 09:00-12:00", "sunrise-sunset", "Mo 09:00-12:00, We 09:00-12:00", "Mo 09:60-12:00", "Mo 12:00-12:00"})
    EXPECT_FALSE(OpeningHours::parse(text)) << text;
}

TEST(OpenText, is_said_on_the_clock_of_the_place) {
  Listing listing;
  listing.hours = "Mo-Fr 09:00-12:00,14:00-24:00";
  const auto at = [&](const char* departement, year_month_day day, int hour) {
    listing.departement = departement;
    return open_text(listing, base::Instant(sys_days(day)) + hours(hour), Language::french);
  };
  EXPECT_EQ(at("64", thursday, 8), "Ouvert jusqu’à 12:00");
  EXPECT_EQ(at("974", thursday, 8), "Fermé, ouvre à 14:00");
  EXPECT_EQ(at("64", thursday, 14), "Ouvert jusqu’à minuit");
  EXPECT_EQ(at("64", saturday, 8), "Fermé, ouvre lundi à 9:00");
  EXPECT_EQ(at("64", 2020y / 3 / 29, 8), "Fermé, ouvre demain à 9:00");
  listing.hours = "sur rendez-vous";
  EXPECT_EQ(at("64", thursday, 8), "");
}

}  // namespace
}  // namespace relais::directory
