#include "app/folder/folder.hpp"
#include "app/folder/refusals.hpp"

namespace relais::app {
namespace {

using people::Accreditation;
using people::OrganisationKind;
using tabular::Presence;

const tabular::Columns& organisation_columns() {
  static const tabular::Columns columns{
      {"code", {}, Presence::required},
      {"kind", {"sorte"}, Presence::required},
      {"name", {"nom"}, Presence::required},
      {"network", {"reseau", "tete de reseau"}, {}},
      {"departement", {}, {}},
      {"commune", {"code insee"}, {}},
      {"pivot", {"siret", "rna"}, {}},
      {"illustrative", {"illustratif"}, {}},
      {"accreditation", {"habilitation"}, {}},
      {"accredited_until", {"habilitee jusqu'au"}, {}},
  };
  return columns;
}

OrganisationEntry entry_of(const CsvRow& row) {
  OrganisationEntry entry;
  entry.draft.code = row.text("code");
  entry.draft.kind = row.coded("kind", people::parse_organisation_kind,
                               "donor, coordinator, network, structure, authority, depot", OrganisationKind::structure);
  entry.draft.name = row.text("name");
  entry.draft.network_code = row.text("network");
  entry.draft.departement = row.text("departement");
  entry.draft.commune = row.text("commune");
  entry.draft.pivot = row.text("pivot");
  entry.draft.is_illustrative = row.flag("illustrative");
  entry.accreditation = row.coded("accreditation", people::parse_accreditation,
                                  "none, applied, accredited, suspended, withdrawn", Accreditation::none);
  entry.accredited_until = row.maybe_day("accredited_until");
  entry.row = row.place();
  return entry;
}

}  // namespace

void read_organisations(const std::filesystem::path& path, Folder& folder, Problems& problems) {
  std::map<std::string, std::int64_t, std::less<>> lines;
  folder.cells["organisations.csv"] = read_csv(
      path, "organisations.csv", FilePresence::required, organisation_columns(), problems, [&](const CsvRow& row) {
        auto entry = entry_of(row);
        if (entry.draft.code.empty() || entry.draft.name.empty()) return;  // told already, with their cells
        const auto [first, is_new] = lines.emplace(entry.draft.code, row.line());
        if (!is_new) return row.problem("code", base::Refusal(refused::row_repeated, {std::to_string(first->second)}));
        folder.organisations.push_back(std::move(entry));
      });
}

}  // namespace relais::app
