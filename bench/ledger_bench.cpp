/// Ledger entries per second through the domain's call, with durable commits, against the same statements on the bare
/// SQLite library. One run prints everything; ratios count, the machine's speed cancels out.
///
///   ledger_bench [FOLDER]   the folder should be on the disk that one means to measure

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sqlite3.h>

#include "ledger/chain.hpp"
#include "ledger/ledger.hpp"
#include "testing/programme.hpp"

namespace {

using namespace relais;
using Clock = std::chrono::steady_clock;

constexpr int accounts_count = 200;
constexpr auto slice_length = std::chrono::milliseconds(1500);
constexpr int rounds = 3;
constexpr double goal_ratio = 0.7;

struct World {
  catalogue::ProgrammeId programme;
  catalogue::KindId kind;
  std::vector<ledger::AccountId> accounts;
};

World set_up(store::Database& database) {
  database.migrate();
  World world;
  const auto done = database.write([&](store::Transaction& transaction) -> base::Result<> {
    testing::SampleProgramme sample(transaction);
    world.programme = sample.programme;
    world.kind = sample.kind_id("feature_phone");
    const auto donor = ledger::open_account(transaction, sample.programme, ledger::AccountKind::donor, sample.donor);
    ledger::EntryOrder order{sample.programme, "setup", ledger::Reason::gift_received, "setup", {}};
    for (int number = 0; number < accounts_count; ++number) {
      const auto holder = sample.add(transaction, fmt::format("s{}", number), people::OrganisationKind::structure);
      world.accounts.push_back(ledger::open_account(transaction, sample.programme, ledger::AccountKind::shelf, holder));
      ledger::add_move(order, donor, world.accounts.back(), world.kind, 1'000'000'000);
    }
    RELAIS_TRY_DONE(ledger::record(transaction, people::permit_of_test(), order));
    return base::Done{};
  });
  RELAIS_CHECK(done.ok());
  return world;
}

/// Which accounts a move takes: all over, or always from the first.
struct Choice {
  bool hot;
  std::minstd_rand random;
  std::pair<ledger::AccountId, ledger::AccountId> operator()(const World& world) {
    const auto pick = [&] { return world.accounts[1 + random() % (accounts_count - 1)]; };
    const auto to = pick();
    if (hot) return {world.accounts[0], to};
    for (;;)
      if (const auto from = pick(); from != to) return {from, to};
  }
};

double through_the_domain(store::Database& database, const World& world, int clients, bool hot) {
  static int run = 0;
  ++run;
  std::vector<std::int64_t> counts(static_cast<std::size_t>(clients));
  const auto start = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (int client = 0; client < clients; ++client)
      threads.emplace_back([&, client] {
        Choice choice{hot, std::minstd_rand(static_cast<unsigned>(client + 1))};
        for (int number = 0; Clock::now() - start < slice_length; ++number) {
          const auto [from, to] = choice(world);
          const auto result = database.write([&](store::Transaction& transaction) {
            ledger::EntryOrder order{
                world.programme, fmt::format("b/{}/{}/{}", run, client, number), ledger::Reason::adjusted, "bench", {}};
            ledger::add_move(order, from, to, world.kind, 1);
            return ledger::record(transaction, people::permit_of_test(), order);
          });
          RELAIS_CHECK(result.ok());
          ++counts[static_cast<std::size_t>(client)];
        }
      });
  }
  std::int64_t total = 0;
  for (auto count : counts) total += count;
  return static_cast<double>(total) / std::chrono::duration<double>(Clock::now() - start).count();
}

/// The bare library: the same statements, prepared once, `batch` entries to a commit, one thread.
class Bare {
 public:
  explicit Bare(const std::string& file) {
    RELAIS_CHECK(sqlite3_open(file.c_str(), &database_) == SQLITE_OK);
    sqlite3_busy_timeout(database_, 10'000);
    sqlite3_exec(database_, "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    find_ = prepare(
        "SELECT id, reason, about, COALESCE(reverses_id, 0) FROM ledger_entry WHERE programme_id = ?1 AND request = "
        "?2");
    head_ = prepare("SELECT position, hash FROM ledger_entry WHERE strand = ?1 ORDER BY position DESC LIMIT 1");
    entry_ = prepare(
        "INSERT INTO ledger_entry (id, programme_id, strand, position, request, reason, about, actor, recorded_at, "
        "reverses_id, previous_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    posting_ = prepare(
        "INSERT INTO ledger_posting (entry_id, line, account_id, kind_id, quantity) VALUES (?1, ?2, ?3, ?4, ?5)");
    take_ = prepare(
        "UPDATE ledger_balance SET quantity = quantity + ?3 WHERE account_id = ?1 AND kind_id = ?2 AND (is_outside = 1 "
        "OR quantity + ?3 >= 0)");
    add_ = prepare(
        "INSERT INTO ledger_balance (account_id, kind_id, is_outside, quantity) SELECT id, ?2, is_outside, ?3 FROM "
        "ledger_account WHERE id = ?1 "
        "ON CONFLICT (account_id, kind_id) DO UPDATE SET quantity = ledger_balance.quantity + excluded.quantity");
  }
  Bare(const Bare&) = delete;
  Bare& operator=(const Bare&) = delete;
  ~Bare() {
    for (auto* statement : {begin_, commit_, find_, head_, entry_, posting_, take_, add_}) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }

  double run(const World& world, int batch, bool hot) {
    Choice choice{hot, std::minstd_rand(1)};
    std::int64_t total = 0;
    const auto start = Clock::now();
    while (Clock::now() - start < slice_length) {
      step(begin_);
      for (int number = 0; number < batch; ++number) {
        const auto [from, to] = choice(world);
        move(world, from, to);
        ++total;
      }
      step(commit_);
    }
    return static_cast<double>(total) / std::chrono::duration<double>(Clock::now() - start).count();
  }

 private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    RELAIS_CHECK(sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) == SQLITE_OK);
    return statement;
  }
  void step(sqlite3_stmt* statement) {
    const int status = sqlite3_step(statement);
    RELAIS_CHECK(status == SQLITE_DONE || status == SQLITE_ROW);
    sqlite3_reset(statement);
  }
  static void text(sqlite3_stmt* statement, int index, const std::string& value) {
    sqlite3_bind_text(statement, index, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  }
  void move(const World& world, ledger::AccountId from, ledger::AccountId to) {
    const auto request = fmt::format("bare/{}/{}", getpid(), ++number_);
    sqlite3_bind_int64(find_, 1, world.programme.value);
    text(find_, 2, request);
    step(find_);
    change(take_, from, world.kind, -1);
    change(add_, to, world.kind, 1);
    sqlite3_bind_int64(head_, 1, 0);
    RELAIS_CHECK(sqlite3_step(head_) == SQLITE_ROW);
    const auto position = sqlite3_column_int64(head_, 0) + 1;
    const std::string previous = reinterpret_cast<const char*>(sqlite3_column_text(head_, 1));
    sqlite3_reset(head_);
    insert(world, request, position, previous, {{from, world.kind, -1}, {to, world.kind, 1}});
  }
  void change(sqlite3_stmt* statement, ledger::AccountId account, catalogue::KindId kind, std::int64_t quantity) {
    sqlite3_bind_int64(statement, 1, account.value);
    sqlite3_bind_int64(statement, 2, kind.value);
    sqlite3_bind_int64(statement, 3, quantity);
    step(statement);
    RELAIS_CHECK(sqlite3_changes(database_) == 1);
  }
  void insert(const World& world, const std::string& request, std::int64_t position, const std::string& previous,
              const std::vector<ledger::Posting>& postings) {
    const ledger::EntryFields fields{.strand = 0,
                                     .position = position,
                                     .previous_hash = previous,
                                     .id = position + (std::int64_t{1} << 40),
                                     .programme = world.programme.value,
                                     .request = request,
                                     .reason = "adjusted",
                                     .about = "bench",
                                     .actor = "test",
                                     .recorded_at = 1,
                                     .reverses = 0};
    for (int index = 1; const auto number : {fields.id, fields.programme, fields.strand, fields.position})
      sqlite3_bind_int64(entry_, index++, number);
    for (int index = 5; const auto value : {fields.request, fields.reason, fields.about, fields.actor})
      text(entry_, index++, std::string(value));
    sqlite3_bind_int64(entry_, 9, fields.recorded_at);
    sqlite3_bind_null(entry_, 10);
    text(entry_, 11, previous);
    text(entry_, 12, ledger::entry_hash(fields, postings));
    step(entry_);
    for (std::int64_t line = 0; const auto& posting : postings) {
      for (int index = 1;
           const auto number : {fields.id, ++line, posting.account.value, posting.kind.value, posting.quantity})
        sqlite3_bind_int64(posting_, index++, number);
      step(posting_);
    }
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt *begin_, *commit_, *find_, *head_, *entry_, *posting_, *take_, *add_;
  static inline std::int64_t number_ = 0;  ///< over all runs: a request key acts once
};

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + rounds / 2, values.end());
  return values[rounds / 2];
}

}  // namespace

