#pragma once
/// One thin layer over SQLite and PostgreSQL. It knows no domain word.
///
/// SQL is one text for both engines: `$1` placeholders, BIGINT quantities and times, SMALLINT booleans. All integers
/// are 64-bit, all text is UTF-8 without NUL. Statements are prepared once per connection and kept.
///
/// Threads    `Database` may be shared by all threads; a `Reader` or `Transaction` belongs to the function it is given
/// to. Throws     `Outage` when the engine cannot answer (retryable), `ConstraintViolated` when a constraint says no:
///            domain code asks first, so it reaches the edge only by a defect or a race that a retry settles.

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace relais::store {

/// The engine, the disk or the network failed; nothing of the transaction is kept. Safe to try again.
struct Outage : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class Constraint { unique, foreign_key, check, not_null };

struct ConstraintViolated : std::runtime_error {
  ConstraintViolated(Constraint which, const std::string& what) : std::runtime_error(what), constraint(which) {}
  Constraint constraint;
};

/// A value bound to a placeholder. Text is borrowed for the length of the call.
class Parameter {
 public:
  using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view>;

  Parameter(std::nullptr_t) : value_(nullptr) {}                          // NOLINT(google-explicit-constructor)
  Parameter(std::string_view text) : value_(text) {}                      // NOLINT(google-explicit-constructor)
  Parameter(const std::string& text) : value_(std::string_view(text)) {}  // NOLINT(google-explicit-constructor)
  Parameter(const char* text) : value_(std::string_view(text)) {}         // NOLINT(google-explicit-constructor)
  Parameter(std::integral auto number) : value_(static_cast<std::int64_t>(number)) {}  // NOLINT
  template <class Tag>
  Parameter(base::Id<Tag> id) : value_(id.value) {}                        // NOLINT(google-explicit-constructor)
  Parameter(base::Instant instant) : value_(base::to_integer(instant)) {}  // NOLINT(google-explicit-constructor)
  Parameter(base::Day day) : value_(base::to_integer(day)) {}              // NOLINT(google-explicit-constructor)
  template <class T>
  Parameter(const std::optional<T>& maybe) : value_(nullptr) {  // NOLINT(google-explicit-constructor)
    if (maybe) value_ = Parameter(*maybe).value_;
  }

  const Value& value() const { return value_; }

 private:
  Value value_;
};

using Parameters = std::initializer_list<Parameter>;

/// The engine's side of a result; each engine implements it.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual bool next() = 0;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
};

/// The rows of a query, read forward once: `for (auto rows = reader.query(...); rows.next();)`.
/// Text is valid until the next `next()`. Must not outlive its transaction.
class Rows {
 public:
  explicit Rows(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}

  bool next() { return cursor_->next(); }
  bool is_null(int column) const { return cursor_->is_null(column); }
  std::int64_t integer(int column) const { return cursor_->integer(column); }
  bool boolean(int column) const { return cursor_->integer(column) != 0; }
  std::string_view text(int column) const { return cursor_->text(column); }
  std::string string(int column) const { return std::string(cursor_->text(column)); }
  template <class Id>
  Id id(int column) const {
    return Id{cursor_->integer(column)};
  }
  base::Instant instant(int column) const { return base::instant_from(cursor_->integer(column)); }
  base::Day day(int column) const { return base::day_from(cursor_->integer(column)); }
  std::optional<std::int64_t> maybe_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  std::optional<std::string> maybe_string(int column) const {
    return is_null(column) ? std::nullopt : std::optional(string(column));
  }

 private:
  std::unique_ptr<Cursor> cursor_;
};

/// Many rows into one table, by the engine's fastest way. `finish` must be called; a violated constraint may show
/// only there. Nothing else may be asked of the transaction between the first `row` and `finish`.
class Bulk {
 public:
  virtual ~Bulk() = default;
  virtual void row(std::span<const Parameter> values) = 0;
  void row(Parameters values) { row(std::span(values.begin(), values.size())); }
  virtual std::int64_t finish() = 0;
};

