#include "app/folder/folder.hpp"
#include "app/folder/refusals.hpp"

namespace relais::app {
namespace {

using base::Refusal;
using tabular::Presence;

const tabular::Columns& gift_columns() {
  static const tabular::Columns columns{
      {"code", {"don", "promesse"}, Presence::required},
      {"donor", {"donateur"}, Presence::required},
      {"kind", {"article"}, Presence::required},
      {"quantity", {"quantite"}, Presence::required},
      {"second_hand", {"occasion"}, {}},
      {"expected_from", {"attendu des"}, {}},
      {"expected_until", {"attendu jusqu'au"}, {}},
      {"closed", {"close"}, {}},
      {"for_audience", {"pour le public"}, {}},
      {"for_departement", {"pour le departement"}, {}},
  };
  return columns;
}

const tabular::Columns& reception_columns() {
  static const tabular::Columns columns{
      {"code", {"reception"}, Presence::required},
      {"gift", {"don", "promesse"}, Presence::required},
      {"depot", {}, Presence::required},
      {"kind", {"article"}, Presence::required},
      {"quantity", {"quantite"}, Presence::required},
      {"second_hand", {"occasion"}, {}},
  };
  return columns;
}

/// A kind of the catalogue; what is no kind is told at its cell.
std::string kind_of(const CsvRow& row, const Folder& folder) {
  auto code = row.text("kind");
  if (!code.empty() && folder.catalogue.find_kind(code) == nullptr)
    row.problem("kind", Refusal(refused::kind_unknown, {kind_codes(folder)}));
  return code;
}

/// Rows of one code say the same of what is not theirs alone.
void check_agreement(const CsvRow& row, std::string_view field, const std::string& first, const Place& where) {
  if (row.text(field) != first)
    row.problem(field, Refusal(refused::rows_disagree, {std::to_string(where.line), first}));
}

gifts::PledgeLineDraft pledge_line_of(const CsvRow& row, const Folder& folder) {
  gifts::Earmark for_whom;
  if (!row.text("for_audience").empty())
    for_whom.audience =
        row.coded("for_audience", catalogue::parse_audience, "precarious_person, pupil, usual_beneficiary");
  for_whom.departement = row.text("for_departement");
  return {kind_of(row, folder),           row.integer("quantity"),         row.flag("second_hand"),
          row.maybe_day("expected_from"), row.maybe_day("expected_until"), for_whom};
}

/// The entry of that code: the one of an earlier row, or a new one.
template <class Entry>
Entry& entry_of(std::vector<Entry>& entries, std::map<std::string, std::size_t>& positions, const std::string& code) {
  const auto [found, is_new] = positions.emplace(code, entries.size());
  if (is_new) entries.emplace_back();
  return entries[found->second];
}

}  // namespace

void read_gifts(const std::filesystem::path& path, Folder& folder, Problems& problems) {
  std::map<std::string, std::size_t> positions;
  folder.cells["gifts.csv"] =
      read_csv(path, "gifts.csv", FilePresence::optional, gift_columns(), problems, [&](const CsvRow& row) {
        auto& gift = entry_of(folder.gifts, positions, row.text("code"));
        if (gift.rows.empty()) {
          gift.draft.code = row.text("code");
          gift.draft.donor_code = row.text("donor");
          gift.is_closed = row.flag("closed");
        } else {
          check_agreement(row, "donor", gift.draft.donor_code, gift.rows.front());
          if (row.flag("closed") != gift.is_closed)
            row.problem("closed", Refusal(refused::rows_disagree,
                                          {std::to_string(gift.rows.front().line), gift.is_closed ? "oui" : "non"}));
        }
        gift.draft.lines.push_back(pledge_line_of(row, folder));
        gift.rows.push_back(row.place());
      });
}

void read_receptions(const std::filesystem::path& path, Folder& folder, Problems& problems) {
  std::map<std::string, std::size_t> positions;
  folder.cells["receptions.csv"] =
      read_csv(path, "receptions.csv", FilePresence::optional, reception_columns(), problems, [&](const CsvRow& row) {
        auto& reception = entry_of(folder.receptions, positions, row.text("code"));
        if (reception.rows.empty()) {
          reception.draft.request = "reception:" + row.text("code");
          reception.draft.pledge_code = row.text("gift");
          reception.draft.depot_code = row.text("depot");
        } else {
          check_agreement(row, "gift", reception.draft.pledge_code, reception.rows.front());
          check_agreement(row, "depot", reception.draft.depot_code, reception.rows.front());
        }
        reception.draft.lines.push_back({kind_of(row, folder), row.integer("quantity"), row.flag("second_hand")});
        reception.rows.push_back(row.place());
      });
}

}  // namespace relais::app
