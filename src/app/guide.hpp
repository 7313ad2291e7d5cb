#pragma once
#include "accounts/gate_pages.hpp"
#include "app/openapi.hpp"
#include "web/site.hpp"

namespace relais::app {

/// The API as its users read it: the page /api, and the document /api/v1/openapi.json.
///
/// Ownership   all must outlive the router that the gate's routes are in; `document` is read when a page is asked for,
///             once every route was declared.
void add_guide(web::Site& site, accounts::Gate& gate, const std::function<const ApiDocument&()>& document);

}  // namespace relais::app
