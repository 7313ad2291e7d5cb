#include "web/deliver.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <zlib.h>

#include "base/check.hpp"

namespace relais::web {
namespace {

Request get(std::string_view header = "", std::string value = "") {
  Request request;
  if (!header.empty()) request.headers.add(std::string(header), std::move(value));
  return request;
}

std::string gunzip(std::string_view packed) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(Deliver, says_on_every_answer_what_a_browser_may_do) {
  const auto response = deliver(get(), plain("x", 500));
  const auto policy = response.headers.find("Content-Security-Policy").value_or("");
  EXPECT_TRUE(policy.starts_with("default-src 'none'"));
  EXPECT_EQ(policy.find("unsafe"), policy.npos);
  EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(response.headers.find("Referrer-Policy"));
  EXPECT_TRUE(response.headers.find("Permissions-Policy"));
}

TEST(Deliver, forbids_keeping_unless_told_otherwise) {
  EXPECT_EQ(deliver(get(), html("x")).headers.find("Cache-Control"), "no-store");
  EXPECT_EQ(deliver(get(), html("x")).headers.find("ETag"), std::nullopt);
  EXPECT_EQ(deliver(get(), html("x").keep_as(Keep::revalidate)).headers.find("Cache-Control"), "no-cache");
}

TEST(Deliver, answers_304_to_who_has_the_same_content) {
  const auto first = deliver(get(), html("same").keep_as(Keep::revalidate));
  const std::string etag(first.headers.find("ETag").value());
  for (const auto& known : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
    const auto again = deliver(get("If-None-Match", known), html("same").keep_as(Keep::revalidate));
    EXPECT_EQ(again.status, 304) << known;
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(again.headers.find("ETag"), etag);
  }
  EXPECT_EQ(deliver(get("If-None-Match", etag), html("changed").keep_as(Keep::revalidate)).status, 200);
}

TEST(Deliver, never_answers_304_to_a_form_or_an_error) {
  const std::string etag(deliver(get(), html("x").keep_as(Keep::revalidate)).headers.find("ETag").value());
  auto post = get("If-None-Match", etag);
  post.method = "POST";
  EXPECT_EQ(deliver(post, html("x").keep_as(Keep::revalidate)).status, 200);
  EXPECT_EQ(deliver(get("If-None-Match", etag), html("x", 404).keep_as(Keep::revalidate)).status, 404);
}

TEST(Deliver, compresses_long_texts_for_who_accepts_it) {
  const std::string page(20000, 'a');
  const auto packed = deliver(get("Accept-Encoding", "br, gzip"), html(page));
  EXPECT_EQ(packed.headers.find("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.headers.find("Vary"), "Accept-Encoding");
  EXPECT_LT(packed.body.size(), 200U);
  EXPECT_EQ(gunzip(packed.body), page);
  for (const auto* refused : {"", "br", "gzip;q=0", "gzip; q=0.0", "*;q=0"}) {
    EXPECT_EQ(deliver(get("Accept-Encoding", refused), html(page)).body, page) << refused;
  }
  EXPECT_EQ(deliver(get("Accept-Encoding", "gzip"), html("short")).body, "short");
  EXPECT_EQ(deliver(get("Accept-Encoding", "gzip"), download(page, "application/pdf", "a.pdf")).body, page);
}

TEST(Deliver, the_compressed_page_has_an_etag_of_its_own) {
  const std::string page(20000, 'a');
  const auto plain_tag = deliver(get(), html(page).keep_as(Keep::revalidate)).headers.find("ETag").has_value();
  const auto packed = deliver(get("Accept-Encoding", "gzip"), html(page).keep_as(Keep::revalidate));
  const auto unpacked = deliver(get(), html(page).keep_as(Keep::revalidate));
  ASSERT_TRUE(plain_tag);
  EXPECT_NE(packed.headers.find("ETag"), unpacked.headers.find("ETag"));
}

TEST(Deliver, keeps_the_language_that_the_address_asks_for) {
  Request request;
  request.query.add("lang", "en");
  EXPECT_EQ(deliver(request, html("x")).headers.find("Set-Cookie"),
            "lang=en; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000");
  request.headers.add("Cookie", "lang=en");
  EXPECT_EQ(deliver(request, html("x")).headers.find("Set-Cookie"), std::nullopt);
  Request unknown;
  unknown.query.add("lang", "xx; Domain=evil");
  EXPECT_EQ(deliver(unknown, html("x")).headers.find("Set-Cookie"), std::nullopt);
}

TEST(Deliver, a_line_break_in_a_header_is_a_defect) {
  auto response = html("x");
  response.headers.set("X-Name", "a\r\nSet-Cookie: b");
  EXPECT_THROW(deliver(get(), response), base::Defect);
}

TEST(Deliver, what_is_compressed_comes_back) {
  rc::check([](const std::string& text) { RC_ASSERT(gunzip(gzip(text, 4)) == text); });
}

}  // namespace
}  // namespace relais::web
