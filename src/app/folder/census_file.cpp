#include <tuple>

#include "app/folder/folder.hpp"
#include "app/folder/refusals.hpp"

namespace relais::app {
namespace {

using base::Refusal;
using tabular::Presence;

const tabular::Columns& census_columns() {
  static const tabular::Columns columns{
      {"structure", {}, Presence::required},           {"audience", {"public"}, Presence::required},
      {"product", {"article"}, Presence::required},    {"people", {"personnes"}, Presence::required},
      {"quantity", {"quantite"}, Presence::required},  {"urgency", {"urgence"}, {}},
      {"people_checked", {"personnes verifiees"}, {}},
  };
  return columns;
}

NeedEntry entry_of(const CsvRow& row, const Folder& folder) {
  NeedEntry entry;
  entry.draft.round_code = folder.round ? folder.round->code : "";
  entry.draft.structure_code = row.text("structure");
  entry.draft.audience =
      row.coded("audience", catalogue::parse_audience, "precarious_person, pupil, usual_beneficiary");
  entry.draft.product_code = row.text("product");
  entry.draft.people = row.integer("people");
  entry.draft.quantity = row.integer("quantity");
  entry.draft.urgency = row.coded("urgency", needs::parse_urgency, "vital, high, normal", needs::Urgency::normal);
  entry.people_checked = row.maybe_integer("people_checked");
  entry.row = row.place();
  return entry;
}

bool is_product(const Folder& folder, std::string_view code) {
  return code.empty() || folder.catalogue.find_kind(code) != nullptr || folder.catalogue.find_product(code) != nullptr;
}

}  // namespace

void read_census(const std::filesystem::path& path, Folder& folder, Problems& problems) {
  std::map<std::tuple<std::string, catalogue::Audience, std::string>, std::int64_t> lines;
  folder.cells["census.csv"] =
      read_csv(path, "census.csv", FilePresence::optional, census_columns(), problems, [&](const CsvRow& row) {
        auto entry = entry_of(row, folder);
        const auto& draft = entry.draft;
        if (!is_product(folder, draft.product_code))
          row.problem("product", Refusal(refused::product_unknown, {product_codes(folder)}));
        const auto [first, is_new] =
            lines.emplace(std::tuple(draft.structure_code, draft.audience, draft.product_code), row.line());
        if (!is_new) return row.problem("structure", Refusal(refused::row_repeated, {std::to_string(first->second)}));
        folder.needs.push_back(std::move(entry));
      });
  if (!folder.needs.empty() && !folder.round)
    problems.add({"census.csv", 0, {}, {}}, {}, Refusal(refused::census_missing));
}

}  // namespace relais::app
