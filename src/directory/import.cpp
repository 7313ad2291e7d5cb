#include "directory/import.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "directory/place_store.hpp"
#include "directory/refusals.hpp"
#include "directory/row.hpp"
#include "tabular/reader.hpp"

namespace relais::directory {
namespace {

using base::Refusal;
using base::Result;
using people::Accreditation;
using people::OrganisationId;
using people::Saved;
using tabular::Outcome;

constexpr std::size_t list_code_length_max = 60;

/// The name of a list as it goes into codes: `Aix-en-Provence 2024` -> `aix-en-provence-2024`.
std::string list_code(std::string_view name) {
  auto code = base::fold(name);
  std::replace(code.begin(), code.end(), ' ', '-');
  std::erase_if(code, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return code.substr(0, list_code_length_max);
}

/// Outcomes are declared from the greatest change to the least.
Outcome greatest_change(std::initializer_list<Outcome> outcomes) { return std::min(outcomes); }

Outcome outcome_of(Saved saved) {
  switch (saved) {
    case Saved::created:
      return Outcome::created;
    case Saved::updated:
      return Outcome::updated;
    case Saved::unchanged:
      break;
  }
  return Outcome::unchanged;
}

class Import {
 public:
  Import(store::Transaction& transaction, const people::FullPermit& permit, people::ProgrammeId programme,
         std::string list, const ImportOptions& options)
      : transaction_(transaction), permit_(permit), programme_(programme), list_(std::move(list)), options_(options) {}

  Result<tabular::ImportReport> run(std::istream& table, const tabular::Mapping& mapping) {
    if (!places::find_departement(transaction_, "01")) return Refusal(refusals::geography_missing);
    RELAIS_TRY(auto reader, tabular::TableReader::open(table));
    RELAIS_TRY(const auto layout, tabular::Layout::match(place_columns(), reader.headings(), mapping));
    report_.set_unused_headings(layout.unused());
    lock_list(transaction_, programme_, list_);
    stored_ = stored_places(transaction_, programme_, list_);
    for (;;) {
      RELAIS_TRY(const auto row, reader.next());
      if (!row) return std::move(report_);
      RELAIS_TRY_DONE(import_row(tabular::Record(layout, *row)));
    }
  }

 private:
  Result<> import_row(const tabular::Record& record) {
    auto row = read_row(transaction_, record);
    const auto [first, is_first] = row_of_.emplace(row.place.source_id, record.number());
    if (!is_first) {
      row.problems.push_back(record.problem("nom", Refusal(refusals::listed_twice, {std::to_string(first->second)})));
    }
    auto outcome = Outcome::refused;
    if (row.problems.empty()) {
      RELAIS_TRY(outcome, save(row));
    }
    report_.add({record.number(), outcome, std::move(row.problems), std::move(row.repairs)});
    return base::Done{};
  }

  Result<Outcome> save(const PlaceRow& row) {
    const auto code = fmt::format("{}-{}", list_, row.place.source_id);
    const auto known = people::find_organisation(transaction_, programme_, code);
    RELAIS_TRY(const auto organisation,
               people::save_organisation(transaction_, permit_, programme_, draft_of(row, code)));
    RELAIS_TRY(const auto accredited, accredit(organisation.id, known ? known->accreditation : Accreditation::none));
    const auto placed = save_place(organisation.id, row.place);
    if (organisation.outcome == Saved::created) return Outcome::created;
    return greatest_change({outcome_of(organisation.outcome), outcome_of(accredited), placed});
  }

  people::OrganisationDraft draft_of(const PlaceRow& row, const std::string& code) const {
    people::OrganisationDraft draft;
    draft.code = code;
    draft.kind = people::OrganisationKind::structure;
    draft.name = row.place.name;
    draft.network_code = options_.network_code;
    draft.departement = row.departement;
    draft.commune = row.place.commune;
    draft.pivot = row.place.pivot;
    draft.is_illustrative = options_.is_illustrative;
    return draft;
  }

  /// Forward only: none, applied, accredited. What a person decided since is not undone.
  Result<Saved> accredit(OrganisationId structure, Accreditation state) {
    const bool is_new = state == Accreditation::none;
    const bool is_granted = state == Accreditation::applied && options_.accreditation == Accreditation::accredited;
    if (options_.accreditation == Accreditation::none || (!is_new && !is_granted)) return Saved::unchanged;
    return people::change_accreditation(transaction_, permit_, structure, options_.accreditation,
                                        options_.accredited_until, fmt::format("import: {}", list_));
  }

  Outcome save_place(OrganisationId organisation, const Place& place) {
    const auto before = stored_.find(place.source_id);
    if (before == stored_.end()) {
      insert_place(transaction_, programme_, list_, organisation, place);
      return Outcome::created;
    }
    if (before->second.place == place) return Outcome::unchanged;
    update_place(transaction_, organisation, place);
    return Outcome::updated;
  }

  store::Transaction& transaction_;
  const people::FullPermit& permit_;
  people::ProgrammeId programme_;
  std::string list_;
  const ImportOptions& options_;
  std::unordered_map<std::string, StoredPlace> stored_;
  std::unordered_map<std::string, std::int64_t> row_of_;
  tabular::ImportReport report_;
};

std::string name_of_list(const tabular::Mapping& mapping, const ImportOptions& options) {
  if (!options.list.empty()) return options.list;
  const auto constant = mapping.constants.find("liste");
  return constant == mapping.constants.end() ? std::string() : constant->second;
}

}  // namespace

Result<tabular::ImportReport> import_places(store::Database& database, const people::FullPermit& permit,
                                            people::ProgrammeId programme, std::istream& table,
                                            const tabular::Mapping& mapping, const ImportOptions& options) {
  const auto list = list_code(name_of_list(mapping, options));
  if (list.empty()) return Refusal(refusals::list_unnamed);
  const auto start = table.tellg();
  std::optional<tabular::ImportReport> undone;
  auto kept = database.write([&](store::Transaction& transaction) -> Result<tabular::ImportReport> {
    undone.reset();
    table.clear();
    table.seekg(start);
    RELAIS_TRY(auto report, Import(transaction, permit, programme, list, options).run(table, mapping));
    if (options.keep == Keep::accepted_rows || report.count(Outcome::refused) == 0) return report;
    undone = std::move(report);
    return Refusal(refusals::import_has_refusals);
  });
  if (!undone) return kept;
  undone->set_rolled_back();
  return *std::move(undone);
}

}  // namespace relais::directory
