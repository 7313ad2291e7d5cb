#include <array>
#include <charconv>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <libpq-fe.h>

#include "store/connection.hpp"
#include "store/dialect.hpp"

namespace relais::store {
namespace {

constexpr std::int64_t migration_lock = 0x72656c616973;  // "relais"
constexpr std::int64_t lane_lock_base = 0x72656c61'00000000;
constexpr std::int64_t lanes_max = 1024;
constexpr std::size_t copy_buffer_bytes = 64 * 1024;

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPtr = std::unique_ptr<PGresult, FreeResult>;

[[noreturn]] void throw_error(PGconn* connection, const PGresult* result) {
  const char* field = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field == nullptr ? "" : field;
  const char* primary = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  // The detail field is left out: it quotes values.
  const std::string message =
      fmt::format("postgresql {}: {}", state, primary == nullptr ? PQerrorMessage(connection) : primary);
  if (state == "23505") throw ConstraintViolated(Constraint::unique, message);
  if (state == "23503") throw ConstraintViolated(Constraint::foreign_key, message);
  if (state == "23514") throw ConstraintViolated(Constraint::check, message);
  if (state == "23502") throw ConstraintViolated(Constraint::not_null, message);
  if (PQstatus(connection) == CONNECTION_OK && (state.starts_with("42") || state.starts_with("22")))
    throw base::Defect(message);
  throw Outage(message);
}

/// Parameters in libpq's text form.
class Bound {
 public:
  explicit Bound(std::span<const Parameter> parameters) {
    numbers_.resize(parameters.size());
    texts_.resize(parameters.size());
    values_.resize(parameters.size());
    for (std::size_t at = 0; at < parameters.size(); ++at) bind(at, parameters[at].value());
  }
  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }

 private:
  void bind(std::size_t at, const Parameter::Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      auto& buffer = numbers_[at];
      *std::to_chars(buffer.data(), buffer.data() + buffer.size() - 1, *number).ptr = '\0';
      values_[at] = buffer.data();
    } else if (const auto* text = std::get_if<std::string_view>(&value)) {
      if (text->find('\0') != text->npos) throw base::Defect("text with NUL given to the store");
      texts_[at] = *text;
      values_[at] = texts_[at].c_str();
    }
  }

  std::vector<std::array<char, 24>> numbers_;
  std::vector<std::string> texts_;
  std::vector<const char*> values_;
};

/// Integers are BIGINT wherever they stand: left to itself, the server takes `$1 = 0` for a 32-bit comparison.
std::vector<Oid> types_of(std::span<const Parameter> parameters) {
  constexpr Oid bigint = 20;
  constexpr Oid inferred = 0;
  std::vector<Oid> types;
  types.reserve(parameters.size());
  for (const auto& parameter : parameters)
    types.push_back(std::holds_alternative<std::int64_t>(parameter.value()) ? bigint : inferred);
  return types;
}

class PostgresCursor final : public Cursor {
 public:
  explicit PostgresCursor(ResultPtr result) : result_(std::move(result)), count_(PQntuples(result_.get())) {}
  bool next() override { return ++row_ < count_; }
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t integer(int column) const override {
    const auto digits = text(column);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    RELAIS_CHECK(error == std::errc() && end == digits.data() + digits.size());
    return number;
  }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
  }

 private:
  ResultPtr result_;
  int row_ = -1;
  int count_;
};

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(const DatabaseOptions& options) {
    const char* keys[] = {"dbname", "connect_timeout", "tcp_user_timeout", "application_name", "options", nullptr};
    const char* session =
        options.durable ? "-c client_min_messages=warning" : "-c client_min_messages=warning -c synchronous_commit=off";
    const char* values[] = {options.url.c_str(), "5", "10000", "relais", session, nullptr};
    connection_ = PQconnectdbParams(keys, values, 1);
    if (PQstatus(connection_) != CONNECTION_OK) {
      const std::string message = PQerrorMessage(connection_);
      PQfinish(connection_);
      throw Outage("postgresql: " + message);
    }
    PQsetNoticeReceiver(
        connection_, [](void* self, const PGresult*) { static_cast<PostgresConnection*>(self)->warned_ = true; }, this);
  }
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;
  ~PostgresConnection() override { PQfinish(connection_); }

  Engine engine() const override { return Engine::postgres; }

  std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Parameter> parameters) override {
    return std::make_unique<PostgresCursor>(run(sql, parameters));
  }
  std::int64_t execute(std::string_view sql, std::span<const Parameter> parameters) override {
    const auto result = run(sql, parameters);
    const std::string_view count = PQcmdTuples(result.get());
    std::int64_t changed = 0;
    std::from_chars(count.data(), count.data() + count.size(), changed);
    return changed;
  }
  std::unique_ptr<Bulk> bulk_insert(std::string_view table, std::string_view columns) override;

  void script(const std::string& sql) override {
    const ResultPtr result(PQexec(connection_, sql.c_str()));
    check(result.get());
  }

  void begin_write() override { script("BEGIN ISOLATION LEVEL READ COMMITTED"); }
  void begin_read() override { script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
  void commit() override {
    warned_ = false;
    const ResultPtr result(PQexec(connection_, "COMMIT"));
    check(result.get());
    // A transaction that failed answers ROLLBACK; a cancelled wait for the standby answers COMMIT with a warning.
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT" || warned_)
      throw Outage("postgresql: the commit was not confirmed");
  }
  void rollback() noexcept override { PQclear(PQexec(connection_, "ROLLBACK")); }
  bool broken() const override { return PQstatus(connection_) != CONNECTION_OK; }

  void lock_migrations() override { script(fmt::format("SELECT pg_advisory_xact_lock({})", migration_lock)); }
  std::int64_t claim_lane() override {
    for (std::int64_t lane = 0; lane < lanes_max; ++lane) {
      const ResultPtr result(
          PQexec(connection_, fmt::format("SELECT pg_try_advisory_lock({})", lane_lock_base + lane).c_str()));
      check(result.get());
      if (*PQgetvalue(result.get(), 0, 0) == 't') return lane;
    }
    throw Outage("postgresql: too many processes write to this database");
  }

  PGconn* handle() const { return connection_; }
  void check(const PGresult* result) const {
    const auto status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw_error(connection_, result);
  }

 private:
  ResultPtr run(std::string_view sql, std::span<const Parameter> parameters) {
    const Bound bound(parameters);
    ResultPtr result(PQexecPrepared(connection_, statement(sql, parameters).c_str(), bound.count(), bound.values(),
                                    nullptr, nullptr, 0));
    check(result.get());
    return result;
  }
  const std::string& statement(std::string_view sql, std::span<const Parameter> parameters) {
    if (const auto found = statements_.find(sql); found != statements_.end()) return found->second;
    const auto name = fmt::format("s{}", statements_.size());
    const auto text = query_for(Engine::postgres, sql);
    const auto types = types_of(parameters);
    const ResultPtr result(
        PQprepare(connection_, name.c_str(), text.c_str(), static_cast<int>(types.size()), types.data()));
    check(result.get());
    return statements_.emplace(std::string(sql), name).first->second;
  }

  PGconn* connection_ = nullptr;
  bool warned_ = false;
  BySql<std::string> statements_;
};

