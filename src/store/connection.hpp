#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/store.hpp"

namespace relais::store {

struct SqlHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view sql) const { return std::hash<std::string_view>{}(sql); }
};
/// The statements that a connection has prepared, by their text.
template <class Value>
using BySql = std::unordered_map<std::string, Value, SqlHash, std::equal_to<>>;

/// One connection of one engine. Used by one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Engine engine() const = 0;
  virtual std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Parameter> parameters) = 0;
  virtual std::int64_t execute(std::string_view sql, std::span<const Parameter> parameters) = 0;
  virtual std::unique_ptr<Bulk> bulk_insert(std::string_view table, std::string_view columns) = 0;
  /// Several statements, without parameters or rows.
  virtual void script(const std::string& sql) = 0;

  virtual void begin_write() = 0;
  virtual void begin_read() = 0;
  /// Returns only when the engine said COMMIT, without a warning.
  virtual void commit() = 0;
  /// Never throws; a connection that cannot roll back is `broken`.
  virtual void rollback() noexcept = 0;
  virtual bool broken() const = 0;

  /// Keeps other processes from migrating meanwhile; released by the end of the transaction.
  virtual void lock_migrations() = 0;
  /// Takes the lowest lane that no other process holds, until the connection closes.
  virtual std::int64_t claim_lane() = 0;
};

std::unique_ptr<Connection> open_sqlite(const DatabaseOptions& options, bool writer);
std::unique_ptr<Connection> open_postgres(const DatabaseOptions& options);

}  // namespace relais::store
