#include "allocation/blocks.hpp"

#include <gtest/gtest.h>

namespace relais::allocation {
namespace {

using Lines = std::vector<BlockLine>;

BlockLine plain_line(std::int64_t need, std::int64_t product) {
  BlockLine line;
  line.input.need = NeedId{need};
  line.input.people = 60;
  line.input.asked = 30;
  line.product = ProductId{product};
  line.granted = 12;
  line.dealt_before = 1'000'000;
  return line;
}

std::string written(const Lines& lines) {
  BlockWriter writer;
  for (const auto& line : lines) writer.add(line.input, line.product, line.granted, line.dealt_before);
  return writer.body();
}

void expect_same(const BlockLine& a, const BlockLine& b) {
  EXPECT_EQ(a.input.need, b.input.need);
  EXPECT_EQ(a.product, b.product);
  EXPECT_EQ(a.input.audience, b.input.audience);
  EXPECT_EQ(a.input.urgency, b.input.urgency);
  EXPECT_EQ(a.input.is_checked, b.input.is_checked);
  EXPECT_EQ(a.input.people, b.input.people);
  EXPECT_EQ(a.input.asked, b.input.asked);
  EXPECT_EQ(a.input.earlier, b.input.earlier);
  EXPECT_EQ(a.input.past, b.input.past);
  EXPECT_EQ(a.input.guarantee, b.input.guarantee);
  EXPECT_EQ(a.input.adjusted, b.input.adjusted);
  EXPECT_EQ(a.granted, b.granted);
  EXPECT_EQ(a.dealt_before, b.dealt_before);
}

TEST(Blocks, are_written_as_the_migration_says) {
  auto second = plain_line(1'003, 7);
  second.input.audience = Audience::usual_beneficiary;
  second.input.urgency = Urgency::high;
  second.input.is_checked = true;
  second.input.adjusted = 0;
  second.granted = 0;
  EXPECT_EQ(written({plain_line(1'001, 8), second}),
            "1001 8 0 2 0 60 30 12 1000000;2 -1 2 1 1 60 30 0 1000000 0 0 0 0 0 0 0");
}

TEST(Blocks, what_is_written_is_read_back) {
  auto guaranteed = plain_line(913'043'056'242'890'767, 913'043'056'242'890'000);
  guaranteed.input.audience = Audience::pupil;
  guaranteed.input.urgency = Urgency::vital;
  guaranteed.input.earlier = 3;
  guaranteed.input.past = 40;
  guaranteed.input.guarantee = {1, 2, 3, 4};
  auto adjusted = plain_line(5, 6);
  adjusted.input.adjusted = 12;
  const Lines lines{plain_line(1, 2), guaranteed, adjusted, plain_line(9, 1)};
  Lines again;
  ASSERT_TRUE(parse_block(written(lines), again));
  ASSERT_EQ(again.size(), lines.size());
  for (std::size_t at = 0; at < lines.size(); ++at) expect_same(again[at], lines[at]);
}

TEST(Blocks, a_damaged_text_is_told) {
  Lines lines;
  const auto whole = written({plain_line(1, 2), plain_line(3, 4)});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto piece = whole.substr(0, length);
    if (parse_block(piece, lines)) {
      EXPECT_NE(written(lines), whole) << piece;
      EXPECT_EQ(written(lines), piece);
    }
  }
  for (const auto* text :
       {"", ";", "1", "1 2 0 2 0 60 30 12 1;", "1 2 0 2 0 60 30 12  1", "1 2 3 2 0 60 30 12 1", "1 2 0 3 0 60 30 12 1",
        "1 2 0 2 2 60 30 12 1", "1 2 0 2 0 0 30 12 1", "1 2 0 2 0 60 30 31 1", "1 2 0 2 0 60 30 -1 1",
        "1 2 0 2 0 60 30 12 1 0 0 0 0 0", "1 2 0 2 0 60 30 12 1 31 0 0 0 0 0", "1 2 0 2 0 60 30 12 1 0 0 0 0 0 0 0 0",
        "1 2 0 2 0 60 30 12 99999999999999999999", "1 2 0 2 0 60 30 12 1x"})
    EXPECT_FALSE(parse_block(text, lines)) << text;
}

}  // namespace
}  // namespace relais::allocation
