#include "web/answer.hpp"

#include <typeinfo>

#include <fmt/core.h>
#include <boost/core/demangle.hpp>

#include "base/check.hpp"
#include "base/text.hpp"
#include "web/deliver.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/refusals.hpp"

namespace relais::web {
namespace {

base::Language language_of(const Request& request) {
  for (const auto code : {request.query.find("lang"), request.cookie("lang")}) {
    if (const auto language = parse_language(code.value_or(""))) return *language;
  }
  return preferred_language(request.headers.find("Accept-Language").value_or(""));
}

/// False when the query or the form is malformed.
bool decode(Request& request, std::string_view query) {
  auto fields = parse_urlencoded(query);
  if (fields) request.query = std::move(*fields);
  request.language = language_of(request);
  const auto type = request.headers.find("Content-Type").value_or("");
  if (!fields) return false;
  if (type.starts_with("application/x-www-form-urlencoded")) {
    auto form = parse_urlencoded(request.body);
    if (form) request.form = std::move(*form);
    return form.has_value();
  }
  if (type.starts_with("multipart/form-data")) {
    auto form = parse_multipart(type, request.body);
    if (form) std::tie(request.form, request.uploads) = std::pair(std::move(form->fields), std::move(form->uploads));
    return form.has_value();
  }
  return true;
}

/// A link of an invitation carries its secret in the path: a part as long as one is not written.
std::string path_for_log(std::string_view path) {
  constexpr std::size_t secret_bytes_min = 20;
  std::string written;
  for (const auto part : base::split(path, '/')) {
    if (!written.empty() || part.data() != path.data()) written += '/';
    written += part.size() < secret_bytes_min ? part : std::string_view("…");
  }
  return written;
}

void log(const ServerOptions& options, const Request& request, int status, std::string_view why) {
  if (options.log) options.log(fmt::format("{} {} {}: {}", status, request.method, path_for_log(request.path), why));
}

/// Only our own words are logged: the message of an unknown exception may quote personal data.
Response show_exception(const Request& request, const std::exception& exception, const ServerOptions& options) {
  if (const auto* defect = dynamic_cast<const base::Defect*>(&exception)) {
    log(options, request, 500, fmt::format("defect: {}", defect->what()));
    return options.show_refusal(request, base::Refusal(refusals::defect));
  }
  if (const auto outage = options.explain ? options.explain(exception) : std::nullopt) {
    log(options, request, outage->status, fmt::format("outage: {}", outage->log));
    Response response = options.show_refusal(request, base::Refusal(refusals::outage));
    response.status = outage->status;
    response.headers.set("Retry-After", std::to_string(outage->retry_after.count()));
    return response;
  }
  log(options, request, 500, fmt::format("unexpected {}", boost::core::demangle(typeid(exception).name())));
  return options.show_refusal(request, base::Refusal(refusals::defect));
}

Response handle(const Request& request, const Handler& handler, const ServerOptions& options) {
  try {
    return handler(request);
  } catch (const std::exception& exception) {
    return show_exception(request, exception, options);
  }
}

}  // namespace

Response answer(Request request, std::string_view query, const Handler& handler, const ServerOptions& options) {
  try {
    if (!decode(request, query)) {
      return deliver(request, options.show_refusal(request, base::Refusal(refusals::malformed_request)));
    }
    return deliver(request, handle(request, handler, options));
  } catch (...) {
    // The page that shows an error failed in its turn.
    log(options, request, 500, "the error page failed");
    return plain("500", 500);
  }
}

}  // namespace relais::web
