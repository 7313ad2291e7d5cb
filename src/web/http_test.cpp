#include "web/http.hpp"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "web/body.hpp"
#include "web/i18n.hpp"
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

TEST(Json, refuses_what_is_not_json_nests_too_deep_or_repeats_a_member) {
  const std::pair<std::string, const base::RefusalReason*> wrong[] = {
      {"", &refusals::not_json},
      {"{", &refusals::not_json},
      {"{\"a\": \"\xff\"}", &refusals::not_json},
      {std::string(1000, '['), &refusals::not_json},
      {std::string(40, '[') + std::string(40, ']'), &refusals::json_too_deep},
      {R"({"a": {"b": 1, "b": 2}})", &refusals::member_repeated},
      {'"' + std::string(json_bytes_max, 'x') + '"', &refusals::json_too_large}};
  Request request;
  for (const auto& [body, reason] : wrong) {
    request.body = body;
    const auto value = parse_json(request);
    ASSERT_FALSE(value.ok()) << body.substr(0, 100);
    EXPECT_TRUE(value.refusal().is(*reason)) << body.substr(0, 100) << value.refusal().code();
  }
  request.body = R"({"a": [{"b": 1}, {"b": 2}], "b": 3})";
  EXPECT_TRUE(parse_json(request).ok());
}

TEST(Json, says_where_it_stops_being_json) {
  Request request;
  request.body = "{\n  \"quantity\": 3,\n  \"kind\": smartphone\n}";
  EXPECT_EQ(parse_json(request).refusal().facts(), (std::vector<std::string>{"3", "11"}));
}

TEST(Json, takes_an_empty_text_for_no_day_and_no_code) {
  const auto value = Json::parse(R"({"from": "", "until": null, "state": ""})");
  Faults faults;
  Body body(value, "", faults);
  EXPECT_FALSE(body.maybe_day("from"));
  EXPECT_FALSE(body.maybe_day("until"));
  EXPECT_FALSE(body.maybe_code("state", "fr, en", parse_language));
  std::string told;
  for (const auto& fault : faults) told += fault.pointer + ' ';
  EXPECT_EQ(told, "/from /state ") << "null is nothing, an empty text is not";
}

TEST(Json, tells_every_fault_of_a_body_by_its_pointer) {
  const auto value = Json::parse(
      R"({"code": 3, "lines": [{"quantity": "12"}, {"quantity": 1.5, "a/b": 1}, 4], "day": "26/03/2020", "on": "yes"})");
  Faults faults;
  Body body(value, "", faults);
  body.text("code");
  body.text("donor");
  body.day("day");
  body.flag("on");
  for (auto& line : body.objects("lines", 10)) {
    line.integer("quantity");
    line.finish();
  }
  body.finish();
  std::string told;
  for (const auto& fault : faults) told += fault.pointer + ' ' + std::string(fault.refusal.code()) + '\n';
  EXPECT_EQ(told,
            "/code web.not_text\n/donor web.member_missing\n/day web.not_a_date\n/on web.not_boolean\n"
            "/lines/2 web.not_object\n/lines/0/quantity web.not_integer\n/lines/1/quantity web.not_integer\n"
            "/lines/1/a~1b web.member_unknown\n");
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
