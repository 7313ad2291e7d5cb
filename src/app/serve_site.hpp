#pragma once
#include "store/store.hpp"
#include "web/router.hpp"
#include "web/site.hpp"

namespace relais::app {

/// The public site: every page and API of every slice over one database.
/// Threads     once made, any number of threads may call `router`.
/// Ownership   `database` must outlive it.
class PublicSite {
 public:
  explicit PublicSite(store::Database& database);
  PublicSite(const PublicSite&) = delete;
  PublicSite& operator=(const PublicSite&) = delete;

  const web::Router& router() const { return router_; }
  /// A refusal as a page or a problem, for what is refused before a route is found.
  web::Response refusal(const web::Request& request, const base::Refusal& refusal) const {
    return site_.refusal(request, refusal);
  }

 private:
  web::Site site_;
  web::Router router_;
};

}  // namespace relais::app