void append_escaped(std::string& out, std::string_view text) {
  for (char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
}

/// COPY ... FROM STDIN, in its text form.
class PostgresBulk final : public Bulk {
 public:
  PostgresBulk(PostgresConnection& connection, std::string_view table, std::string_view columns)
      : connection_(connection) {
    const ResultPtr result(
        PQexec(connection_.handle(), fmt::format("COPY {} ({}) FROM STDIN", table, columns).c_str()));
    if (PQresultStatus(result.get()) != PGRES_COPY_IN) throw_error(connection_.handle(), result.get());
  }
  PostgresBulk(const PostgresBulk&) = delete;
  PostgresBulk& operator=(const PostgresBulk&) = delete;
  ~PostgresBulk() override {
    if (finished_) return;
    PQputCopyEnd(connection_.handle(), "abandoned");
    while (PGresult* result = PQgetResult(connection_.handle())) PQclear(result);
  }

  void row(std::span<const Parameter> values) override {
    bool first = true;
    for (const auto& parameter : values) {
      if (!first) buffer_ += '\t';
      first = false;
      if (const auto* number = std::get_if<std::int64_t>(&parameter.value())) {
        fmt::format_to(std::back_inserter(buffer_), "{}", *number);
      } else if (const auto* text = std::get_if<std::string_view>(&parameter.value())) {
        if (text->find('\0') != text->npos) throw base::Defect("text with NUL given to the store");
        append_escaped(buffer_, *text);
      } else {
        buffer_ += "\\N";
      }
    }
    buffer_ += '\n';
    if (buffer_.size() >= copy_buffer_bytes) flush();
  }

  std::int64_t finish() override {
    flush();
    finished_ = true;
    if (PQputCopyEnd(connection_.handle(), nullptr) != 1) throw_error(connection_.handle(), nullptr);
    std::int64_t count = 0;
    ResultPtr failed;
    while (ResultPtr result{PQgetResult(connection_.handle())}) {
      const std::string_view rows = PQcmdTuples(result.get());
      std::from_chars(rows.data(), rows.data() + rows.size(), count);
      if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) failed = std::move(result);
    }
    if (failed) throw_error(connection_.handle(), failed.get());
    return count;
  }

 private:
  void flush() {
    if (PQputCopyData(connection_.handle(), buffer_.data(), static_cast<int>(buffer_.size())) != 1)
      throw_error(connection_.handle(), nullptr);
    buffer_.clear();
  }

  PostgresConnection& connection_;
  std::string buffer_;
  bool finished_ = false;
};

std::unique_ptr<Bulk> PostgresConnection::bulk_insert(std::string_view table, std::string_view columns) {
  return std::make_unique<PostgresBulk>(*this, table, columns);
}

}  // namespace

std::unique_ptr<Connection> open_postgres(const DatabaseOptions& options) {
  return std::make_unique<PostgresConnection>(options);
}

}  // namespace relais::store
