#include <condition_variable>
#include <mutex>
#include <vector>

#include "store/commit_queue.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"
#include "store/store.hpp"

namespace relais::store {
namespace {

const base::SystemClock system_clock;
constexpr int unique_attempts_max = 3;

class ConnectionReader final : public Reader {
 public:
  explicit ConnectionReader(Connection& connection) : connection_(connection) {}
  Rows query(std::string_view sql, std::span<const Parameter> parameters) override {
    return Rows(connection_.query(sql, parameters));
  }

 private:
  Connection& connection_;
};

bool names_postgres(std::string_view url) { return url.starts_with("postgresql://") || url.starts_with("postgres://"); }

}  // namespace

std::int64_t Reader::integer(std::string_view sql, Parameters parameters) {
  auto rows = query(sql, parameters);
  RELAIS_CHECK(rows.next());
  return rows.integer(0);
}

struct Database::State {
  explicit State(const DatabaseOptions& given)
      : options(given),
        engine(names_postgres(given.url) ? Engine::postgres : Engine::sqlite),
        writer([this] { return connect(true); }, given.clock == nullptr ? system_clock : *given.clock) {}

  std::unique_ptr<Connection> connect(bool writing) const {
    return engine == Engine::postgres ? open_postgres(options) : open_sqlite(options, writing);
  }

  /// A connection for reading: an idle one, a new one, or the next to come back.
  std::unique_ptr<Connection> take() {
    std::unique_lock lock(mutex);
    returned.wait(lock, [&] { return !idle.empty() || open < options.readers_max; });
    if (!idle.empty()) {
      auto connection = std::move(idle.back());
      idle.pop_back();
      return connection;
    }
    ++open;
    lock.unlock();
    try {
      return connect(false);
    } catch (...) {
      forget();
      throw;
    }
  }
  void give_back(std::unique_ptr<Connection> connection) {
    connection->rollback();
    if (connection->broken()) return forget();
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(connection));
    returned.notify_one();
  }
  void forget() {
    const std::lock_guard lock(mutex);
    --open;
    returned.notify_one();
  }

  DatabaseOptions options;
  Engine engine;
  CommitQueue writer;
  std::mutex mutex;
  std::condition_variable returned;
  std::vector<std::unique_ptr<Connection>> idle;
  int open = 0;
};

Database::Database(const DatabaseOptions& options) : state_(std::make_unique<State>(options)) {}
Database::~Database() = default;

std::unique_ptr<Database> Database::open(const DatabaseOptions& options) {
  std::unique_ptr<Database> database(new Database(options));
  database->state_->writer.with_connection([](Connection&) {});  // shows now, not later, that it can be opened
  return database;
}

Engine Database::engine() const { return state_->engine; }

std::vector<std::string> Database::migrate() {
  std::vector<std::string> names;
  const auto now = (state_->options.clock == nullptr ? system_clock : *state_->options.clock).now();
  state_->writer.with_connection([&](Connection& connection) { names = apply_migrations(connection, now); });
  return names;
}

bool Database::is_migrated() {
  bool migrated = false;
  state_->writer.with_connection([&](Connection& connection) { migrated = missing_migrations(connection).empty(); });
  return migrated;
}

void Database::read_erased(const std::function<void(Reader&)>& function) {
  auto connection = state_->take();
  struct Return {
    State& state;
    std::unique_ptr<Connection>& connection;
    ~Return() { state.give_back(std::move(connection)); }
  } on_exit{*state_, connection};
  connection->begin_read();
  ConnectionReader reader(*connection);
  function(reader);
}

void Database::write_erased(const std::function<bool(Transaction&)>& function) {
  for (int attempt = 1;; ++attempt) {
    try {
      return state_->writer.write(function);
    } catch (const ConstraintViolated& violated) {
      // Another node inserted the same key between the question and the insert: asked again, the question sees it.
      if (violated.constraint != Constraint::unique || attempt == unique_attempts_max) throw;
    }
  }
}

}  // namespace relais::store
