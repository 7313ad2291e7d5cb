#include "app/session.hpp"

#include <filesystem>

#include "base/text.hpp"

namespace relais::app {

std::string Session::count(std::int64_t number) const { return base::format_integer(number, is_french()); }

bool Session::is_file() const {
  return !database_url_.starts_with("postgresql://") && !database_url_.starts_with("postgres://");
}

std::string Session::key_file() const {
  if (!key_file_.empty()) return key_file_;
  return is_file() ? database_url_ + ".key" : "relais.key";
}

accounts::Key Session::open_key(store::Database& database) const {
  using Kind = accounts::KeyFault::Kind;
  const auto stop = [&](Kind kind) {
    const char* text = "";
    switch (kind) {
      case Kind::unreadable:
        text = say("La clé {} ne peut être ni lue ni créée : donnez un fichier par --key.",
                   "The key {} can be neither read nor made: give a file by --key.");
        break;
      case Kind::malformed:
        text = say("{} n'est pas une clé : remettez le fichier d'origine, ou donnez-le par --key.",
                   "{} is not a key: put the original file back, or give it by --key.");
        break;
      case Kind::too_open:
        text = say("D'autres peuvent lire la clé {} : lancez « chmod 600 » sur ce fichier.",
                   "Others may read the key {}: run `chmod 600` on that file.");
        break;
      case Kind::of_another_database:
        text = say("La clé {} n'est pas celle de cette base : donnez la bonne par --key.",
                   "The key {} is not this database's: give the right one by --key.");
        break;
    }
    return Stop(Exit::no_input, fmt::format(fmt::runtime(text), key_file()));
  };
  try {
    auto key = accounts::Key::load_or_create(key_file());
    if (!accounts::is_key_of(database, key)) throw stop(Kind::of_another_database);
    return key;
  } catch (const accounts::KeyFault& fault) {
    throw stop(fault.kind);
  }
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
  const auto not_migrated = [&] {
    return Stop(Exit::refused, say("La base n'est pas à jour de ce programme : lancez d'abord « relais migrate ».",
                                   "The database is not up to date with this program: run `relais migrate` first."));
  };
  if (is_file() && std::filesystem::is_empty(database_url_)) throw not_migrated();  // opening it would write its header
  store::DatabaseOptions options;
  options.url = database_url_;
  options.create = false;
  auto database = store::Database::open(options);
  if (!database->is_migrated()) throw not_migrated();
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
