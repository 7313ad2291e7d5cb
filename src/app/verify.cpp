#include "app/verify.hpp"

#include "allocation/allocation.hpp"
#include "app/commands.hpp"
#include "audit/audit.hpp"
#include "gifts/gifts.hpp"
#include "handover/handover.hpp"
#include "ledger/ledger.hpp"
#include "shipments/shipments.hpp"

namespace relais::app {
namespace {

using catalogue::Label;

/// Prints each check as it is made, and counts those that failed.
class Checks {
 public:
  explicit Checks(const Session& session) : session_(session) {}

  void check(const std::string& what, const std::optional<std::string>& fault) {
    if (fault) ++failed_;
    print(session_, "  {} {}{}", "  {} {}{}", fault ? "✗" : "✓", what, fault ? " : " + *fault : "");
  }
  void check(const std::string& what, const std::optional<Label>& fault) {
    check(what, fault ? std::optional(fault->in(session_.language())) : std::nullopt);
  }
  int failed() const { return failed_; }

 private:
  const Session& session_;
  int failed_ = 0;
};

void verify_ledger(const Session& session, store::Reader& reader, Checks& checks) {
  const auto found = ledger::verify(reader);
  checks.check(fmt::format(fmt::runtime(session.say("grand livre : écritures {}, lignes {}, soldes {}, brins {}",
                                                    "ledger: entries {}, postings {}, balances {}, strands {}")),
                           session.count(found.entries), session.count(found.postings), session.count(found.balances),
                           found.strands),
               session.is_french() ? found.fault : found.fault_english);
}

void verify_audit(const Session& session, store::Reader& reader, Checks& checks) {
  const auto found = audit::verify(reader);
  checks.check(
      fmt::format(fmt::runtime(session.say("piste d'audit : actes {}, brins {}", "audit trail: acts {}, strands {}")),
                  session.count(found.records), found.strands),
      found.fault.empty() ? std::nullopt : std::optional(found.fault));
}

void verify_programme(const Session& session, store::Reader& reader, catalogue::ProgrammeId programme, Checks& checks) {
  checks.check(session.say("réceptions = grand livre", "receipts = ledger"),
               gifts::find_difference_with_ledger(reader, programme));
  for (const auto& allocation : allocation::list_allocations(reader, programme))
    checks.check(fmt::format(fmt::runtime(session.say("attribution {} recalculée, octet pour octet",
                                                      "allocation {} computed again, byte for byte")),
                             allocation.reference),
                 allocation::find_difference_when_recomputed(reader, allocation.id));
  checks.check(session.say("réservations = comptes réservés", "reservations = reserved accounts"),
               allocation::find_reservation_fault(reader, programme));
  checks.check(
      session.say("expédié = reçu + écarts, par expédition", "shipped = received + discrepancies, per shipment"),
      shipments::find_shipment_fault(reader, programme));
  checks.check(session.say("remises = grand livre", "hand-overs = ledger"),
               handover::find_hand_over_fault(reader, programme));
}

}  // namespace

void verify_everything(const Session& session, store::Database& database) {
  Checks checks(session);
  database.read([&](store::Reader& reader) {
    verify_ledger(session, reader, checks);
    verify_audit(session, reader, checks);
    for (const auto& programme : catalogue::list_programmes(reader))
      verify_programme(session, reader, programme.id, checks);
    return 0;
  });
  if (checks.failed() > 0)
    throw Stop(
        Exit::wrong,
        fmt::format(fmt::runtime(session.say("{} vérification(s) en échec.", "{} check(s) failed.")), checks.failed()));
}

void add_verify(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand(
      "verify", session.say("recalcule tout depuis les écritures et dit le premier écart de chaque sorte",
                            "recomputes everything from the entries and tells the first difference of each kind"));
  command->footer(session.say("Ne change rien. Code de sortie 1 si quelque chose ne tient pas.",
                              "Changes nothing. Exit code 1 when something does not hold."));
  command->callback([&session] {
    const auto database = session.open_database();
    verify_everything(session, *database);
  });
}

}  // namespace relais::app
