#pragma once
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "directory/directory.hpp"
#include "store/store.hpp"
#include "web/http.hpp"
#include "web/router.hpp"

namespace relais::directory {

struct Counted {
  catalogue::Programme programme;
  std::vector<DepartementCount> departements;
};

struct Listed {
  catalogue::Programme programme;
  places::Departement departement;
  Page page;
};

struct Found {
  catalogue::Programme programme;
  Search search;
};

/// Answers what a request asks of the directory; its page and its JSON share the answer.
class Desk {
 public:
  Desk(store::Database& database, const base::Clock* clock) : database_(&database), clock_(clock) {}

  /// Queries  3. Refuses  no_programme.
  base::Result<Counted> count() const;
  /// Queries  3. Refuses  no_programme, web's not_found (no such département), page_key_malformed.
  base::Result<Listed> list(const web::Request& request) const;
  /// Queries  6 at most. Refuses  no_programme, what the search refuses.
  base::Result<Found> search(const web::Request& request) const;

  base::Instant now() const;

 private:
  base::Day today() const;

  store::Database* database_;
  const base::Clock* clock_;
};

/// The address of the following page of a list, or empty on the last: `path` with the request's other fields kept.
std::string address_of_next(const web::Request& request, std::string_view next);

/// Adds the routes under /api/v1/directory.
void add_directory_api(web::Router& router, const Desk& desk);

}  // namespace relais::directory
