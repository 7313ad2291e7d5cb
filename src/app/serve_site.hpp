#pragma once
#include <optional>

#include "accounts/gate_pages.hpp"
#include "allocation/computations.hpp"
#include "app/openapi.hpp"
#include "store/store.hpp"
#include "web/router.hpp"
#include "web/site.hpp"

namespace relais::app {

/// The whole site: every page and API of every slice over one database, each route declared to the Gate.
/// Threads     once made, any number of threads may call `router`.
/// Ownership   `database` and `key` must outlive it.
class FullSite {
 public:
  FullSite(store::Database& database, const accounts::Key& key, accounts::GateOptions options);
  FullSite(const FullSite&) = delete;
  FullSite& operator=(const FullSite&) = delete;

  const web::Router& router() const { return router_; }
  const accounts::Gate& gate() const { return gate_; }
  const ApiDocument& api() const { return *document_; }
  /// What is computed beside the requests.
  allocation::Computations& computations() { return computations_; }
  /// A refusal as a page or a problem, for what is refused before a route is found.
  web::Response refusal(const web::Request& request, const base::Refusal& refusal) const {
    return site_.refusal(request, refusal);
  }

 private:
  web::Frame frame_of(const web::Request& request) const;
  void add_public_pages();

  store::Database& database_;
  web::Site site_;
  web::Router router_;
  accounts::Gate gate_;
  std::optional<ApiDocument> document_;
  allocation::Computations computations_;
};

}  // namespace relais::app
