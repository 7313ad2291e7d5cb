#include "store/migrations.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"
#include "store/dialect.hpp"

std::span<const relais::base::EmbeddedFile> relais_migration_files();

namespace relais::store {
namespace {

constexpr auto create_table =
    "CREATE TABLE IF NOT EXISTS store_migration (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT "
    "NULL)";
constexpr auto select_applied = "SELECT name, checksum FROM store_migration";
constexpr auto insert_applied = "INSERT INTO store_migration (name, checksum, applied_at) VALUES ($1, $2, $3)";

std::map<std::string, std::string> applied(Connection& connection) {
  std::map<std::string, std::string> found;
  for (auto rows = connection.query(select_applied, {}); rows->next();) found.emplace(rows->text(0), rows->text(1));
  return found;
}

void apply(Connection& connection, const base::EmbeddedFile& migration, base::Instant now) {
  connection.script(migration_for(connection.engine(), migration.bytes));
  const auto checksum = base::sha256_hex(migration.bytes);
  const Parameter row[] = {migration.path, checksum, now};
  connection.execute(insert_applied, row);
}

/// Applies the first one that is missing; gives its name, or nothing when there is none.
std::string apply_next(Connection& connection, base::Instant now) {
  const auto done = applied(connection);
  for (const auto& migration : migrations()) {
    const auto found = done.find(std::string(migration.path));
    if (found == done.end()) {
      apply(connection, migration, now);
      return std::string(migration.path);
    }
    if (found->second != base::sha256_hex(migration.bytes))
      throw base::Defect(fmt::format("the migration {} was edited after it was applied here", migration.path));
  }
  return {};
}

}  // namespace

std::vector<base::EmbeddedFile> migrations() {
  const auto files = relais_migration_files();
  std::vector<base::EmbeddedFile> ordered(files.begin(), files.end());
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return ordered;
}

std::vector<std::string> apply_migrations(Connection& connection, base::Instant now) {
  std::vector<std::string> names;
  for (;;) {
    connection.begin_write();
    try {
      connection.lock_migrations();
      connection.script(create_table);
      auto name = apply_next(connection, now);
      connection.commit();
      if (name.empty()) return names;
      names.push_back(std::move(name));
    } catch (...) {
      connection.rollback();
      throw;
    }
  }
}

std::vector<std::string> missing_migrations(Connection& connection) {
  std::vector<std::string> names;
  std::map<std::string, std::string> done;
  try {
    done = applied(connection);
  } catch (const base::Defect&) {  // no such table: nothing is applied yet
  }
  for (const auto& migration : migrations())
    if (!done.contains(std::string(migration.path))) names.emplace_back(migration.path);
  return names;
}

}  // namespace relais::store