int main(int count, char** words) {
  const std::filesystem::path folder = count > 1 ? words[1] : ".";
  const auto file = (folder / fmt::format("ledger-bench-{}.db", getpid())).string();
  {
    const auto database = store::Database::open({.url = file});
    const auto world = set_up(*database);
    fmt::print("{:<28}{:>16}{:>16}{:>9}\n", "durable entries a second", "through domain", "bare SQLite", "ratio");
    std::vector<std::string> goals;
    for (const bool hot : {false, true})
      for (const int clients : {1, 8, 32}) {
        std::vector<double> domain, bare, ratios;
        for (int round = 0; round < rounds; ++round) {
          domain.push_back(through_the_domain(*database, world, clients, hot));
          bare.push_back(Bare(file).run(world, clients, hot));
          ratios.push_back(domain.back() / bare.back());
        }
        const auto name = fmt::format("{} client{}{}", clients, clients > 1 ? "s" : "", hot ? ", one hot row" : "");
        const auto ratio = median(ratios);
        fmt::print("{:<28}{:>16.0f}{:>16.0f}{:>9.2f}\n", name, median(domain), median(bare), ratio);
        goals.push_back(fmt::format("goal {}: measured {:.2f}, wanted {:.2f}, {}", name, ratio, goal_ratio,
                                    ratio >= goal_ratio ? "met" : "missed"));
      }
    fmt::print("\nBare: one thread, as many entries to a commit as there are clients. Median of {} rounds in turn.\n",
               rounds);
    for (const auto& goal : goals) fmt::print("{}\n", goal);
  }
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file + suffix);
}
