#include "web/form.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace relais::web {
namespace {

constexpr std::string_view multipart_type = "multipart/form-data; boundary=\"b b\"";

std::string part(std::string_view disposition, std::string_view bytes) {
  return "--b b\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n\r\n" + std::string(bytes) +
         "\r\n";
}

TEST(Form, decodes_percents_and_blanks) {
  const auto fields = parse_urlencoded("name=Saint-%C3%89tienne+42&empty=&alone");
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->find("name"), "Saint-Étienne 42");
  EXPECT_EQ(fields->find("empty"), "");
  EXPECT_EQ(fields->find("alone"), "");
  EXPECT_EQ(fields->find("absent"), std::nullopt);
}

TEST(Form, keeps_duplicates_in_order_and_finds_the_first) {
  const auto fields = parse_urlencoded("kind=phone&kind=tablet&kind=phone");
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->find("kind"), "phone");
  EXPECT_EQ(fields->list("kind"), (std::vector<std::string_view>{"phone", "tablet", "phone"}));
}

TEST(Form, trims_what_a_person_typed) {
  EXPECT_EQ(parse_urlencoded("city=+Lyon%0D%0A")->text("city"), "Lyon");
  EXPECT_EQ(parse_urlencoded("")->text("city"), "");
}

TEST(Form, refuses_what_does_not_decode_to_text) {
  for (const auto* wrong : {"a=%", "a=%4", "a=%zz", "a=%+1", "a=%00", "a=%ff", "a=%c3", "%ed%a0%80=1", "a=\xff"}) {
    EXPECT_FALSE(parse_urlencoded(wrong)) << wrong;
  }
}

TEST(Form, refuses_more_fields_than_a_page_has) {
  std::string text;
  for (int number = 0; number < 2000; ++number) text += "a=1&";
  EXPECT_TRUE(parse_urlencoded(text));
  EXPECT_FALSE(parse_urlencoded(text + "a=1"));
}

TEST(Form, encoding_then_decoding_gives_the_text_back) {
  EXPECT_EQ(percent_encode("a b&c/é"), "a%20b%26c%2F%C3%A9");
  rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
    RC_ASSERT(percent_decode(percent_encode(text)) == text);
    RC_ASSERT(percent_decode(percent_encode(text), true) == text);
  });
}

TEST(Form, splits_a_multipart_body_in_fields_and_files) {
  const auto form = parse_multipart(
      multipart_type, part("name=\"note\"", "deux\r\nlignes") +
                          part("name=\"list\"; filename=\"b;soins.csv\"", std::string("\0\xff--b", 5)) + "--b b--\r\n");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->fields.find("note"), "deux\r\nlignes");
  ASSERT_EQ(form->uploads.size(), 1U);
  EXPECT_EQ(form->uploads[0].field, "list");
  EXPECT_EQ(form->uploads[0].file_name, "b;soins.csv");
  EXPECT_EQ(form->uploads[0].bytes, std::string("\0\xff--b", 5));
}

TEST(Form, refuses_a_multipart_body_that_is_cut_or_nameless) {
  EXPECT_FALSE(parse_multipart(multipart_type, part("name=\"a\"", "1")));
  EXPECT_FALSE(parse_multipart(multipart_type, part("filename=\"a\"", "1") + "--b b--"));
  EXPECT_FALSE(parse_multipart(multipart_type, part("name=\"a\"", "\xff") + "--b b--"));
  EXPECT_FALSE(parse_multipart(multipart_type, "noise" + part("name=\"a\"", "1") + "--b b--"));
  EXPECT_FALSE(parse_multipart("multipart/form-data", part("name=\"a\"", "1") + "--b b--"));
  EXPECT_FALSE(parse_multipart(multipart_type, "--b b\r\n"));
}

TEST(Path, splits_into_decoded_parts) {
  EXPECT_EQ(parse_path("/"), std::vector<std::string>{});
  EXPECT_EQ(parse_path("/a/b%20c%2Fd"), (std::vector<std::string>{"a", "b c/d"}));
}

TEST(Path, refuses_what_climbs_or_is_not_text) {
  for (const auto* wrong : {"", "a", "//", "/a//b", "/a/", "/..", "/%2e%2e/etc", "/a/./b", "/%00", "/%0a", "/%ff"}) {
    EXPECT_FALSE(parse_path(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace relais::web
