/// Rows per second of an import of needs, with a durable commit: all new, all unchanged, all changed; and against the
/// sqlite3 shell's own import of the same file into a table of its own with the same unique key, in the same run.
///
///   needs_bench [FOLDER]   the folder should be on the disk that one means to measure

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "needs/needs.hpp"
#include "testing/programme.hpp"

namespace {

using namespace relais;
using Clock = std::chrono::steady_clock;

constexpr int structures_count = 3'400;
constexpr int rows_wanted = 50'000;
constexpr int rounds = 3;
constexpr double goal_ratio = 0.5;

catalogue::ProgrammeId set_up(store::Database& database) {
  database.migrate();
  catalogue::ProgrammeId programme;
  const auto done = database.write([&](store::Transaction& transaction) -> base::Result<> {
    testing::SampleProgramme sample(transaction);
    programme = sample.programme;
    for (int number = 0; number < structures_count; ++number)
      sample.add_structure(transaction, fmt::format("s{}", number));
    const base::Day day{std::chrono::days(18'347)};
    RELAIS_TRY_DONE(needs::save_round(transaction, people::permit_of_test(), programme,
                                      {"vague-1", {"Première vague", "First round"}, day, day}));
    return base::Done{};
  });
  RELAIS_CHECK(done.ok());
  return programme;
}

std::string table(int people) {
  std::string text = "structure;audience;product;people;quantity;urgency\n";
  int rows = 0;
  for (int number = 0; number < structures_count; ++number)
    for (const auto* audience : {"precarious_person", "pupil", "usual_beneficiary"})
      for (const auto* product : {"phone_kit", "feature_phone", "smartphone", "sim_card", "top_up"})
        if (rows++ < rows_wanted) text += fmt::format("s{};{};{};{};30;high\n", number, audience, product, people);
  return text;
}

double import(store::Database& database, catalogue::ProgrammeId programme, const std::string& text,
              tabular::Outcome expected) {
  std::istringstream stream(text);
  const auto start = Clock::now();
  const auto report = needs::import_needs(database, people::permit_of_test(), programme, "vague-1", stream);
  const std::chrono::duration<double> elapsed = Clock::now() - start;
  RELAIS_CHECK(report.ok() && report->count(expected) == rows_wanted);
  return rows_wanted / elapsed.count();
}

/// The shell parses the same text and checks nothing but its unique key.
double import_by_shell(const std::string& folder, const std::string& text) {
  const auto csv = folder + fmt::format("/shell-bench-{}.csv", getpid());
  const auto file = folder + fmt::format("/shell-bench-{}.db", getpid());
  std::ofstream(csv) << text;
  const auto command = fmt::format(
      "sqlite3 {} 'PRAGMA journal_mode = WAL' 'PRAGMA synchronous = FULL' 'CREATE TABLE need (structure TEXT, audience "
      "TEXT, product TEXT, people INTEGER, quantity INTEGER, urgency TEXT, UNIQUE (structure, audience, product)) "
      "STRICT' '.separator ;' '.import --skip 1 {} need' >{}.out",
      file, csv, file);
  const auto start = Clock::now();
  RELAIS_CHECK(std::system(command.c_str()) == 0);
  const std::chrono::duration<double> elapsed = Clock::now() - start;
  for (const auto& name : {csv, file, file + "-wal", file + "-shm", file + ".out"}) std::filesystem::remove(name);
  return rows_wanted / elapsed.count();
}

struct Speeds {
  double fresh = 0, same = 0, other = 0, shell = 0;
};

/// One round on a fresh database.
Speeds measure(const std::string& folder) {
  const auto url = folder + fmt::format("/needs-bench-{}.db", getpid());
  Speeds speeds;
  {
    const auto database = store::Database::open({.url = url});
    const auto programme = set_up(*database);
    using enum tabular::Outcome;
    speeds.fresh = import(*database, programme, table(60), created);
    speeds.same = import(*database, programme, table(60), unchanged);
    speeds.other = import(*database, programme, table(61), updated);
  }
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(url + suffix);
  speeds.shell = import_by_shell(folder, table(60));
  return speeds;
}

}  // namespace

int main(int arguments, char** argument) {
  const std::string folder = arguments > 1 ? argument[1] : ".";
  std::vector<double> ratios;
  for (int round = 0; round < rounds; ++round) {
    const auto speeds = measure(folder);
    ratios.push_back(speeds.fresh / speeds.shell);
    fmt::print(
        "import of {} needs, rows a second: new {:.0f}, unchanged {:.0f}, changed {:.0f}; sqlite3 shell {:.0f}, ratio "
        "of new {:.2f}\n",
        rows_wanted, speeds.fresh, speeds.same, speeds.other, speeds.shell, ratios.back());
  }
  std::nth_element(ratios.begin(), ratios.begin() + rounds / 2, ratios.end());
  const auto ratio = ratios[rounds / 2];
  fmt::print("goal import against the sqlite3 shell: measured {:.2f}, wanted {:.2f}, {}\n", ratio, goal_ratio,
             ratio >= goal_ratio ? "met" : "missed");
}
