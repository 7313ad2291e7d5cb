#pragma once
#include "allocation/allocation.hpp"

namespace relais::allocation {

/// Units, all products together. A person whose need names two products counts in both.
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
  std::int64_t structures = 0;
  std::int64_t gaining = 0;
  std::int64_t losing = 0;
  std::vector<ComparedDepartement> departements;  ///< by code
};
/// One query; it reads a row per structure and gives one per département.
Comparison compare(store::Reader& reader, AllocationId first, AllocationId second);

/// What a structure gets of it.
enum class Change { any, gains, loses };
std::string_view code_of(Change change);
std::optional<Change> parse_change(std::string_view code);

struct ComparedFilter {
  std::string departement = {};  ///< empty: of all
  Change change = Change::any;
  std::string after = {};           ///< for the next page: the code of the last structure of the one before
  std::int64_t structures_max = 0;  ///< 0: all
};
/// Structures, the most changed first, whichever way. One query.
std::vector<ComparedStructure> list_compared(store::Reader& reader, AllocationId first, AllocationId second,
                                             const ComparedFilter& filter = {});

/// All of them, by code, byte by byte.
std::vector<ComparedStructure> list_compared_by_code(store::Reader& reader, AllocationId first, AllocationId second);

/// A row per structure, then nothing else: what the page offers to download.
std::string render_csv(const std::vector<ComparedStructure>& structures, base::Language language);

}  // namespace relais::allocation
