/// From a census of a million needs in the database to a recorded proposal: how many times the time of a bare SELECT
/// loop over those needs, and how much memory.
///
///   allocate_bench [FOLDER [NEEDS]]   the folder should be on the disk that one means to measure

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "allocation/allocation.hpp"
#include "allocation/check.hpp"
#include "ledger/ledger.hpp"
#include "needs/needs.hpp"
#include "testing/programme.hpp"

namespace {

using namespace relais;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t needs_default = 1'000'000;
constexpr std::int64_t needs_of_structure = 15;  // three audiences, five products
constexpr int rounds = 3;
constexpr double goal_ratio = 10;
constexpr double goal_mib = 1'024;
constexpr std::array products{"phone_kit", "feature_phone", "smartphone", "sim_card", "top_up"};
constexpr auto select_needs =
    "SELECT id, structure_id, audience, product_id, people, checked_people, quantity, urgency FROM needs_need "
    "WHERE round_id = $1 AND state = 'approved' ORDER BY id";
const base::Day day{std::chrono::days(18'347)};

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void add_structures(store::Transaction& transaction, catalogue::ProgrammeId programme,
                    const std::vector<std::int64_t>& ids) {
  auto organisations = transaction.bulk_insert(
      "people_organisation", "id, programme_id, code, kind, name, departement, commune, pivot, is_illustrative");
  for (std::size_t at = 0; at < ids.size(); ++at)
    organisations->row({ids[at], programme, fmt::format("structure-{:06}", at), "structure", "Essai",
                        fmt::format("{:02}", 1 + at % 95), "", "", 1});
  organisations->finish();
  auto accreditations =
      transaction.bulk_insert("people_accreditation", "organisation_id, position, state, reason, actor, changed_at");
  for (const auto id : ids) accreditations->row({id, 1, "accredited", "essai", "bench", transaction.now()});
  accreditations->finish();
}

void add_needs(store::Transaction& transaction, const testing::SampleProgramme& sample, needs::RoundId round,
               const std::vector<std::int64_t>& structures, std::int64_t count) {
  std::uint64_t random = 20'200'326;
  const auto draw = [&](std::uint64_t below) {
    random = random * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
    return static_cast<std::int64_t>((random >> 33) % below);
  };
  auto bulk = transaction.bulk_insert("needs_need",
                                      "id, round_id, structure_id, audience, product_id, people, quantity, urgency, "
                                      "state, version, changed_at, changed_by, reviewed_at, reviewed_by");
  for (std::int64_t at = 0; at < count; ++at) {
    const auto people = 1 + draw(90);
    const auto urgency = needs::urgencies[static_cast<std::size_t>(draw(3))];
    bulk->row({transaction.next_id(), round, structures[static_cast<std::size_t>(at / needs_of_structure)],
               catalogue::code_of(catalogue::audiences[static_cast<std::size_t>(at % 3)]),
               sample.product_id(products[static_cast<std::size_t>(at / 3 % 5)]), people,
               1 + draw(static_cast<std::uint64_t>(people)), needs::code_of(urgency), "approved", 2, transaction.now(),
               "bench", transaction.now(), "bench"});
  }
  bulk->finish();
}

/// A third to a half of what is asked.
void add_stock(store::Transaction& transaction, const testing::SampleProgramme& sample, std::int64_t count) {
  const auto from = ledger::open_account(transaction, sample.programme, ledger::AccountKind::donor, sample.donor);
  const auto to = ledger::open_account(transaction, sample.programme, ledger::AccountKind::depot, sample.depot);
  ledger::EntryOrder entry{sample.programme, "stock", ledger::Reason::gift_received, "essai", {}};
  for (const auto* code : {"feature_phone", "smartphone", "sim_card", "top_up"})
    ledger::add_move(entry, from, to, sample.kind_id(code), 4 * count);
  RELAIS_CHECK(ledger::record(transaction, people::permit_of_test(), entry).ok());
}

void set_up(const std::string& url, std::int64_t count) {
  const auto database = store::Database::open({.url = url});
  database->migrate();
  const auto done = database->write([&](store::Transaction& transaction) -> base::Result<> {
    const testing::SampleProgramme sample(transaction);
    RELAIS_TRY(const auto round, needs::save_round(transaction, people::permit_of_test(), sample.programme,
                                                   {"vague-1", {"Première vague", "First round"}, day, day}));
    std::vector<std::int64_t> structures;
    for (std::int64_t at = 0; at * needs_of_structure < count; ++at) structures.push_back(transaction.next_id());
    add_structures(transaction, sample.programme, structures);
    add_needs(transaction, sample, round.id, structures, count);
    add_stock(transaction, sample, count);
    return base::Done{};
  });
  RELAIS_CHECK(done.ok());
}

/// Reads every column of every need and keeps nothing.
double time_of_bare_loop(store::Database& database, needs::RoundId round, std::int64_t count) {
  const auto start = Clock::now();
  database.read([&](store::Reader& reader) {
    std::int64_t sum = 0, read = 0;
    for (auto rows = reader.query(select_needs, {round}); rows.next(); ++read)
      sum += rows.integer(0) ^ rows.integer(1) ^ static_cast<std::int64_t>(rows.text(2).size()) ^ rows.integer(3) ^
             rows.integer(4) ^ (rows.is_null(5) ? 0 : rows.integer(5)) ^ rows.integer(6) ^
             static_cast<std::int64_t>(rows.text(7).size());
    RELAIS_CHECK(read == count && sum != 0);
    return 0;
  });
  return seconds_since(start);
}

struct Stages {
  double reading = 0, solving = 0, storing = 0;
  double all() const { return reading + solving + storing; }
};

Stages time_of_proposal(store::Database& database, const allocation::ProposalOrder& order,
                        allocation::AllocationId& made) {
  const auto start = Clock::now();
  double solving_from = 0, storing_from = 0;
  const auto proposed = allocation::propose(database, people::permit_of_test(), order,
                                            [&](allocation::Stage stage, std::int64_t, std::int64_t) {
                                              if (stage == allocation::Stage::solving && solving_from == 0)
                                                solving_from = seconds_since(start);
                                              if (stage == allocation::Stage::storing && storing_from == 0)
                                                storing_from = seconds_since(start);
                                            });
  const auto end = seconds_since(start);
  RELAIS_CHECK(proposed.ok());
  made = proposed->id;
  return {solving_from, storing_from - solving_from, end - storing_from};
}

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1'024;
}

void tell_goal(const char* name, double measured, double wanted) {
  fmt::print("goal {}: measured {:.2f}, wanted {:.2f}, {}\n", name, measured, wanted,
             measured <= wanted ? "met" : "missed");
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void measure(const std::string& url, std::int64_t count) {
  const auto database = store::Database::open({.url = url});
  const auto round = database->read([](store::Reader& reader) {
    return needs::list_rounds(reader, catalogue::list_programmes(reader).front().id).front().id;
  });
  std::vector<double> ratios;
  allocation::AllocationId made;
  for (int at = 0; at < rounds; ++at) {
    const auto bare = time_of_bare_loop(*database, round, count);
    allocation::ProposalOrder order{.request = fmt::format("bench-{}", at), .round = round, .day = day};
    order.policy.departement_floor = 10;
    const auto stages = time_of_proposal(*database, order, made);
    ratios.push_back(stages.all() / bare);
    fmt::print(
        "{} needs: bare loop {:.2f} s; proposal {:.2f} s (reading {:.2f}, solving {:.2f}, storing {:.2f}), ratio "
        "{:.1f}\n",
        count, bare, stages.all(), stages.reading, stages.solving, stages.storing, ratios.back());
  }
  const auto peak = peak_mib();
  const auto start = Clock::now();
  const auto proof = database->read([&](store::Reader& reader) { return allocation::check_recorded(reader, made); });
  RELAIS_CHECK(proof.holds());
  fmt::print("the independent check of what is recorded: {:.2f} s, {} refusals proved, {} on trust\n",
             seconds_since(start), proof.refusals_proved, proof.refusals_on_trust);
  tell_goal("time of a proposal, in bare SELECT loops", median(ratios), goal_ratio);
  tell_goal("peak memory of a proposal, in MiB", peak, goal_mib);
}

}  // namespace

int main(int arguments, char** argument) {
  const std::string folder = arguments > 1 ? argument[1] : ".";
  const auto count = arguments > 2 ? std::strtoll(argument[2], nullptr, 10) : needs_default;
  const auto url = folder + fmt::format("/allocate-bench-{}.db", getpid());
  // In a process of its own: its memory is none of the proposal's.
  if (const auto child = fork(); child == 0) {
    set_up(url, count);
    return 0;
  } else {
    int status = 0;
    waitpid(child, &status, 0);
    RELAIS_CHECK(status == 0);
  }
  measure(url, count);
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(url + suffix);
}
