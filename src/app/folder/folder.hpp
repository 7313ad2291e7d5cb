#pragma once
/// A programme as a folder of files that a coordinator edits; data/connexion-urgence is one, and says how to write
/// them.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "allocation/allocation.hpp"
#include "app/folder/csv_file.hpp"
#include "app/folder/problems.hpp"
#include "catalogue/catalogue.hpp"
#include "gifts/gifts.hpp"
#include "needs/needs.hpp"
#include "people/organisations.hpp"

namespace relais::app {

struct OrganisationEntry {
  people::OrganisationDraft draft;
  people::Accreditation accreditation = people::Accreditation::none;
  std::optional<base::Day> accredited_until;
  Place row;
};

/// A pledge, and the row of each of its lines.
struct GiftEntry {
  gifts::PledgeDraft draft;
  bool is_closed = false;  ///< nothing more is expected: its shortfall is final
  std::vector<Place> rows;
};

struct ReceptionEntry {
  gifts::ReceiptDraft draft;
  std::vector<Place> rows;
};

struct NeedEntry {
  needs::NeedDraft draft;
  std::optional<std::int64_t> people_checked;
  Place row;
};

/// How the goods are to be shared, as allocation.toml states it.
struct AllocationEntry {
  std::uint32_t seed = 1;
  allocation::Policy policy;
};

struct Folder {
  catalogue::Catalogue catalogue;                              ///< a draft, as `save_catalogue` takes it
  std::map<std::string, Place, std::less<>> catalogue_places;  ///< of kinds and kits, by code
  std::optional<needs::RoundDraft> round;
  Place round_place;
  std::vector<OrganisationEntry> organisations;
  std::vector<GiftEntry> gifts;
  std::vector<ReceptionEntry> receptions;
  std::vector<NeedEntry> needs;
  std::optional<AllocationEntry> allocation;
  std::map<std::string, Cells, std::less<>> cells;  ///< by file

  /// The cell of a field in a row; the row when the file lacks the field.
  Place cell(const Place& row, std::string_view field) const;
};

/// Reads every file of a folder. programme.toml, catalogue.toml and organisations.csv must be there.
Folder read_folder(const std::filesystem::path& path, Problems& problems);

/// The parts of `read_folder`, a file each.
void read_programme(const std::filesystem::path& path, Folder& folder, Problems& problems);
void read_catalogue(const std::filesystem::path& path, Folder& folder, Problems& problems);
void read_organisations(const std::filesystem::path& path, Folder& folder, Problems& problems);
void read_gifts(const std::filesystem::path& path, Folder& folder, Problems& problems);
void read_receptions(const std::filesystem::path& path, Folder& folder, Problems& problems);
void read_census(const std::filesystem::path& path, Folder& folder, Problems& problems);
void read_allocation(const std::filesystem::path& path, Folder& folder, Problems& problems);
/// A rule of sharing in a file of any name; products are those of the folder's catalogue.
void read_rule(const std::filesystem::path& path, const std::string& file, Folder& folder, Problems& problems);

/// The codes of the kinds, of the kinds and kits: for messages.
std::string kind_codes(const Folder& folder);
std::string product_codes(const Folder& folder);

}  // namespace relais::app
