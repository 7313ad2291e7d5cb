#include "web/router.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"
#include "web/form.hpp"
#include "web/refusals.hpp"

namespace relais::web {
namespace {

bool is_variable(std::string_view part) { return part.starts_with('{'); }

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                    [](const auto& wanted, const auto& given) { return is_variable(wanted) || wanted == given; });
}

/// Whether `left` says more than `right`: at the first part where one is a literal and the other not.
bool is_more_precise(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  for (std::size_t at = 0; at < left.size(); ++at) {
    if (is_variable(left[at]) != is_variable(right[at])) return is_variable(right[at]);
  }
  return false;
}

bool same_shape(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const auto& a, const auto& b) { return a == b || (is_variable(a) && is_variable(b)); });
}

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

std::string_view host_of(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == origin.npos ? std::string_view() : origin.substr(scheme + 3);
}

/// What the browser says of where a form comes from; a program that says nothing has no cookies to abuse.
bool is_cross_site(const Request& request) {
  if (is_safe(request.method)) return false;
  if (const auto site = request.headers.find("Sec-Fetch-Site")) return *site != "same-origin" && *site != "none";
  const auto origin = request.headers.find("Origin");
  return origin && host_of(*origin) != request.headers.find("Host").value_or("");
}

}  // namespace

void Router::add(std::string_view method, std::string_view pattern, Handler handler) {
  auto parts = parse_path(pattern);
  RELAIS_CHECK(parts.has_value());
  for (const auto& route : routes_) RELAIS_CHECK(route.method != method || !same_shape(route.parts, *parts));
  routes_.push_back({std::string(method), std::string(pattern), std::move(*parts), std::move(handler)});
}

const Router::Route* Router::find(const std::string& method, const std::vector<std::string>& path,
                                  Fields& parameters) const {
  const Route* best = nullptr;
  for (const auto& route : routes_) {
    if (route.method != method || !matches(route.parts, path)) continue;
    if (!best || is_more_precise(route.parts, best->parts)) best = &route;
  }
  for (std::size_t at = 0; best && at < path.size(); ++at) {
    const std::string_view part = best->parts[at];
    if (is_variable(part)) parameters.add(std::string(part.substr(1, part.size() - 2)), path[at]);
  }
  return best;
}

std::string Router::allowed_methods(const std::vector<std::string>& path) const {
  std::string allowed;
  for (const auto& route : routes_) {
    if (!matches(route.parts, path) || allowed.find(route.method) != allowed.npos) continue;
    if (!allowed.empty()) allowed += ", ";
    allowed += route.method == "GET" ? "GET, HEAD" : route.method;
  }
  return allowed;
}

std::vector<Router::Declared> Router::declared() const {
  std::vector<Declared> all;
  for (const auto& route : routes_) all.push_back({route.method, route.pattern, &route.handler});
  return all;
}

Response Router::operator()(Request request) const {
  if (prepare_) prepare_(request);
  const auto path = parse_path(request.path);
  if (!path) return show_refusal_(request, base::Refusal(refusals::not_found));
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  if (const Route* route = find(method, *path, request.parameters)) {
    if (is_cross_site(request)) return show_refusal_(request, base::Refusal(refusals::cross_site));
    return route->handler(request);
  }
  const auto allowed = allowed_methods(*path);
  if (allowed.empty()) return show_refusal_(request, base::Refusal(refusals::not_found));
  Response response = show_refusal_(request, base::Refusal(refusals::method_not_allowed, {request.method}));
  response.headers.set("Allow", allowed);
  return response;
}

}  // namespace relais::web
