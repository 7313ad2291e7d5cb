#pragma once
#include <string>
#include <vector>

#include "base/embedded.hpp"
#include "store/connection.hpp"

namespace relais::store {

/// The migrations compiled into the program, `NNNN_<slice>_<verb>.sql`, in order.
std::vector<base::EmbeddedFile> migrations();

/// See `Database::migrate`.
std::vector<std::string> apply_migrations(Connection& connection, base::Instant now);

/// Names of those that are not applied yet.
std::vector<std::string> missing_migrations(Connection& connection);

}  // namespace relais::store
