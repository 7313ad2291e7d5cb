#include "app/folder/files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/folder/refusals.hpp"

namespace relais::app {
namespace {

constexpr std::array<std::string_view, 8> known_files{"README.md",         "programme.toml", "catalogue.toml",
                                                      "organisations.csv", "gifts.csv",      "receptions.csv",
                                                      "census.csv",        "allocation.toml"};

}  // namespace

std::optional<std::string> read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  const bool is_empty = in.peek() == std::ifstream::traits_type::eof();  // writing no byte counts as a failure
  if (!in.is_open() || in.bad() || (!is_empty && !(bytes << in.rdbuf()))) return std::nullopt;
  return bytes.str();
}

std::optional<std::string> read_file(const std::filesystem::path& folder, const std::string& file, Problems& problems) {
  const auto path = folder / file;
  if (!std::filesystem::exists(path)) {
    problems.add({file, 0, {}, {}}, {}, base::Refusal(refused::file_missing));
    return std::nullopt;
  }
  auto bytes = read_bytes(path);
  if (!bytes) problems.add({file, 0, {}, {}}, {}, base::Refusal(refused::file_unreadable, {path.string()}));
  return bytes;
}

void check_names(const std::filesystem::path& folder, Problems& problems) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    const bool is_known = std::find(known_files.begin(), known_files.end(), name) != known_files.end();
    if (!is_known && !name.starts_with('.'))
      problems.add({name, 0, {}, {}}, {},
                   base::Refusal(refused::file_unknown, {fmt::format("{}", fmt::join(known_files, ", "))}));
  }
}

}  // namespace relais::app
