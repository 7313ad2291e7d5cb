#pragma once
#include "app/folder/folder.hpp"
#include "people/permit.hpp"
#include "store/store.hpp"

namespace relais::app {

struct Tally {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  void add(people::Saved outcome);
  bool operator==(const Tally&) const = default;
};

/// What loading a folder did.
struct Applied {
  catalogue::ProgrammeId programme;
  people::Saved catalogue = people::Saved::unchanged;
  Tally organisations, gifts, receptions, needs;
  bool changes_nothing() const;
};

/// Brings the database up to a folder.
///
/// Effect   all of it or nothing: with a problem found here or before, the transaction is refused. Every entry is tried
///          even then, so that all problems are told.
/// Retry    safe: the same folder again changes nothing.
/// Refuses  folder_has_problems, geography_missing.
base::Result<Applied> apply_folder(store::Transaction& transaction, const people::FullPermit& permit,
                                   const Folder& folder, Problems& problems);

}  // namespace relais::app
