#include "app/folder/toml_file.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/folder/files.hpp"
#include "app/folder/refusals.hpp"

namespace relais::app {
namespace {

using base::Refusal;

std::string written(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  std::ostringstream out;
  if (const auto* number = node.as_integer()) out << number->get();
  if (const auto* number = node.as_floating_point()) out << number->get();
  if (const auto* flag = node.as_boolean()) out << (flag->get() ? "true" : "false");
  return out.str();
}

}  // namespace

TomlTable::TomlTable(Problems& problems, std::string file, const toml::table& table, std::string path)
    : problems_(problems), file_(std::move(file)), table_(table), path_(std::move(path)) {}

TomlTable::~TomlTable() {
  for (const auto& [key, node] : table_)
    if (!asked_.contains(std::string_view(key.str())))
      problems_.add(place(key.str()), written(node),
                    Refusal(refused::field_unknown, {fmt::format("{}", fmt::join(asked_, ", "))}));
}

std::string TomlTable::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

Place TomlTable::place() const { return {file_, static_cast<std::int64_t>(table_.source().begin.line), {}, path_}; }

Place TomlTable::place(std::string_view key) const {
  const auto* node = table_.get(key);
  const auto& at = node == nullptr ? table_.source() : node->source();
  return {file_, static_cast<std::int64_t>(at.begin.line), {}, path_of(key)};
}

void TomlTable::problem(std::string_view key, Refusal refusal) {
  const auto* node = table_.get(key);
  problems_.add(place(key), node == nullptr ? std::string() : written(*node), std::move(refusal));
}

const toml::node* TomlTable::find(std::string_view key) {
  asked_.emplace(key);
  return table_.get(key);
}

const toml::node* TomlTable::get(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) problem(key, Refusal(refused::field_missing));
  return node;
}

std::string TomlTable::text(std::string_view key) {
  const auto* node = get(key);
  if (node == nullptr) return {};
  if (const auto* text = node->as_string(); text != nullptr && !text->get().empty()) return text->get();
  problem(key, Refusal(refused::not_text));
  return {};
}

std::int64_t TomlTable::integer(std::string_view key, std::optional<std::int64_t> otherwise) {
  const auto* node = otherwise ? find(key) : get(key);
  if (node == nullptr) return otherwise.value_or(0);
  if (const auto* number = node->as_integer(); number != nullptr && number->get() >= 0) return number->get();
  problem(key, Refusal(refused::not_integer));
  return otherwise.value_or(0);
}

bool TomlTable::boolean(std::string_view key, bool otherwise) {
  const auto* node = find(key);
  if (node == nullptr) return otherwise;
  if (const auto* flag = node->as_boolean()) return flag->get();
  problem(key, Refusal(refused::not_boolean));
  return otherwise;
}

std::optional<base::Day> TomlTable::maybe_day(std::string_view key) {
  const auto* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* date = node->as_date()) {
    const auto& written_day = date->get();
    return base::Day(std::chrono::year(written_day.year) / std::chrono::month(written_day.month) /
                     std::chrono::day(written_day.day));
  }
  if (const auto* text = node->as_string())
    if (const auto day = base::parse_day(text->get())) return day;
  problem(key, Refusal(refused::not_day));
  return std::nullopt;
}

base::Day TomlTable::day(std::string_view key) {
  if (get(key) == nullptr) return {};
  return maybe_day(key).value_or(base::Day{});
}

catalogue::Label TomlTable::label(std::string_view key) {
  catalogue::Label label;
  if (get(key) == nullptr) return label;
  table(key, [&](TomlTable& languages) { label = {languages.text("fr"), languages.text("en")}; });
  return label;
}

std::vector<std::string> TomlTable::texts(std::string_view key) {
  std::vector<std::string> texts;
  const auto* node = find(key);
  if (node == nullptr) return texts;
  const auto* list = node->as_array();
  if (list == nullptr) {
    problem(key, Refusal(refused::not_list, {"[\"…\", \"…\"]"}));
    return texts;
  }
  for (const auto& item : *list) {
    if (const auto* text = item.as_string())
      texts.push_back(text->get());
    else
      problem(key, Refusal(refused::not_text));
  }
  return texts;
}

void TomlTable::table(std::string_view key, const std::function<void(TomlTable&)>& read) {
  const auto* node = find(key);
  if (node == nullptr) return;
  if (const auto* inner = node->as_table()) {
    TomlTable reader(problems_, file_, *inner, path_of(key));
    read(reader);
  } else {
    problem(key, Refusal(refused::not_table, {fmt::format("[{}]", path_of(key))}));
  }
}

void TomlTable::tables(std::string_view key, const std::function<void(TomlTable&)>& read) {
  const auto* node = find(key);
  if (node == nullptr) return;
  const auto* list = node->as_array();
  const bool is_tables = list != nullptr && std::all_of(list->begin(), list->end(),
                                                        [](const toml::node& item) { return item.is_table(); });
  if (!is_tables) return problem(key, Refusal(refused::not_table, {fmt::format("[[{}]]", path_of(key))}));
  for (const auto& item : *list) {
    TomlTable reader(problems_, file_, *item.as_table(), path_of(key));
    read(reader);
  }
}

std::vector<std::string> TomlTable::keys() {
  std::vector<std::pair<toml::source_position, std::string>> sorted;
  for (const auto& [key, node] : table_) {
    asked_.emplace(key.str());
    sorted.emplace_back(node.source().begin, std::string(key.str()));
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> keys;
  for (auto& [position, key] : sorted) keys.push_back(std::move(key));
  return keys;
}

void TomlTable::unknown_code(std::string_view key, const std::string& code, std::string_view codes) {
  problems_.add(place(key), code, Refusal(refused::code_unknown, {std::string(codes)}));
}

std::optional<toml::table> parse_toml(const std::filesystem::path& folder, const std::string& file,
                                      Problems& problems) {
  const auto bytes = read_file(folder, file, problems);
  if (!bytes) return std::nullopt;
  try {
    return toml::parse(*bytes, file);
  } catch (const toml::parse_error& error) {
    problems.add({file, static_cast<std::int64_t>(error.source().begin.line), {}, {}}, {},
                 Refusal(refused::not_toml, {std::string(error.description())}));
    return std::nullopt;
  }
}

}  // namespace relais::app
