#pragma once
#include <filesystem>

#include "app/folder/apply.hpp"
#include "app/session.hpp"

namespace relais::app {

/// Loads a folder whole. Throws Stop with every problem, file by file, when there is one.
Applied load_folder(const Session& session, store::Database& database, const std::filesystem::path& path);

/// One line per kind of thing that a folder holds.
void print_applied(const Session& session, const Applied& applied);

}  // namespace relais::app
