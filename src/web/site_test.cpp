#include "web/site.hpp"

#include <array>

#include <gtest/gtest.h>

#include "web/deliver.hpp"
#include "web/refusals.hpp"

namespace relais::web {
namespace {

constexpr std::array small_pages{base::EmbeddedFile{
    "test/rows.mustache",
    "<table>{{#rows}}<tr><td>{{place}}</td><td class=\"number\">{{count}}</td></tr>{{/rows}}</table>"}};

Frame frame(const Request&) {
  return {.programme = "Connexion & urgence",
          .navigation = {{"/gifts", "Dons"}, {"/needs", "Besoins"}},
          .actor = {},
          .sign_out_path = {}};
}

struct SmallSite : Site {
  SmallSite() : Site(frame) { add_templates(small_pages); }
};

Data fifty_rows() {
  Data rows(Data::type::list);
  for (int number = 0; number < 50; ++number) {
    Data row;
    row.set("place", "Structure relais de la commune numéro " + std::to_string(number));
    row.set("count", std::to_string(number * 7919 % 1000));
    rows << row;
  }
  return Data("rows", rows);
}

TEST(Site, puts_a_page_inside_the_layout) {
  Request request;
  request.path = "/gifts/G-1";
  const auto response = SmallSite().page(request, "test/rows", {.title = "Dons <2020>"});
  EXPECT_NE(response.body.find("<title>Dons &lt;2020&gt; – Connexion &amp; urgence</title>"), std::string::npos);
  EXPECT_NE(response.body.find("<a href=\"/gifts\" aria-current=\"page\">Dons</a>"), std::string::npos);
  EXPECT_NE(response.body.find("<a href=\"/needs\" >Besoins</a>"), std::string::npos);
  EXPECT_NE(response.body.find("<main id=\"content\""), std::string::npos);
  EXPECT_EQ(response.headers.find("Content-Type"), "text/html; charset=utf-8");
}

TEST(Site, switches_language_with_plain_links_to_the_same_page) {
  Request request;
  request.path = "/gifts";
  request.query.add("q", "a b&c");
  request.query.add("lang", "en");
  request.language = base::Language::english;
  const auto body = SmallSite().page(request, "test/rows", {.title = "Gifts"}).body;
  EXPECT_NE(body.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(body.find("href=\"/gifts?q=a%20b%26c&amp;lang=fr\""), std::string::npos);
  EXPECT_NE(body.find("Skip to content"), std::string::npos);
}

TEST(Site, shows_a_refusal_to_people_and_a_problem_to_programs) {
  const SmallSite site;
  Request request;
  const auto page = site.refusal(request, base::Refusal(refusals::not_found));
  EXPECT_EQ(page.status, 404);
  EXPECT_NE(page.body.find("Cette page n’existe pas"), std::string::npos);
  request.path = "/api/gifts";
  EXPECT_EQ(site.refusal(request, base::Refusal(refusals::not_found)).headers.find("Content-Type"),
            "application/problem+json");
}

TEST(Site, holds_no_inline_script_or_style) {
  const auto body = SmallSite().page({}, "test/rows", {.title = "x"}).body;
  EXPECT_EQ(body.find("style="), std::string::npos);
  EXPECT_EQ(body.find("<style"), std::string::npos);
  EXPECT_EQ(body.find("onclick"), std::string::npos);
}

TEST(Site, a_page_of_fifty_rows_with_its_style_weighs_less_than_60_kB) {
  const SmallSite site;
  Request request;
  request.headers.add("Accept-Encoding", "gzip");
  std::size_t bytes = deliver(request, site.page(request, "test/rows", {.title = "x"}, fifty_rows())).body.size();
  for (const auto* name : {"pico.min.css", "relais.css", "icon.svg"}) {
    request.parameters = {};
    request.parameters.add("file", site.assets().address(name).substr(std::string_view("/assets/").size()));
    bytes += deliver(request, site.assets().serve(request)).body.size();
  }
  EXPECT_LT(bytes, 60'000U);
}

TEST(Assets, have_an_address_that_changes_with_their_content) {
  Assets assets;
  Assets changed;
  assets.add(std::array{base::EmbeddedFile{"a.css", "body{}"}});
  changed.add(std::array{base::EmbeddedFile{"a.css", "body{color:red}"}});
  EXPECT_TRUE(assets.address("a.css").starts_with("/assets/a."));
  EXPECT_NE(assets.address("a.css"), changed.address("a.css"));
  EXPECT_THROW(assets.address("b.css"), base::Defect);
  EXPECT_THROW(assets.add(std::array{base::EmbeddedFile{"a.exe", "x"}}), base::Defect);
}

TEST(Assets, are_kept_for_ever_and_revalidated_by_their_etag) {
  const SmallSite site;
  Request request;
  request.parameters.add("file", site.assets().address("relais.css").substr(std::string_view("/assets/").size()));
  const auto first = deliver(request, site.assets().serve(request));
  EXPECT_EQ(first.headers.find("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(first.headers.find("Content-Type"), "text/css; charset=utf-8");
  request.headers.add("If-None-Match", std::string(first.headers.find("ETag").value()));
  EXPECT_EQ(deliver(request, site.assets().serve(request)).status, 304);
  request.headers.add("Accept-Encoding", "gzip");
  const auto packed = deliver(request, site.assets().serve(request));
  EXPECT_EQ(packed.status, 200);
  EXPECT_EQ(packed.headers.find("Content-Encoding"), "gzip");
}

TEST(Assets, refuse_another_name) {
  Request request;
  request.parameters.add("file", "relais.css");
  EXPECT_EQ(SmallSite().assets().serve(request).status, 404);
}

}  // namespace
}  // namespace relais::web
