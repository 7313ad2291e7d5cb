#include "app/session.hpp"

#include <filesystem>

#include "base/text.hpp"

namespace relais::app {

std::string Session::count(std::int64_t number) const { return base::format_integer(number, is_french()); }

bool Session::is_file() const {
  return !database_url_.starts_with("postgresql://") && !database_url_.starts_with("postgres://");
}

void Session::refuse_folder() const {
  if (is_file() && std::filesystem::is_directory(database_url_))
    throw Stop(Exit::no_input,
               fmt::format(fmt::runtime(say("{} est un dossier : donnez par --database le fichier de la base.",
                                            "{} is a folder: give the database's file by --database.")),
                           database_url_));
}

std::unique_ptr<store::Database> Session::open_database() const {
  refuse_folder();
  if (is_file() && !std::filesystem::exists(database_url_))
    throw Stop(Exit::no_input,
               fmt::format(fmt::runtime(say("{} n'existe pas : créez la base par « relais --database {} migrate ».",
                                            "{} does not exist: make the database by `relais --database {} migrate`.")),
                           database_url_, database_url_));
  const Stop not_migrated(Exit::refused,
                          say("La base n'est pas à jour de ce programme : lancez d'abord « relais migrate ».",
                              "The database is not up to date with this program: run `relais migrate` first."));
  if (is_file() && std::filesystem::is_empty(database_url_)) throw not_migrated;  // opening it would write its header
  store::DatabaseOptions options;
  options.url = database_url_;
  options.create = false;
  auto database = store::Database::open(options);
  if (!database->is_migrated()) throw not_migrated;
  return database;
}

std::unique_ptr<store::Database> Session::open_migrated(std::vector<std::string>* applied) const {
  refuse_folder();
  store::DatabaseOptions options;
  options.url = database_url_;
  auto database = store::Database::open(options);
  auto names = database->migrate();
  if (applied != nullptr) *applied = std::move(names);
  return database;
}

}  // namespace relais::app
