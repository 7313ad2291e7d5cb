#pragma once
#include <optional>
#include <string>
#include <vector>

#include "allocation/allocation.hpp"
#include "allocation/compare.hpp"
#include "allocation/register.hpp"
#include "allocation/spread.hpp"
#include "allocation/summary.hpp"
#include "base/result.hpp"
#include "places/places.hpp"
#include "store/store.hpp"
#include "web/http.hpp"
#include "web/router.hpp"

namespace relais::allocation {

struct Listed {
  catalogue::Programme programme;
  std::vector<Allocation> allocations;
  std::vector<needs::Round> rounds;
  const needs::Round& round_of(const Allocation& allocation) const;
};

struct LinesPage {
  std::vector<LineSummary> lines;
  std::string next;  ///< the address of the next page, empty on the last
};

/// What every answer about one allocation starts from.
struct Opened {
  Catalogue catalogue;
  Allocation allocation;
  needs::Round round;
  std::vector<Class> classes;
};

struct Shown : Opened {
  std::string promises_of;  ///< reference of the allocation whose grants were kept, or empty
  std::vector<CoverageStep> coverage;
  std::vector<places::Departement> departements;
  LinesPage page;
  std::vector<RegisterRow> adjustments;
  std::vector<std::string> others;  ///< references of other allocations of the round, the newest first, a few
};

struct OfStructure : Opened {
  people::Organisation structure;
  std::vector<Line> lines;
  std::vector<RegisterRow> adjustments;  ///< of its lines
  const Class& class_of(const Line& line) const;
};

/// Who got how much, seen from above.
struct Fair : Opened {
  Spread spread;
  std::vector<WorstLine> worst;
  std::vector<places::Departement> departements;
};

/// What changes from the allocation of the address to another of its round.
struct Compared : Opened {
  Allocation other;
  Comparison comparison;
  std::vector<ComparedStructure> structures;  ///< of the page, the most changed first
  std::vector<places::Departement> departements;
  std::string departement;      ///< that the list is narrowed to, or empty
  Change change = Change::any;  ///< that the list is narrowed to
  std::string next;             ///< the address of the next page, empty on the last
};

/// Answers what a request asks of the allocations; its page and its JSON share the answer. Each call runs a fixed
/// number of queries, whatever the number of lines. All refuse no_programme; those of one allocation,
/// allocation_unknown.
class Desk {
 public:
  explicit Desk(store::Database& database) : database_(&database) {}

  /// Trials for members alone.
  base::Result<Listed> list(const web::Request& request) const;
  base::Result<Shown> show(const web::Request& request) const;
  /// Refuses  web's not_found: no such structure, or it took no part.
  base::Result<OfStructure> of_structure(const web::Request& request) const;
  base::Result<Fair> fair(const web::Request& request) const;
  /// Refuses  not_of_one_round, departement_unknown, change_unknown.
  base::Result<Compared> comparison(const web::Request& request) const;
  /// Every structure, by code, for the file to download.
  base::Result<std::vector<ComparedStructure>> whole_comparison(const web::Request& request) const;
  /// The published text of the inputs, the same bytes that `instance_sha256` is the hash of.
  base::Result<std::string> instance_text(const web::Request& request) const;

 private:
  store::Database* database_;
};

/// Rounded down, so that 100 % is all of it.
std::int64_t percent(std::int64_t granted, std::int64_t asked);

/// Adds the routes under /api/v1/allocations.
void add_allocation_api(web::Router& router, const Desk& desk);

}  // namespace relais::allocation
