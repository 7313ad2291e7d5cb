#pragma once
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "accounts/keys.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace relais::app {

/// What the program answers to the shell; those of sysexits.h where one fits.
enum class Exit { done = 0, wrong = 1, usage = 64, refused = 65, no_input = 66, defect = 70, outage = 75 };

/// Ends a command: its message is for the person who typed it, and what it was to change is unchanged.
struct Stop : std::runtime_error {
  Stop(Exit with, const std::string& message) : std::runtime_error(message), exit(with) {}
  Exit exit;
};

/// What the options common to all commands say.
class Session {
 public:
  explicit Session(base::Language language) : language_(language) {}

  base::Language language() const { return language_; }
  bool is_french() const { return language_ == base::Language::french; }
  /// The text in the language of the person.
  const char* say(const char* french, const char* english) const { return is_french() ? french : english; }
  std::string count(std::int64_t number) const;

  void set_database(std::string url) { database_url_ = std::move(url); }
  const std::string& database_url() const { return database_url_; }
  bool is_file() const;

  /// Names the file of the key that seals secrets; empty: beside the database's file, or `relais.key`.
  void set_key(std::string file) { key_file_ = std::move(file); }
  std::string key_file() const;
  /// The key of the database, made at the first use. Throws Stop when it is another's, or no key.
  accounts::Key open_key(store::Database& database) const;

  /// Opens a database that exists and has every migration. Throws Stop when it has not, `store::Outage`.
  std::unique_ptr<store::Database> open_database() const;
  /// Opens the database and applies what is missing; gives the names of the migrations applied.
  std::unique_ptr<store::Database> open_migrated(std::vector<std::string>* applied = nullptr) const;

  /// The value, or Stop with the refusal's message.
  template <class T>
  T value(base::Result<T> result) const {
    if (!result) throw Stop(Exit::refused, result.refusal().message(language_));
    return *std::move(result);
  }

 private:
  void refuse_folder() const;

  base::Language language_;
  std::string database_url_;
  std::string key_file_;
};

/// Prints one line, in the language of the session, at once: long work shows how far it is.
template <class... Facts>
void print(const Session& session, const char* french, const char* english, const Facts&... facts) {
  fmt::print("{}\n", fmt::format(fmt::runtime(session.say(french, english)), facts...));
  std::fflush(stdout);
}

}  // namespace relais::app
