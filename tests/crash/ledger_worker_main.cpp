/// A process for the crash and concurrency tests to start and to kill.
///   ledger_worker setup URL STOCK       makes the sample programme, with STOCK phones in the depot
///   ledger_worker transfer URL SEED     moves phones at random for ever, printing each request once acknowledged
///   ledger_worker draw URL NAME         draws on the depot until it is empty, prints how many it was granted
///   ledger_worker check URL             reads acknowledged requests, fails unless all are there and verify is clean
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <iostream>
#include <random>
#include <string>
#include <thread>

#include <fmt/format.h>

#include "ledger/ledger.hpp"
#include "ledger/refusals.hpp"
#include "testing/programme.hpp"

namespace {

using namespace relais;
using ledger::AccountKind;
using store::Transaction;

constexpr int threads_count = 4;
constexpr std::int64_t draw_max = 7;

struct World {
  catalogue::ProgrammeId programme;
  catalogue::KindId phone;
  std::vector<ledger::AccountId> inside;  ///< the depot first
};

World get_world(store::Reader& reader) {
  World world;
  world.programme = catalogue::find_programme(reader, "essai")->id;
  world.phone = catalogue::get_catalogue(reader, world.programme).find_kind("feature_phone")->id;
  const auto depot = people::find_organisation(reader, world.programme, "depot-pantin")->id;
  for (const auto kind : {AccountKind::depot, AccountKind::reserved, AccountKind::quarantine})
    world.inside.push_back(*ledger::find_account(reader, kind, depot));
  return world;
}

int set_up(store::Database& database, std::int64_t stock) {
  database.migrate();
  const auto done = database.write([&](Transaction& transaction) -> base::Result<> {
    const testing::SampleProgramme sample(transaction);
    const auto donor = ledger::open_account(transaction, sample.programme, AccountKind::donor, sample.donor);
    ledger::EntryOrder order{sample.programme, "setup", ledger::Reason::gift_received, "setup", {}};
    for (const auto kind : {AccountKind::reserved, AccountKind::quarantine, AccountKind::depot}) {
      const auto account = ledger::open_account(transaction, sample.programme, kind, sample.depot);
      if (kind == AccountKind::depot) ledger::add_move(order, donor, account, sample.kind_id("feature_phone"), stock);
    }
    RELAIS_TRY_DONE(ledger::record(transaction, people::permit_of_test(), order));
    return base::Done{};
  });
  return done ? 0 : 1;
}

base::Result<ledger::Recorded> move(store::Database& database, const World& world, const std::string& request,
                                    ledger::AccountId from, ledger::AccountId to, std::int64_t quantity) {
  return database.write([&](Transaction& transaction) {
    ledger::EntryOrder order{world.programme, request, ledger::Reason::adjusted, "crash", {}};
    ledger::add_move(order, from, to, world.phone, quantity);
    return ledger::record(transaction, people::permit_of_test(), order);
  });
}

/// One write per line, so that a killed process leaves no half line.
void acknowledge(const std::string& request) {
  const auto line = request + "\n";
  if (write(STDOUT_FILENO, line.data(), line.size()) < 0) std::exit(1);
}

int transfer(store::Database& database, unsigned seed) {
  const auto world = database.read(get_world);
  std::vector<std::jthread> threads;
  for (unsigned thread = 0; thread < threads_count; ++thread)
    threads.emplace_back([&, thread] {
      std::minstd_rand random(seed * threads_count + thread + 1);
      for (int number = 0;; ++number) {
        const auto from = world.inside[random() % world.inside.size()];
        const auto to = world.inside[random() % world.inside.size()];
        if (from == to) continue;
        const auto request = fmt::format("{}/{}/{}", seed, thread, number);
        if (move(database, world, request, from, to, 1 + static_cast<std::int64_t>(random() % 50)))
          acknowledge(request);
      }
    });
  return 0;
}

int draw(store::Database& database, const std::string& name) {
  const auto world = database.read(get_world);
  std::atomic<std::int64_t> granted = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < threads_count; ++thread)
    threads.emplace_back([&, thread] {
      std::int64_t quantity = draw_max;
      for (int number = 0; quantity > 0; ++number) {
        const auto request = fmt::format("{}/{}/{}", name, thread, number);
        const auto result = move(database, world, request, world.inside[0], world.inside[1], quantity);
        if (result)
          granted += quantity;
        else
          --quantity;  // too much: ask for less, down to nothing
      }
    });
  threads.clear();
  fmt::print("{}\n", granted.load());
  return 0;
}

int check(store::Database& database) {
  int missing = 0;
  for (std::string request; std::getline(std::cin, request);) {
    const auto found = database.read([&](store::Reader& reader) {
      return reader.integer("SELECT COUNT(*) FROM ledger_entry WHERE request = $1", {request});
    });
    if (found != 1 && ++missing <= 3) fmt::print(stderr, "acknowledged but not there: {}\n", request);
  }
  const auto verification = database.read([](store::Reader& reader) { return ledger::verify(reader); });
  if (verification.fault_english) fmt::print(stderr, "verify: {}\n", *verification.fault_english);
  return missing == 0 && !verification.fault ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  const std::string command = words[1];
  const auto database = store::Database::open({.url = words[2]});
  if (command == "setup") return set_up(*database, std::stoll(words[3]));
  if (command == "transfer") return transfer(*database, static_cast<unsigned>(std::stoul(words[3])));
  if (command == "draw") return draw(*database, words[3]);
  return check(*database);
}
