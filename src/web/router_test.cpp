#include "web/router.hpp"

#include <gtest/gtest.h>

namespace relais::web {
namespace {

Router small_router() {
  Router router;
  router.get("/", [](const Request&) { return plain("home"); });
  router.get("/gifts/new", [](const Request&) { return plain("form"); });
  router.get("/gifts/{reference}",
             [](const Request& request) { return plain(std::string(request.parameter("reference"))); });
  router.get("/gifts/{reference}/lines/{line}", [](const Request& request) {
    return plain(std::string(request.parameter("reference")) + '+' + std::string(request.parameter("line")));
  });
  router.post("/gifts/new", [](const Request&) { return redirect("/gifts/1"); });
  return router;
}

Response ask(const Router& router, std::string method, std::string path, Headers headers = {}) {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.headers = std::move(headers);
  return router(std::move(request));
}

TEST(Router, finds_a_handler_by_method_and_path) {
  const auto router = small_router();
  EXPECT_EQ(ask(router, "GET", "/").body, "home");
  EXPECT_EQ(ask(router, "POST", "/gifts/new").status, 303);
}

TEST(Router, hands_over_decoded_parts_of_the_path) {
  const auto router = small_router();
  EXPECT_EQ(ask(router, "GET", "/gifts/G%20%C3%A9").body, "G é");
  EXPECT_EQ(ask(router, "GET", "/gifts/G-1/lines/a%2Fb").body, "G-1+a/b");
}

TEST(Router, prefers_the_literal_part) { EXPECT_EQ(ask(small_router(), "GET", "/gifts/new").body, "form"); }

TEST(Router, answers_head_with_the_handler_of_get) { EXPECT_EQ(ask(small_router(), "HEAD", "/").status, 200); }

TEST(Router, refuses_unknown_and_malformed_paths) {
  const auto router = small_router();
  for (const auto* path : {"/nothing", "/gifts", "/gifts/a/b", "/gifts/new/", "/gifts/%2e%2e", "/%zz"}) {
    EXPECT_EQ(ask(router, "GET", path).status, 404) << path;
  }
}

TEST(Router, says_which_methods_are_allowed) {
  const auto router = small_router();
  const auto response = ask(router, "DELETE", "/gifts/new");
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers.find("Allow"), "GET, HEAD, POST");
  EXPECT_EQ(ask(router, "POST", "/gifts/G-1").headers.find("Allow"), "GET, HEAD");
}

TEST(Router, refuses_a_form_sent_by_another_site) {
  const auto router = small_router();
  Headers headers;
  headers.add("Host", "relais.example");
  headers.add("Origin", "https://relais.example");
  EXPECT_EQ(ask(router, "POST", "/gifts/new", headers).status, 303);
  headers.set("Origin", "https://elsewhere.example");
  EXPECT_EQ(ask(router, "POST", "/gifts/new", headers).status, 403);
  headers.set("Origin", "null");
  EXPECT_EQ(ask(router, "POST", "/gifts/new", headers).status, 403);
  headers.set("Sec-Fetch-Site", "same-origin");
  EXPECT_EQ(ask(router, "POST", "/gifts/new", headers).status, 303);
  headers.set("Sec-Fetch-Site", "same-site");
  EXPECT_EQ(ask(router, "POST", "/gifts/new", headers).status, 403);
  EXPECT_EQ(ask(router, "GET", "/gifts/new", headers).status, 200);
}

TEST(Router, two_handlers_for_one_pattern_are_a_defect) {
  auto router = small_router();
  EXPECT_THROW(router.get("/gifts/{other}", [](const Request&) { return plain(""); }), base::Defect);
  EXPECT_THROW(router.get("gifts", [](const Request&) { return plain(""); }), base::Defect);
}

}  // namespace
}  // namespace relais::web
