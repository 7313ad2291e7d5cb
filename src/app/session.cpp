#include "app/session.hpp"

#include <filesystem>

#include "base/text.hpp"

namespace relais::app {

std::string Session::count(std::int64_t number) const { return base::format_integer(number, is_french()); }

bool Session::is_file() const {
  return !database_url_.starts_with("postgresql://") && !database_url_.starts_with("postgres://");
}

std::unique_ptr<store::Database> Session::open_database() const {
  if (is_file() && !std::filesystem::exists(database_url_))
    throw Stop(Exit::no_input,
               fmt::format(fmt::runtime(say("{} n'existe pas : créez la base par « relais --database {} migrate ».",
                                            "{} does not exist: make the database by `relais --database {} migrate`.")),
                           database_url_, database_url_));
  store::DatabaseOptions options;
  options.url = database_url_;
  options.create = false;
  auto database = store::Database::open(options);
  if (!database->is_migrated())
    throw Stop(Exit::refused, say("La base n'est pas à jour de ce programme : lancez d'abord « relais migrate ».",
                                  "The database is not up to date with this program: run `relais migrate` first."));
  return database;
}

std::unique_ptr<store::Database> Session::open_migrated(std::vector<std::string>* applied) const {
  store::DatabaseOptions options;
  options.url = database_url_;
  auto database = store::Database::open(options);
  auto names = database->migrate();
  if (applied != nullptr) *applied = std::move(names);
  return database;
}

}  // namespace relais::app
