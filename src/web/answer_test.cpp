#include "web/answer.hpp"

#include <gtest/gtest.h>

#include "base/check.hpp"

namespace relais::web {
namespace {

struct Lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Edge {
  ServerOptions options;
  std::vector<std::string> lines;
  Edge() {
    options.log = [this](std::string_view line) { lines.emplace_back(line); };
    options.explain = [](const std::exception& exception) -> std::optional<Outage> {
      if (dynamic_cast<const Lost*>(&exception)) return Outage{.log = "database lost"};
      return std::nullopt;
    };
  }
  Response operator()(Request request, std::string_view query, const Handler& handler) const {
    return answer(std::move(request), query, handler, options);
  }
};

Request form_request(std::string type, std::string body) {
  Request request;
  request.method = "POST";
  request.headers.add("Content-Type", std::move(type));
  request.body = std::move(body);
  return request;
}

TEST(Answer, decodes_the_query_and_the_form) {
  const auto response = Edge()(
      form_request("application/x-www-form-urlencoded; charset=utf-8", "b=2+3"), "a=1%201", [](const Request& request) {
        return plain(std::string(request.query.text("a")) + '/' + std::string(request.form.text("b")));
      });
  EXPECT_EQ(response.body, "1 1/2 3");
}

TEST(Answer, decodes_uploads) {
  const auto response = Edge()(
      form_request("multipart/form-data; boundary=x",
                   "--x\r\ncontent-disposition: form-data; name=f; filename=a.csv\r\n\r\nline\r\n--x--\r\n"),
      "", [](const Request& request) { return plain(request.uploads.at(0).file_name + request.uploads.at(0).bytes); });
  EXPECT_EQ(response.body, "a.csvline");
}

TEST(Answer, refuses_malformed_input_without_calling_the_handler) {
  const Handler never = [](const Request&) -> Response { throw std::logic_error("called"); };
  EXPECT_EQ(Edge()({}, "a=%ff", never).status, 400);
  EXPECT_EQ(Edge()(form_request("application/x-www-form-urlencoded", "a=%00"), "", never).status, 400);
  EXPECT_EQ(Edge()(form_request("multipart/form-data; boundary=x", "--x\r\n"), "", never).status, 400);
}

TEST(Answer, chooses_the_language_from_address_then_cookie_then_browser) {
  const auto language = [](Request request, std::string_view query) {
    return Edge()(std::move(request), query,
                  [](const Request& asked) { return plain(asked.language == base::Language::english ? "en" : "fr"); })
        .body;
  };
  Request request;
  EXPECT_EQ(language(request, ""), "fr");
  request.headers.add("Accept-Language", "en");
  EXPECT_EQ(language(request, ""), "en");
  request.headers.add("Cookie", "lang=fr");
  EXPECT_EQ(language(request, ""), "fr");
  EXPECT_EQ(language(request, "lang=en"), "en");
  EXPECT_EQ(language(request, "lang=de"), "fr");
}

TEST(Answer, a_secret_in_the_path_is_not_logged) {
  Edge edge;
  Request request;
  request.path = "/invitations/0123456789abcdef0123456789abcdef";
  edge(std::move(request), "", [](const Request&) -> Response { throw std::logic_error("x"); });
  ASSERT_EQ(edge.lines.size(), 1U);
  EXPECT_NE(edge.lines[0].find("/invitations/…:"), std::string::npos) << edge.lines[0];
  EXPECT_EQ(edge.lines[0].find("0123"), std::string::npos);
}

TEST(Answer, a_defect_is_500_and_a_log_line_without_the_query) {
  Edge edge;
  Request request;
  request.path = "/gifts/G-1";
  const auto response = edge(request, "name=Durand", [](const Request&) -> Response {
    RELAIS_CHECK(1 == 2);
    return plain("");
  });
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("1 == 2"), std::string::npos);
  ASSERT_EQ(edge.lines.size(), 1U);
  EXPECT_TRUE(edge.lines[0].starts_with("500 GET /gifts/G-1: defect: ")) << edge.lines[0];
  EXPECT_EQ(edge.lines[0].find("Durand"), std::string::npos);
}

TEST(Answer, the_message_of_an_unknown_exception_goes_nowhere) {
  Edge edge;
  const auto response =
      edge({}, "", [](const Request&) -> Response { throw std::runtime_error("Key (name)=(Durand)"); });
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("Durand"), std::string::npos);
  ASSERT_EQ(edge.lines.size(), 1U);
  EXPECT_EQ(edge.lines[0], "500 GET /: unexpected std::runtime_error");
}

TEST(Answer, an_outage_is_503_to_be_retried) {
  Edge edge;
  const auto response = edge({}, "", [](const Request&) -> Response { throw Lost("password=x"); });
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.headers.find("Retry-After"), "5");
  EXPECT_EQ(edge.lines, std::vector<std::string>{"503 GET /: outage: database lost"});
}

TEST(Answer, an_error_page_that_fails_is_still_an_answer) {
  Edge edge;
  edge.options.show_refusal = [](const Request&, const base::Refusal&) -> Response { throw std::bad_alloc(); };
  EXPECT_EQ(edge({}, "", [](const Request&) -> Response { throw 42; }).status, 500);
  EXPECT_EQ(edge({}, "%", [](const Request&) { return plain(""); }).status, 500);
  EXPECT_EQ(edge.lines.size(), 2U);
}

}  // namespace
}  // namespace relais::web
