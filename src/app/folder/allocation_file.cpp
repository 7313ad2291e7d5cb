#include <limits>

#include "app/folder/folder.hpp"
#include "app/folder/refusals.hpp"
#include "app/folder/toml_file.hpp"

namespace relais::app {
namespace {

allocation::UrgencyRule rule_of(TomlTable& table) {
  return {static_cast<std::int32_t>(table.integer("tier")), table.integer("weight")};
}

void read_urgencies(TomlTable& table, allocation::Policy& policy) {
  const auto read = [&](const char* key, allocation::UrgencyRule& rule) {
    table.table(key, [&](TomlTable& urgency) { rule = rule_of(urgency); });
  };
  read("vital", policy.vital);
  read("high", policy.high);
  read("normal", policy.normal);
}

void read_lots(TomlTable& table, const Folder& folder, allocation::Policy& policy) {
  for (const auto& code : table.keys()) {
    if (folder.catalogue.find_kind(code) == nullptr && folder.catalogue.find_product(code) == nullptr)
      table.problem(code, base::Refusal(refused::product_unknown, {product_codes(folder)}));
    policy.minimum_lots.push_back({code, table.integer(code)});
  }
}

/// What a kind serves under this rule, in place of the catalogue's `serves`.
void read_serves(TomlTable& table, const Folder& folder, allocation::Policy& policy) {
  for (const auto& code : table.keys()) {
    auto served = table.texts(code);
    for (const auto& one : served)
      if (folder.catalogue.find_kind(one) == nullptr)
        table.problem(code, base::Refusal(refused::kind_unknown, {kind_codes(folder)}));
    if (folder.catalogue.find_kind(code) == nullptr)
      table.problem(code, base::Refusal(refused::kind_unknown, {kind_codes(folder)}));
    policy.serves.push_back({code, std::move(served)});
  }
}

}  // namespace

void read_rule(const std::filesystem::path& path, const std::string& file, Folder& folder, Problems& problems) {
  const auto document = parse_toml(path, file, problems);
  if (!document) return;
  TomlTable table(problems, file, *document);
  AllocationEntry entry;
  const auto seed = table.integer("seed");
  if (seed > std::numeric_limits<std::uint32_t>::max()) table.problem("seed", base::Refusal(refused::not_integer));
  entry.seed = static_cast<std::uint32_t>(seed);
  entry.policy.departement_floor = table.integer("departement_floor", 0);
  entry.policy.substitutes = table.boolean("substitutes", true);
  table.table("urgency", [&](TomlTable& urgencies) { read_urgencies(urgencies, entry.policy); });
  table.table("minimum_lot", [&](TomlTable& lots) { read_lots(lots, folder, entry.policy); });
  table.table("serves", [&](TomlTable& serves) { read_serves(serves, folder, entry.policy); });
  folder.allocation = entry;
}

void read_allocation(const std::filesystem::path& path, Folder& folder, Problems& problems) {
  if (std::filesystem::exists(path / "allocation.toml")) read_rule(path, "allocation.toml", folder, problems);
}

}  // namespace relais::app
