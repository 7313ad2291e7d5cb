#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "impact/impact.hpp"
#include "places/places.hpp"
#include "store/store.hpp"
#include "web/router.hpp"

namespace relais::impact {

/// One of the country's départements and what came of the programme there; all zero where nobody asked.
struct DepartementFigures {
  places::Departement place;
  DepartementImpact figures;
};

struct Departements {
  catalogue::Catalogue catalogue;
  std::optional<needs::Round> round;  ///< the newest census; none yet: no need, no coverage
  std::vector<DepartementFigures> list;
  DepartementImpact elsewhere;  ///< structures of no département
};

struct Overview {
  Departements departements;
  Summary summary;
  std::vector<CategoryFlow> flows;
  std::vector<Unmet> unmet;
  std::vector<NetworkImpact> networks;
  std::vector<DonorImpact> donors;
};

struct OneDepartement {
  catalogue::Catalogue catalogue;
  std::optional<needs::Round> round;
  DepartementFigures departement;
  std::vector<needs::NeedSum> needs;  ///< approved, by audience and product
};

/// Answers what a request asks of the impact; its page and its JSON share the answer.
class Desk {
 public:
  explicit Desk(store::Database& database) : database_(&database) {}

  /// The calls run a fixed number of queries, whatever the number of rows. All refuse no_programme.
  base::Result<catalogue::Catalogue> programme() const;
  base::Result<Overview> overview() const;
  base::Result<Departements> departements() const;
  /// Refuses  web's not_found (no such département).
  base::Result<OneDepartement> departement(std::string_view code) const;

 private:
  store::Database* database_;
};

/// Everything asked and allocated in the country, added up.
DepartementImpact total_of(const Departements& departements);

/// Adds the routes under /api/v1.
void add_impact_api(web::Router& router, const Desk& desk);

}  // namespace relais::impact
