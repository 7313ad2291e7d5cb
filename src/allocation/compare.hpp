#pragma once
#include "allocation/allocation.hpp"

namespace relais::allocation {

/// Units, all products together unless filtered. A person whose need names two products counts in both.
struct ComparedFigures {
  std::int64_t people = 0;  ///< as counted in the second allocation; in the first when the second lacks the structure
  std::int64_t asked = 0;   ///< the same
  std::int64_t before = 0;  ///< granted in the first
  std::int64_t after = 0;   ///< granted in the second
  std::int64_t difference() const { return after - before; }
  bool operator==(const ComparedFigures&) const = default;
};

struct ComparedStructure {
  OrganisationId structure;
  std::string code;
  std::string name;
  std::string departement;  ///< as recorded with the allocation; empty for a national structure
  ComparedFigures figures;
};

struct ComparedDepartement {
  std::string departement;
  std::int64_t structures = 0;
  std::int64_t gaining = 0;  ///< structures that get more in the second
  std::int64_t losing = 0;   ///< structures that get less
  ComparedFigures figures;
};

/// Two allocations, what changes from the first to the second.
struct Comparison {
  ComparedFigures total;
  std::vector<ComparedDepartement> departements;  ///< by code
  std::vector<ComparedStructure> structures;      ///< by code
};

struct CompareFilter {
  ProductId product = {};        ///< none: all
  std::string departement = {};  ///< empty: all; narrows the list of structures alone
};

/// Two queries, whatever the number of lines.
Comparison compare(store::Reader& reader, AllocationId first, AllocationId second, const CompareFilter& filter = {});

/// A row per structure, then nothing else: what the page offers to download.
std::string render_csv(const Comparison& comparison, base::Language language);

}  // namespace relais::allocation