/// Reads one consistent state of the database.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual Rows query(std::string_view sql, std::span<const Parameter> parameters) = 0;
  Rows query(std::string_view sql, Parameters parameters = {}) {
    return query(sql, std::span(parameters.begin(), parameters.size()));
  }
  /// The single integer of a query that gives exactly one row (a count, a sum).
  std::int64_t integer(std::string_view sql, Parameters parameters = {});
};

/// A unit of work that is kept whole or not at all. Made by `Database::write` alone.
class Transaction : public Reader {
 public:
  using Reader::query;
  /// The number of rows changed.
  virtual std::int64_t execute(std::string_view sql, std::span<const Parameter> parameters) = 0;
  std::int64_t execute(std::string_view sql, Parameters parameters = {}) {
    return execute(sql, std::span(parameters.begin(), parameters.size()));
  }
  /// `columns` as in SQL: `"id, name"`; each row then gives that many values.
  virtual std::unique_ptr<Bulk> bulk_insert(std::string_view table, std::string_view columns) = 0;

  /// A new id: 64-bit, ordered by time, unique over all processes.
  virtual std::int64_t next_id() = 0;
  template <class Id>
  Id new_id() {
    return Id{next_id()};
  }
  /// The time of the transaction, the same throughout.
  virtual base::Instant now() const = 0;
  /// A small number that no other process writing at this moment has; always 0 on SQLite, which has one writer.
  virtual std::int64_t lane() const = 0;
};

enum class Engine { sqlite, postgres };

struct DatabaseOptions {
  std::string url;                     ///< a file, or `postgresql://...`
  bool create = true;                  ///< SQLite: make the file when absent; otherwise refuse
  bool durable = true;                 ///< false only in tests: a crash of the machine may then lose commits
  int readers_max = 8;                 ///< connections kept for reading
  const base::Clock* clock = nullptr;  ///< null: the system's
};

class Connection;
class CommitQueue;

class Database {
 public:
  /// Throws `Outage` when it cannot be opened.
  static std::unique_ptr<Database> open(const DatabaseOptions& options);
  ~Database();

  Engine engine() const;

  /// Applies the migrations that are missing, each in a transaction of its own, and gives their names.
  /// Safe when several processes start at once. Throws `base::Defect` when an applied migration was edited since.
  std::vector<std::string> migrate();
  /// Whether every migration of this program is applied.
  bool is_migrated();

  /// Runs `function(Reader&)` on a snapshot and gives what it returns.
  template <class Function>
  auto read(Function&& function) {
    using Value = std::invoke_result_t<Function, Reader&>;
    std::optional<Value> value;
    read_erased([&](Reader& reader) { value.emplace(function(reader)); });
    return *std::move(value);
  }

  /// Runs `function(Transaction&)`, which returns a `base::Result`, in the commit queue: the waiting writes of all
  /// threads go as one transaction, each refused on its own. Returns once the commit is durable.
  ///
  /// Effect  a refusal or an exception undoes what the function wrote, and nothing of its neighbours.
  /// Retry   `function` may run again, on any thread: it must have no effect but on the transaction and what it
  /// returns.
  ///         It must not call `write` or `migrate`.
  /// Throws  `Outage`; when the connection broke at the very commit, what was written may or may not be there, so a
  ///         caller that tries again does it under the same request key.
  template <class Function>
  auto write(Function&& function) {
    using Value = std::invoke_result_t<Function, Transaction&>;
    std::optional<Value> value;
    write_erased([&](Transaction& transaction) {
      value.emplace(function(transaction));
      return value->ok();
    });
    return *std::move(value);
  }

 private:
  explicit Database(const DatabaseOptions& options);
  void read_erased(const std::function<void(Reader&)>& function);
  void write_erased(const std::function<bool(Transaction&)>& function);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace relais::store
