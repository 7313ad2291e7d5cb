#pragma once
#include <string>
#include <string_view>

#include "store/store.hpp"

namespace relais::store {

/// The few places where one SQL text must differ: all of them are here.
///
/// Queries: `$1` becomes `?1` on SQLite (whose `$1` would be a name, numbered by order of appearance). `{skip_locked}`
/// after a SELECT locks its rows and leaves out those that another process has locked; SQLite's one writer needs no
/// such thing.
std::string query_for(Engine engine, std::string_view sql);

/// Migrations: on SQLite BIGINT and SMALLINT become INTEGER, BYTEA becomes BLOB, `{strict}` STRICT, and a CHECK of a
/// word against a list of texts one comparison after the other; on PostgreSQL `{strict}` is nothing.
std::string migration_for(Engine engine, std::string_view sql);

}  // namespace relais::store
