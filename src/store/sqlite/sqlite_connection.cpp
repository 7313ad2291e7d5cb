#include <string>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/connection.hpp"
#include "store/dialect.hpp"

namespace relais::store {
namespace {

constexpr int busy_timeout_ms = 10'000;

/// A prepared statement of the connection's cache; `busy` while a cursor reads it.
struct Statement {
  sqlite3_stmt* handle = nullptr;
  bool busy = false;

  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle); }
};

[[noreturn]] void throw_error(sqlite3* database) {
  const int code = sqlite3_extended_errcode(database);
  const std::string message = fmt::format("sqlite: {}", sqlite3_errmsg(database));
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      throw ConstraintViolated(Constraint::unique, message);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      throw ConstraintViolated(Constraint::foreign_key, message);
    case SQLITE_CONSTRAINT_CHECK:
      throw ConstraintViolated(Constraint::check, message);
    case SQLITE_CONSTRAINT_NOTNULL:
      throw ConstraintViolated(Constraint::not_null, message);
    default:
      if ((code & 0xff) == SQLITE_ERROR || (code & 0xff) == SQLITE_MISUSE || (code & 0xff) == SQLITE_RANGE)
        throw base::Defect(message);
      throw Outage(message);
  }
}

void bind_all(sqlite3* database, sqlite3_stmt* statement, std::span<const Parameter> parameters) {
  if (sqlite3_bind_parameter_count(statement) != static_cast<int>(parameters.size()))
    throw base::Defect(fmt::format("{} parameters given to: {}", parameters.size(), sqlite3_sql(statement)));
  int index = 0;
  for (const auto& parameter : parameters) {
    ++index;
    int status = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&parameter.value())) {
      status = sqlite3_bind_int64(statement, index, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&parameter.value())) {
      if (text->find('\0') != text->npos) throw base::Defect("text with NUL given to the store");
      const char* data = text->data() == nullptr ? "" : text->data();
      status = sqlite3_bind_text64(statement, index, data, text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
      status = sqlite3_bind_null(statement, index);
    }
    if (status != SQLITE_OK) throw_error(database);
  }
}

class SqliteCursor final : public Cursor {
 public:
  /// Takes the first step at once, so that borrowed text need not live longer than the call.
  SqliteCursor(sqlite3* database, Statement* statement, std::unique_ptr<Statement> owned,
               std::span<const Parameter> parameters)
      : database_(database), statement_(statement), owned_(std::move(owned)) {
    statement_->busy = true;
    try {
      bind_copied(parameters);
      step();
    } catch (...) {
      close();
      throw;
    }
  }
  SqliteCursor(const SqliteCursor&) = delete;
  SqliteCursor& operator=(const SqliteCursor&) = delete;
  ~SqliteCursor() override { close(); }

