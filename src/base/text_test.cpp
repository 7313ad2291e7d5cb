#include "base/text.hpp"

#include <gtest/gtest.h>

namespace relais::base {

TEST(Text, folds_accents_case_ligatures_and_punctuation) {
  EXPECT_EQ(fold("  Saint-Étienne-d’Œuvre "), "saint etienne d oeuvre");
  EXPECT_EQ(fold("L'Haÿ-les-Roses"), "l hay les roses");
  EXPECT_EQ(fold("—"), "");
}

TEST(Text, reads_whole_numbers_as_people_write_them) {
  EXPECT_EQ(parse_integer(" 75\u202F000 "), 75000);
  EXPECT_EQ(parse_integer("75 000"), 75000);
  EXPECT_EQ(parse_integer("-3"), -3);
  EXPECT_FALSE(parse_integer("12.5"));
  EXPECT_FALSE(parse_integer("99999999999999999999"));
  EXPECT_FALSE(parse_integer(""));
}

TEST(Text, writes_whole_numbers_in_both_languages) {
  EXPECT_EQ(format_integer(700000), "700\u202F000");
  EXPECT_EQ(format_integer(-1234567, false), "-1,234,567");
  EXPECT_EQ(format_integer(999), "999");
}

TEST(Text, hashes_as_published) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Text, refuses_text_that_is_not_utf8) {
  EXPECT_TRUE(is_valid_utf8("Pau, Orthez, Biarritz – é"));
  EXPECT_FALSE(is_valid_utf8("Orth\xE9z"));
}

}  // namespace relais::base
