#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "app/folder/problems.hpp"

namespace relais::app {

/// The bytes of a file, which may be empty; nothing when it cannot be read, as a folder cannot.
std::optional<std::string> read_bytes(const std::filesystem::path& path);

/// The bytes of a file that a folder must have; nothing when it has not, which is then among the problems.
std::optional<std::string> read_file(const std::filesystem::path& folder, const std::string& file, Problems& problems);

/// Files and folders that nobody would read: a misspelt name must not go unseen.
void check_names(const std::filesystem::path& folder, Problems& problems);

}  // namespace relais::app
