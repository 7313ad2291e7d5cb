#include "web/http.hpp"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "web/json.hpp"
#include "web/refusals.hpp"

namespace relais::web {
namespace {

constexpr base::RefusalReason sold_out{"web_test.sold_out", 409, "Il reste {0} « pièces ».", "{0} pieces are left."};

TEST(Http, compares_header_names_without_case) {
  Headers headers;
  headers.add("Content-Type", "text/html");
  EXPECT_EQ(headers.find("content-type"), "text/html");
  headers.set("CONTENT-TYPE", "text/plain");
  EXPECT_EQ(headers.all().size(), 1U);
  EXPECT_EQ(headers.find("Content-Type"), "text/plain");
}

TEST(Http, reads_cookies) {
  Request request;
  request.headers.add("Cookie", "a=1; session=x=y;lang=en");
  EXPECT_EQ(request.cookie("session"), "x=y");
  EXPECT_EQ(request.cookie("lang"), "en");
  EXPECT_EQ(request.cookie("lan"), std::nullopt);
}

TEST(Http, cookies_are_out_of_reach_of_scripts_and_other_sites) {
  Response response;
  response.set_cookie({.name = "session", .value = "abc", .lives = std::chrono::seconds(60)});
  EXPECT_EQ(response.headers.find("Set-Cookie"), "session=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60");
  EXPECT_THROW(response.set_cookie({.name = "a", .value = "b; Domain=x", .lives = {}}), base::Defect);
}

TEST(Http, redirects_to_our_own_paths_only) {
  EXPECT_EQ(redirect("/gifts?page=2").headers.find("Location"), "/gifts?page=2");
  for (const auto* elsewhere : {"//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: 1", "", "gifts",
                                "javascript:alert(1)", "/\tevil"}) {
    EXPECT_EQ(redirect(elsewhere).headers.find("Location"), "/") << elsewhere;
  }
}

TEST(Http, a_refusal_is_a_problem_in_the_language_of_the_request) {
  Request request;
  const auto french = problem(request, base::Refusal(sold_out, {"3"}));
  EXPECT_EQ(french.status, 409);
  EXPECT_EQ(french.headers.find("Content-Type"), "application/problem+json");
  EXPECT_EQ(nlohmann::json::parse(french.body),
            nlohmann::json::parse(R"({"type": "/problems/web_test.sold_out", "title": "Conflict", "status": 409,
                                      "code": "web_test.sold_out", "detail": "Il reste 3 « pièces »."})"));
  request.language = base::Language::english;
  EXPECT_EQ(nlohmann::json::parse(problem(request, base::Refusal(sold_out, {"3"})).body)["detail"],
            "3 pieces are left.");
}

TEST(Http, a_download_has_a_plain_file_name) {
  EXPECT_EQ(download("", "text/csv", "bésoins \"1\".csv").headers.find("Content-Disposition"),
            "attachment; filename=\"b--soins--1-.csv\"");
}

TEST(Http, knows_who_wants_json) {
  Request request;
  EXPECT_FALSE(request.wants_json());
  request.headers.set("Accept", "application/json");
  EXPECT_TRUE(request.wants_json());
  request.headers.set("Accept", "text/html, application/json;q=0.1");
  EXPECT_FALSE(request.wants_json());
  request.path = "/api/gifts";
  EXPECT_TRUE(request.wants_json());
}

TEST(Http, asking_for_a_parameter_that_the_route_lacks_is_a_defect) {
  EXPECT_THROW(Request().parameter("reference"), base::Defect);
}

TEST(Json, reads_a_body_that_is_json) {
  Request request;
  request.body = R"({"quantity": 3})";
  const auto value = parse_json(request);
  ASSERT_TRUE(value.ok());
  EXPECT_EQ((*value)["quantity"], 3);
}

TEST(Json, refuses_what_is_not_json_or_nests_too_deep) {
  Request request;
  for (const std::string& body : {std::string(), std::string("{"), std::string("{\"a\": \"\xff\"}"),
                                  std::string(1000, '['), std::string(40, '[') + std::string(40, ']')}) {
    request.body = body;
    const auto value = parse_json(request);
    ASSERT_FALSE(value.ok()) << body;
    EXPECT_TRUE(value.refusal().is(refusals::not_json));
  }
}

TEST(Json, writes_wrong_utf8_as_a_replacement_character) {
  EXPECT_EQ(json(Json{{"name", "a\xff"}}).body, "{\"name\":\"a\uFFFD\"}");
}

TEST(Refusals, have_distinct_codes_and_both_languages) {
  std::set<std::string_view> codes;
  for (const auto* reason : refusals::all) {
    EXPECT_TRUE(codes.insert(reason->code).second) << reason->code;
    EXPECT_TRUE(reason->code.starts_with("web."));
    EXPECT_FALSE(reason->french.empty() || reason->english.empty());
    EXPECT_FALSE(status_phrase(reason->http_status).empty());
  }
}

}  // namespace
}  // namespace relais::web
