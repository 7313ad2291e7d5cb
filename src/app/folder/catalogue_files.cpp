#include "app/folder/folder.hpp"
#include "app/folder/refusals.hpp"
#include "app/folder/toml_file.hpp"

namespace relais::app {
namespace {

using catalogue::KindId;

catalogue::Target target_of(TomlTable& table) {
  return {table.coded("audience", catalogue::parse_audience, "precarious_person, pupil, usual_beneficiary"),
          table.coded("measure", catalogue::parse_measure, "people_equipped, people_connected"),
          table.integer("people")};
}

/// The draft's id of a kind: its position plus one, or none.
KindId find_kind(const Folder& folder, std::string_view code) {
  const auto& kinds = folder.catalogue.kinds;
  for (std::size_t index = 0; index < kinds.size(); ++index)
    if (kinds[index].code == code) return KindId{static_cast<std::int64_t>(index) + 1};
  return {};
}

catalogue::Kind kind_of(TomlTable& table) {
  catalogue::Kind kind;
  kind.code = table.text("code");
  kind.name = table.label("name");
  kind.category = table.coded("category", catalogue::parse_category, "device, sim_card, top_up");
  kind.tracking = table.has("tracking")
                      ? table.coded("tracking", catalogue::parse_tracking, "by_count, by_serial, by_secret_code")
                      : catalogue::Tracking::by_count;
  kind.volume_gb = table.integer("volume_gb", 0);
  kind.validity_days = table.integer("validity_days", 0);
  kind.has_unlimited_calls = table.boolean("unlimited_calls", false);
  return kind;
}

/// What a kind serves may be further down in the file: it is resolved once all kinds are read.
struct Serves {
  std::size_t kind = 0;
  std::vector<std::string> codes;
  Place place;
};

void resolve(const Serves& serves, Folder& folder, Problems& problems) {
  for (const auto& code : serves.codes) {
    if (const auto served = find_kind(folder, code))
      folder.catalogue.kinds[serves.kind].serves.push_back(served);
    else
      problems.add(serves.place, code, base::Refusal(refused::kind_unknown, {kind_codes(folder)}));
  }
}

catalogue::Product kit_of(TomlTable& table, const Folder& folder) {
  catalogue::Product kit;
  kit.code = table.text("code");
  kit.name = table.label("name");
  table.table("parts", [&](TomlTable& parts) {
    for (const auto& code : parts.keys()) {
      const auto kind = find_kind(folder, code);
      if (!kind) parts.problem(code, base::Refusal(refused::kind_unknown, {kind_codes(folder)}));
      const auto quantity = parts.integer(code);
      if (kind) kit.parts.push_back({kind, quantity});
    }
  });
  if (!table.has("parts")) table.problem("parts", base::Refusal(refused::field_missing));
  return kit;
}

void read_programme_table(TomlTable& table, Folder& folder) {
  auto& programme = folder.catalogue.programme;
  programme.code = table.text("code");
  programme.name = table.label("name");
  programme.starts_on = table.day("starts_on");
  programme.ends_on = table.maybe_day("ends_on");
  programme.is_illustrative = table.boolean("illustrative", false);
  folder.catalogue_places.emplace(programme.code, table.place());
}

void read_round_table(TomlTable& table, Folder& folder) {
  folder.round =
      needs::RoundDraft{table.text("code"), table.label("name"), table.day("opens_on"), table.day("closes_on")};
  folder.round_place = table.place();
}

}  // namespace

void read_programme(const std::filesystem::path& path, Folder& folder, Problems& problems) {
  const auto document = parse_toml(path, "programme.toml", problems);
  if (!document) return;
  TomlTable table(problems, "programme.toml", *document);
  if (!table.has("programme")) table.problem("programme", base::Refusal(refused::field_missing));
  table.table("programme", [&](TomlTable& programme) { read_programme_table(programme, folder); });
  table.table("census", [&](TomlTable& census) { read_round_table(census, folder); });
  table.tables("target", [&](TomlTable& target) { folder.catalogue.targets.push_back(target_of(target)); });
}

void read_catalogue(const std::filesystem::path& path, Folder& folder, Problems& problems) {
  const auto document = parse_toml(path, "catalogue.toml", problems);
  if (!document) return;
  TomlTable table(problems, "catalogue.toml", *document);
  std::vector<Serves> serves;
  table.tables("kind", [&](TomlTable& kind) {
    serves.push_back({folder.catalogue.kinds.size(), kind.texts("serves"), kind.place("serves")});
    folder.catalogue.kinds.push_back(kind_of(kind));
    folder.catalogue_places.emplace(folder.catalogue.kinds.back().code, kind.place());
  });
  for (const auto& each : serves) resolve(each, folder, problems);
  table.tables("kit", [&](TomlTable& kit) {
    folder.catalogue.products.push_back(kit_of(kit, folder));
    folder.catalogue_places.emplace(folder.catalogue.products.back().code, kit.place());
  });
}

}  // namespace relais::app
