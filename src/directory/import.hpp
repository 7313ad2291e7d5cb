#pragma once
#include <istream>
#include <optional>
#include <string>

#include "people/organisations.hpp"
#include "store/store.hpp"
#include "tabular/columns.hpp"
#include "tabular/report.hpp"

namespace relais::directory {

/// The columns of the national schema of places that an import reads, and the other headings they come under.
const tabular::Columns& place_columns();

enum class Keep { all_or_nothing, accepted_rows };

struct ImportOptions {
  std::string list = {};  ///< the list's name; the mapping's `liste` when empty
  Keep keep = Keep::all_or_nothing;
  people::Accreditation accreditation = people::Accreditation::applied;
  std::optional<base::Day> accredited_until = {};
  std::string network_code = {};  ///< of the network that answers for the list's structures
  bool is_illustrative = false;
};

/// Imports a list of places: each becomes a structure, with where it receives people.
///
/// A row without identifier is told by its name, address and postal code. Importing a list again brings its places up
/// to it, and changes nothing when nothing changed; places that the list no longer has stay. The accreditation state is
/// only ever moved forward: a suspension or a withdrawal is never undone by an import.
///
/// Permission  the command line's: it registers and accredits structures.
/// Ownership   `table` must be seekable: it is read again when the write is tried again.
/// Effect      one transaction; with refused rows and `all_or_nothing`, none, and the report says so.
/// Retry       safe. Two imports of one list wait for each other.
/// Refuses     list_unnamed, geography_missing; what tabular refuses of a whole table; what people refuses of an
///             organisation. A refused row is in the report, not a refusal.
base::Result<tabular::ImportReport> import_places(store::Database& database, const people::FullPermit& permit,
                                                  people::ProgrammeId programme, std::istream& table,
                                                  const tabular::Mapping& mapping, const ImportOptions& options);

}  // namespace relais::directory
