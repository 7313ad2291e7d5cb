#pragma once
#include <string_view>

#include "web/http.hpp"
#include "web/router.hpp"
#include "web/server.hpp"

namespace relais::web {

/// From a request as it was read to an answer ready to send: decodes the query and the form, chooses the language,
/// calls the handler, turns what it throws into 500 or an outage, delivers. Never throws.
///
/// The language is that of `?lang=`, else of the cookie `lang`, else of Accept-Language, else French.
Response answer(Request request, std::string_view query, const Handler& handler, const ServerOptions& options);

}  // namespace relais::web