  bool next() override {
    if (!started_) {
      started_ = true;
    } else if (has_row_) {
      step();
    }
    return has_row_;
  }
  bool is_null(int column) const override { return sqlite3_column_type(statement_->handle, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override {
    RELAIS_CHECK(sqlite3_column_type(statement_->handle, column) == SQLITE_INTEGER);
    return sqlite3_column_int64(statement_->handle, column);
  }
  std::string_view text(int column) const override {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_->handle, column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_->handle, column))};
  }

 private:
  /// Rows after the first are stepped after the caller's text is gone: the cursor keeps what it bound.
  void bind_copied(std::span<const Parameter> parameters) {
    kept_.reserve(parameters.size());
    std::vector<Parameter> bound;
    bound.reserve(parameters.size());
    for (const auto& parameter : parameters) {
      if (const auto* text = std::get_if<std::string_view>(&parameter.value())) {
        kept_.emplace_back(*text);
        bound.emplace_back(std::string_view(kept_.back()));
      } else {
        bound.push_back(parameter);
      }
    }
    bind_all(database_, statement_->handle, bound);
  }
  void step() {
    const int status = sqlite3_step(statement_->handle);
    has_row_ = status == SQLITE_ROW;
    if (status != SQLITE_ROW && status != SQLITE_DONE) throw_error(database_);
  }
  void close() {
    sqlite3_reset(statement_->handle);
    sqlite3_clear_bindings(statement_->handle);
    statement_->busy = false;
  }

  sqlite3* database_;
  Statement* statement_;
  std::unique_ptr<Statement> owned_;
  std::vector<std::string> kept_;
  bool started_ = false;
  bool has_row_ = false;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(const DatabaseOptions& options, bool writer) {
    const int create = options.create && writer ? SQLITE_OPEN_CREATE : 0;
    const int flags = (writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | create | SQLITE_OPEN_NOMUTEX;
    const int status = sqlite3_open_v2(options.url.c_str(), &database_, flags, nullptr);
    if (status != SQLITE_OK) {
      const std::string message = fmt::format("{}: {}", options.url, sqlite3_errmsg(database_));
      sqlite3_close(database_);
      throw Outage(message);
    }
    try {
      configure(options, writer);
    } catch (...) {
      statements_.clear();
      sqlite3_close(database_);
      throw;
    }
  }
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() override {
    statements_.clear();
    sqlite3_close(database_);
  }

  Engine engine() const override { return Engine::sqlite; }

  std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Parameter> parameters) override {
    Statement* cached = statement(sql);
    if (!cached->busy) return std::make_unique<SqliteCursor>(database_, cached, nullptr, parameters);
    auto owned = prepare(sql);
    Statement* own = owned.get();
    return std::make_unique<SqliteCursor>(database_, own, std::move(owned), parameters);
  }

  std::int64_t execute(std::string_view sql, std::span<const Parameter> parameters) override {
    Statement* cached = statement(sql);
    RELAIS_CHECK(!cached->busy);
    run(*cached, parameters);
    return sqlite3_changes64(database_);
  }

  std::unique_ptr<Bulk> bulk_insert(std::string_view table, std::string_view columns) override;

  void script(const std::string& sql) override {
    if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw_error(database_);
  }

  void begin_write() override { execute("BEGIN IMMEDIATE", {}); }
  void begin_read() override { execute("BEGIN", {}); }
  void commit() override { execute("COMMIT", {}); }
  void rollback() noexcept override {
    if (sqlite3_get_autocommit(database_) == 0) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
  bool broken() const override { return false; }
  void lock_migrations() override {}  // BEGIN IMMEDIATE holds the only writer's place
  std::int64_t claim_lane() override { return 0; }

  void run(Statement& statement, std::span<const Parameter> parameters) {
    int status = SQLITE_MISUSE;
    try {
      bind_all(database_, statement.handle, parameters);
      while ((status = sqlite3_step(statement.handle)) == SQLITE_ROW) continue;
      if (status != SQLITE_DONE) throw_error(database_);
    } catch (...) {
      sqlite3_reset(statement.handle);
      throw;
    }
    sqlite3_reset(statement.handle);
  }
  std::unique_ptr<Statement> prepare(std::string_view sql) {
    auto prepared = std::make_unique<Statement>();
    const auto text = query_for(Engine::sqlite, sql);
    if (sqlite3_prepare_v3(database_, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT,
                           &prepared->handle, nullptr) != SQLITE_OK)
      throw_error(database_);
    return prepared;
  }

 private:
  void configure(const DatabaseOptions& options, bool writer) {
    sqlite3_extended_result_codes(database_, 1);
    sqlite3_busy_timeout(database_, busy_timeout_ms);
    if (writer) script("PRAGMA journal_mode = WAL");
    script(options.durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
    script("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000");
  }
  Statement* statement(std::string_view sql) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
    return statements_.emplace(std::string(sql), prepare(sql)).first->second.get();
  }

  sqlite3* database_ = nullptr;
  BySql<std::unique_ptr<Statement>> statements_;
};

class SqliteBulk final : public Bulk {
 public:
  SqliteBulk(SqliteConnection& connection, std::unique_ptr<Statement> statement)
      : connection_(connection), statement_(std::move(statement)) {}
  void row(std::span<const Parameter> values) override {
    connection_.run(*statement_, values);
    ++count_;
  }
  std::int64_t finish() override { return count_; }

 private:
  SqliteConnection& connection_;
  std::unique_ptr<Statement> statement_;
  std::int64_t count_ = 0;
};

std::unique_ptr<Bulk> SqliteConnection::bulk_insert(std::string_view table, std::string_view columns) {
  std::string placeholders = "$1";
  int count = 1;
  for (char c : columns)
    if (c == ',') placeholders += fmt::format(", ${}", ++count);
  return std::make_unique<SqliteBulk>(
      *this, prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, columns, placeholders)));
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const DatabaseOptions& options, bool writer) {
  return std::make_unique<SqliteConnection>(options, writer);
}

}  // namespace relais::store
