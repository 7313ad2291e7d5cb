#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "app/folder/problems.hpp"
#include "base/time.hpp"
#include "catalogue/catalogue.hpp"

namespace relais::app {

/// One table of a TOML file, read key by key. What is wrong goes into the problems, with its line, and an empty value
/// is given instead, so that the rest is read too. At its end a key that nobody asked for is a problem.
///
/// Ownership  the document and the problems must outlive it.
class TomlTable {
 public:
  TomlTable(Problems& problems, std::string file, const toml::table& table, std::string path = {});
  ~TomlTable();
  TomlTable(const TomlTable&) = delete;
  TomlTable& operator=(const TomlTable&) = delete;

  bool has(std::string_view key) const { return table_.contains(key); }
  std::string text(std::string_view key);
  /// Zero or more; `otherwise` when the key is absent, which is a problem when there is none.
  std::int64_t integer(std::string_view key, std::optional<std::int64_t> otherwise = {});
  bool boolean(std::string_view key, bool otherwise);
  base::Day day(std::string_view key);
  std::optional<base::Day> maybe_day(std::string_view key);
  /// `{ fr = "…", en = "…" }`
  catalogue::Label label(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  /// A value that `parse` knows.
  template <class Value>
  Value coded(std::string_view key, std::optional<Value> (*parse)(std::string_view), std::string_view codes) {
    const auto code = text(key);
    if (const auto value = parse(code)) return *value;
    if (!code.empty()) unknown_code(key, code, codes);
    return Value{};
  }

  /// `read` gets the table of the key, if it is there.
  void table(std::string_view key, const std::function<void(TomlTable&)>& read);
  /// `read` gets each table of `[[key]]`.
  void tables(std::string_view key, const std::function<void(TomlTable&)>& read);
  /// The keys of the table, in the order of the file; they count as asked for.
  std::vector<std::string> keys();

  Place place(std::string_view key) const;
  Place place() const;
  void problem(std::string_view key, base::Refusal refusal);

 private:
  const toml::node* find(std::string_view key);
  const toml::node* get(std::string_view key);
  void unknown_code(std::string_view key, const std::string& code, std::string_view codes);
  std::string path_of(std::string_view key) const;

  Problems& problems_;
  std::string file_;
  const toml::table& table_;
  std::string path_;
  std::set<std::string, std::less<>> asked_;
};

/// The document, or nothing: what is wrong is then among the problems.
std::optional<toml::table> parse_toml(const std::filesystem::path& folder, const std::string& file, Problems& problems);

}  // namespace relais::app
