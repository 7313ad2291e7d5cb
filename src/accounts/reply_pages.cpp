#include "accounts/reply_pages.hpp"

#include <fmt/format.h>

#include "accounts/refusals.hpp"
#include "base/text.hpp"
#include "web/listing.hpp"
#include "web/refusals.hpp"

namespace relais::accounts {

using base::Refusal;
using web::Json;
using web::Request;
using web::Response;

std::string etag_of(const Json& body) {
  constexpr std::size_t digits = 24;
  return '"' + base::sha256_hex(body.dump(-1, ' ', false, Json::error_handler_t::replace)).substr(0, digits) + '"';
}

base::Result<> check_if_match(const Request& request, const std::string& etag, bool is_required) {
  const auto given = request.headers.find("If-Match");
  if (!given && is_required) return Refusal(refused::if_match_missing);
  if (!given) return base::Done{};
  for (const auto one : base::split(*given, ','))
    if (base::trim(one) == etag || base::trim(one) == "*") return base::Done{};
  return Refusal(refused::if_match_failed);
}

ListPage read_list_page(const Request& request, web::Faults& faults) {
  ListPage page;
  if (const auto limit = request.query.text("limit"); !limit.empty()) {
    page.items_max = base::parse_integer(limit).value_or(0);
    if (page.items_max < 1 || page.items_max > list_items_max) {
      faults.push_back({"", Refusal(web::refusals::not_a_limit, {std::to_string(list_items_max)}), "limit"});
      page.items_max = 1;
    }
  }
  if (const auto after = request.query.text("after"); !after.empty()) {
    page.after = base::parse_integer(after).value_or(0);
    if (page.after < 1) faults.push_back({"", Refusal(web::refusals::not_a_cursor), "after"});
  }
  return page;
}

void add_code_fault(std::string_view field, std::string_view known, web::Faults& faults) {
  faults.push_back({"", Refusal(web::refusals::code_unknown, {std::string(known)}), std::string(field)});
}

Response list_answer(const Request& request, std::string_view name, Json items, const std::string& after) {
  Json body = Json::object();
  body[std::string(name)] = std::move(items);
  body["next"] = Json();
  if (after.empty()) return web::json(body);
  const auto next = web::address_with(request, request.path, "after", after);
  body["next"] = next;
  auto response = web::json(body);
  response.headers.set("Link", fmt::format("<{}>; rel=\"next\"", next));
  return response;
}

Response thing_answer(const Json& body) {
  auto response = web::json(body);
  response.headers.set("ETag", etag_of(body));
  return response;
}

}  // namespace relais::accounts
