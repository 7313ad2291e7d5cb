#include "places/name.hpp"

#include <gtest/gtest.h>

#include "places/point.hpp"

namespace relais::places {
namespace {

TEST(NameKey, makes_one_key_of_the_ways_to_write_a_name) {
  EXPECT_EQ(name_key("ST JEAN DE LUZ"), name_key("Saint-Jean-de-Luz"));
  EXPECT_EQ(name_key("Ste-Mère-Église"), name_key("SAINTE MERE EGLISE"));
  EXPECT_EQ(name_key("Havre (Le)"), name_key("Le Havre"));
  EXPECT_EQ(name_key("CHALON S/ SAONE"), name_key("Chalon-sur-Saône"));
  EXPECT_EQ(name_key("PAU CEDEX 9"), name_key("Pau"));
  EXPECT_EQ(name_key("MARSEILLE 08"), name_key("Marseille 8e Arrondissement"));
  EXPECT_EQ(name_key("Paris 1er"), name_key("Paris 1"));
  EXPECT_EQ(name_key("Œuilly"), "oeuilly");
}

TEST(NameKey, keeps_different_names_apart) {
  EXPECT_NE(name_key("Saint-Palais"), name_key("Saint-Palais-sur-Mer"));
  EXPECT_NE(name_key("Paris 1"), name_key("Paris 10"));
  EXPECT_EQ(name_key("Y"), "y");
  EXPECT_EQ(name_key(" - "), "");
}

TEST(Degrees, are_read_with_a_point_or_a_comma_and_rounded) {
  EXPECT_EQ(parse_degrees("43.370176"), 43370176);
  EXPECT_EQ(parse_degrees(" -0,629337 "), -629337);
  EXPECT_EQ(parse_degrees("5.4138517"), 5413852);
  for (const auto* text : {"43.370176", "-0.5", "-21", "0", "0.000001", "100.25"})
    EXPECT_EQ(degrees_text(*parse_degrees(text)), text);
  EXPECT_EQ(parse_degrees("-1"), -1'000'000);
  EXPECT_EQ(parse_degrees("0.9999999"), 1'000'000);
}

TEST(Degrees, refuse_what_is_no_number) {
  for (const auto* text : {"", ".5", "5.", "43°22", "1e3", "1234.5", "43.37.1", "--1", "5.1234567890123456"}) {
    EXPECT_FALSE(parse_degrees(text)) << text;
  }
  EXPECT_FALSE(parse_point("91", "0"));
  EXPECT_FALSE(parse_point("43.1", "181"));
  EXPECT_TRUE(parse_point("-90", "180"));
}

TEST(Distance, agrees_with_published_ones) {
  const Point paris{48'856'600, 2'352'200}, london{51'507'400, -127'800}, noumea{-22'275'800, 166'458'000};
  EXPECT_NEAR(static_cast<double>(distance_m(paris, london)), 343'600, 1'000);
  EXPECT_NEAR(static_cast<double>(distance_m(paris, noumea)), 16'760'000, 20'000);
  EXPECT_EQ(distance_m(paris, paris), 0);
}

}  // namespace
}  // namespace relais::places
