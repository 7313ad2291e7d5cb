/// Rows per second of an import of needs, with a durable commit: all new, all unchanged, all changed.
///
///   needs_bench [FOLDER]   the folder should be on the disk that one means to measure
///   needs_bench postgresql://...   an empty database

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <sstream>

#include <fmt/format.h>

#include "needs/needs.hpp"
#include "testing/programme.hpp"

namespace {

using namespace relais;
using Clock = std::chrono::steady_clock;

constexpr int structures_count = 3'400;
constexpr int rows_wanted = 50'000;
constexpr double goal_rows_per_second = 100'000;

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

}  // namespace

int main(int arguments, char** argument) {
  const std::string where = arguments > 1 ? argument[1] : ".";
  const bool is_file = !where.starts_with("postgresql://");
  const auto url = is_file ? where + fmt::format("/needs-bench-{}.db", getpid()) : where;
  {
    const auto database = store::Database::open({.url = url});
    const auto programme = set_up(*database);
    using enum tabular::Outcome;
    const auto fresh = import(*database, programme, table(60), created);
    const auto same = import(*database, programme, table(60), unchanged);
    const auto other = import(*database, programme, table(61), updated);
    fmt::print("import of {} needs, rows per second: new {:.0f}, unchanged {:.0f}, changed {:.0f}\n", rows_wanted,
               fresh, same, other);
    fmt::print("goal needs_import_new_rows_per_second: measured {:.0f}, wanted {:.0f}, {}\n", fresh,
               goal_rows_per_second, fresh >= goal_rows_per_second ? "met" : "missed");
  }
  if (is_file)
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(url + suffix);
}
