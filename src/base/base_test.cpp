#include <gtest/gtest.h>

#include "base/reference.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace relais::base {
namespace {

constexpr RefusalReason too_many{"base.too_many", 409, "{0} demandés, {1} libres.", "{0} asked, {1} free."};

TEST(Result, says_why_in_both_languages) {
  const Result<int> result = Refusal(too_many, {"5", "3"});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.refusal().message(Language::french), "5 demandés, 3 libres.");
  EXPECT_EQ(result.refusal().message(Language::english), "5 asked, 3 free.");
}

TEST(Result, a_message_without_its_facts_is_a_defect) {
  EXPECT_THROW(Refusal(too_many).message(Language::french), Defect);
}

TEST(Time, reads_iso_and_french_days_that_exist) {
  EXPECT_EQ(iso_day(*parse_day("2020-03-26")), "2020-03-26");
  EXPECT_EQ(iso_day(*parse_day("26/03/2020")), "2020-03-26");
  EXPECT_FALSE(parse_day("2020-02-30"));
  EXPECT_FALSE(parse_day("26-03-2020"));
}

TEST(Time, writes_instants_as_rfc_3339) {
  EXPECT_EQ(iso_instant(instant_from(1585209600123)), "2020-03-26T08:00:00.123Z");
}

TEST(Reference, reads_back_what_it_wrote_however_it_was_typed) {
  for (std::int64_t number :
       {0LL, 1LL, 31LL, 32LL, 123456789LL, 9007199254740991LL, 1LL << 60, 9223372036854775807LL}) {
    const auto text = format_reference('G', number);
    EXPECT_EQ(parse_reference('G', text), number) << text;
  }
  EXPECT_EQ(parse_reference('G', "g oooi 1"), 1);
}

TEST(Reference, refuses_a_mistyped_character_and_a_swapped_pair) {
  const auto text = format_reference('G', 123456789);
  for (std::size_t at = 2; at < text.size(); ++at) {
    if (text[at] == '-') continue;
    auto wrong = text;
    wrong[at] = text[at] == '7' ? '8' : '7';
    EXPECT_FALSE(parse_reference('G', wrong)) << wrong;
    if (at + 1 < text.size() && text[at + 1] != '-' && text[at] != text[at + 1]) {
      auto swapped = text;
      std::swap(swapped[at], swapped[at + 1]);
      EXPECT_FALSE(parse_reference('G', swapped)) << swapped;
    }
  }
  EXPECT_FALSE(parse_reference('S', text));
}

}  // namespace
}  // namespace relais::base
