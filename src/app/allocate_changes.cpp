#include <chrono>
#include <fstream>

#include "allocation/adjust.hpp"
#include "allocation/check.hpp"
#include "allocation/compare.hpp"
#include "allocation/release.hpp"
#include "allocation/trial.hpp"
#include "app/allocate.hpp"
#include "app/chosen.hpp"
#include "base/text.hpp"

namespace relais::app {
namespace {

using allocation::Allocation;

/// What a step is about, in one reading.
struct Addressed {
  catalogue::Catalogue catalogue;
  Allocation allocation;
};

Addressed addressed(const Session& session, store::Reader& reader, const AllocateCommand& command) {
  const auto programme = chosen_programme(session, reader, command.programme);
  return {catalogue::get_catalogue(reader, programme), get_by_reference(session, reader, programme, command.reference)};
}

people::Organisation chosen_structure(const Session& session, store::Reader& reader, const Addressed& about,
                                      const std::string& code) {
  if (auto found = people::find_organisation(reader, about.allocation.programme, code)) return *std::move(found);
  throw Stop(Exit::refused, fmt::format(fmt::runtime(session.say("Aucune organisation n'a le code « {} ».",
                                                                 "No organisation has the code “{}”.")),
                                        code));
}

void show(const Session& session, store::Database& database, const allocation::Proposed& proposed) {
  if (proposed.repeated) print(session, "Déjà fait par la même demande.", "Done already by the same request.");
  database.read([&](store::Reader& reader) {
    print_allocation(session, reader, allocation::get_allocation(reader, proposed.id));
    return 0;
  });
}

void try_rule(const Session& session, const AllocateCommand& command) {
  const auto database = session.open_database();
  const auto order = database->read([&](store::Reader& reader) {
    const auto about = addressed(session, reader, command);
    const auto rule = rule_of(session, about.catalogue, command.rule);
    return allocation::TrialOrder{command.request, about.allocation.id, rule.policy, rule.seed};
  });
  const auto tried = session.value(
      allocation::propose_trial(*database, people::permit_of_command_line(), order, progress_on_stderr(session)));
  show(session, *database, tried);
  const auto reference =
      database->read([&](store::Reader& reader) { return allocation::get_allocation(reader, tried.id).reference; });
  print(session, "Un essai ne change rien. Pour comparer : relais allocate compare {} {}",
        "A trial changes nothing. To compare: relais allocate compare {} {}", command.reference, reference);
}

void write_file(const Session& session, const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary);
  if (!(out << bytes) || !out.flush())
    throw Stop(Exit::no_input,
               fmt::format(fmt::runtime(session.say("{} ne peut pas être écrit.", "{} cannot be written.")), path));
}

void compare(const Session& session, const AllocateCommand& command) {
  const auto database = session.open_database();
  std::vector<allocation::ComparedStructure> structures;
  const auto found = database->read([&](store::Reader& reader) {
    const auto about = addressed(session, reader, command);
    const auto second = get_by_reference(session, reader, about.allocation.programme, command.second);
    if (!command.csv.empty()) structures = allocation::list_compared_by_code(reader, about.allocation.id, second.id);
    return allocation::compare(reader, about.allocation.id, second.id);
  });
  print(session, "{:<12}{:>12}{:>12}{:>12}{:>12}{:>9}{:>9}", "{:<12}{:>12}{:>12}{:>12}{:>12}{:>9}{:>9}",
        session.say("département", "département"), session.say("demandé", "asked"), session.say("avant", "before"),
        session.say("après", "after"), session.say("écart", "difference"), session.say("plus", "more"),
        session.say("moins", "less"));
  for (const auto& one : found.departements)
    print(session, "{:<12}{:>12}{:>12}{:>12}{:>+12}{:>9}{:>9}", "{:<12}{:>12}{:>12}{:>12}{:>+12}{:>9}{:>9}",
          one.departement.empty() ? "-" : one.departement, one.figures.asked, one.figures.before, one.figures.after,
          one.figures.difference(), one.gaining, one.losing);
  print(session, "Total : {} accordées avant, {} après.", "Total: {} granted before, {} after.",
        session.count(found.total.before), session.count(found.total.after));
  if (command.csv.empty()) return;
  write_file(session, command.csv, allocation::render_csv(structures, session.language()));
  print(session, "{} structures dans {}.", "{} structures in {}.", session.count(std::ssize(structures)), command.csv);
}

/// The need of a structure that is adjusted: by its audience and product when there are several.
needs::NeedId chosen_need(const Session& session, store::Reader& reader, const Addressed& about,
                          const AllocateCommand& command) {
  const auto structure = chosen_structure(session, reader, about, command.structure);
  std::string names;
  std::vector<needs::NeedId> fitting;
  for (const auto& line : allocation::list_lines(reader, about.allocation.id, {.structure = structure.id})) {
    names += "\n  " + line.name;
    if ((command.audience.empty() || catalogue::code_of(line.audience) == command.audience) &&
        (command.product.empty() || about.catalogue.product(line.product).code == command.product))
      fitting.push_back(line.need);
  }
  if (fitting.size() == 1) return fitting.front();
  throw Stop(Exit::refused, fmt::format(fmt::runtime(session.say("Dites quel besoin par --audience et --product :{}",
                                                                 "Say which need by --audience and --product:{}")),
                                        names));
}

void adjust(const Session& session, const AllocateCommand& command) {
  allocation::AdjustOrder order{command.request, {}, {}, {}, command.reason};
  if (!command.withdraws) {
    order.quantity = base::parse_integer(command.quantity);
    if (!order.quantity)
      throw Stop(Exit::usage, session.say("Donnez --quantity NOMBRE, ou --withdraw pour retirer un ajustement.",
                                          "Give --quantity NUMBER, or --withdraw to withdraw an adjustment."));
  }
  const auto database = session.open_database();
  database->read([&](store::Reader& reader) {
    const auto about = addressed(session, reader, command);
    order.allocation = about.allocation.id;
    order.need = chosen_need(session, reader, about, command);
    return 0;
  });
  show(session, *database,
       session.value(
           allocation::adjust(*database, people::permit_of_command_line(), order, progress_on_stderr(session))));
}

void release(const Session& session, const AllocateCommand& command) {
  const auto database = session.open_database();
  const auto order = database->read([&](store::Reader& reader) {
    const auto about = addressed(session, reader, command);
    return allocation::ReleaseOrder{command.request, about.allocation.id,
                                    chosen_structure(session, reader, about, command.structure).id, command.reason};
  });
  const auto released = session.value(database->write([&](store::Transaction& transaction) {
    return allocation::release(transaction, people::permit_of_command_line(), order);
  }));
  print(
      session, "{} articles libérés{}.", "{} items released{}.", session.count(released.items),
      released.repeated ? session.say(" (déjà fait par la même demande)", " (done already by the same request)") : "");
}

CLI::Option* add_reference(CLI::App& step, const AllocateOptions& options) {
  return step.add_option("REFERENCE", options->reference)->required();
}

void add_request(CLI::App& step, const Session& session, const AllocateOptions& options) {
  step.add_option("--request", options->request,
                  session.say("clé de la demande : la même n'agit qu'une fois", "request key: the same acts once"))
      ->required();
}

void add_try(CLI::App& allocate, const Session& session, const AllocateOptions& options) {
  auto* step =
      add_allocate_step(allocate, session, options, "try",
                        session.say("recalcule une attribution avec une autre règle, sans rien changer (essai)",
                                    "computes an allocation again under another rule, changing nothing (a trial)"),
                        try_rule);
  add_reference(*step, options);
  add_request(*step, session, options);
  step->add_option("--what-if,--rule", options->rule,
                   session.say("règle à essayer (TOML), comme data/connexion-urgence/allocation.toml",
                               "the rule to try (TOML), as data/connexion-urgence/allocation.toml"))
      ->required();
}

void add_compare(CLI::App& allocate, const Session& session, const AllocateOptions& options) {
  auto* step = add_allocate_step(allocate, session, options, "compare",
                                 session.say("compare deux attributions, par département et par structure",
                                             "compares two allocations, by département and by structure"),
                                 compare);
  add_reference(*step, options);
  step->add_option("SECOND", options->second)->required();
  step->add_option("--csv", options->csv,
                   session.say("fichier où écrire une ligne par structure", "file to write a row per structure to"));
}

void add_adjust(CLI::App& allocate, const Session& session, const AllocateOptions& options) {
  auto* step =
      add_allocate_step(allocate, session, options, "adjust",
                        session.say("fixe à la main la quantité d'un besoin ; le reste est partagé de nouveau autour",
                                    "sets the quantity of one need by hand; the rest is shared anew around it"),
                        adjust);
  add_reference(*step, options);
  add_request(*step, session, options);
  step->add_option("STRUCTURE", options->structure, session.say("code de la structure", "code of the structure"))
      ->required();
  step->add_option("--audience", options->audience, session.say("public du besoin", "audience of the need"));
  step->add_option("--product", options->product, session.say("article ou lot du besoin", "item or kit of the need"));
  auto* quantity = step->add_option("--quantity", options->quantity, session.say("unités", "units"));
  step->add_flag("--withdraw", options->withdraws, session.say("retire l'ajustement", "withdraws the adjustment"))
      ->excludes(quantity);
  step->add_option("--reason", options->reason,
                   session.say("pourquoi ; reste visible pour toujours", "why; stays visible for ever"))
      ->required();
}

void add_check_and_release(CLI::App& allocate, const Session& session, const AllocateOptions& options) {
  auto* check = add_allocate_step(allocate, session, options, "check",
                                  session.say("vérifie une attribution, sans le calcul qui l'a faite",
                                              "checks an allocation, without the solver that made it"),
                                  check_allocation);
  add_reference(*check, options);
  auto* step = add_allocate_step(allocate, session, options, "release",
                                 session.say("rend au stock libre ce qui est réservé à une structure",
                                             "gives what is reserved for a structure back to the free stock"),
                                 release);
  add_reference(*step, options);
  add_request(*step, session, options);
  step->add_option("STRUCTURE", options->structure, session.say("code de la structure", "code of the structure"))
      ->required();
  step->add_option("--reason", options->reason, session.say("pourquoi", "why"))->required();
}

}  // namespace

allocation::Progress progress_on_stderr(const Session& session) {
  using Clock = std::chrono::steady_clock;
  static constexpr auto patience = std::chrono::seconds(1);
  struct Shown {
    Clock::time_point last = Clock::now();
    std::optional<allocation::Stage> stage;
  };
  return [&session, shown = std::make_shared<Shown>()](allocation::Stage stage, std::int64_t done, std::int64_t total) {
    const auto now = Clock::now();
    const bool is_last = shown->stage.has_value() && stage == allocation::Stage::storing && done == total && total > 0;
    if (now - shown->last < patience && !is_last) return;
    shown->last = now;
    shown->stage = stage;
    const auto* name = stage == allocation::Stage::reading   ? session.say("lecture des besoins", "reading the needs")
                       : stage == allocation::Stage::solving ? session.say("partage", "sharing")
                                                             : session.say("enregistrement", "storing");
    fmt::print(stderr, "{}: {}{}\n", name, session.count(done),
               total > 0 ? fmt::format(" / {}", session.count(total)) : std::string());
  };
}

void check_allocation(const Session& session, const AllocateCommand& command) {
  const auto database = session.open_database();
  const auto proof = database->read([&](store::Reader& reader) {
    return allocation::check_recorded(reader, addressed(session, reader, command).allocation.id);
  });
  print(session, "{} : {} lignes vérifiées (bornes, lots, ordre de service, biens).",
        "{}: {} lines checked (bounds, lots, order of service, goods).", command.reference, session.count(proof.lines));
  print(session, "Refus : {} prouvés par les prix, {} par une recherche complète, {} à croire sur parole.",
        "Refusals: {} proved by prices, {} by a complete search, {} on trust.", session.count(proof.refusals_proved),
        session.count(proof.refusals_searched), session.count(proof.refusals_on_trust));
  if (!proof.are_inputs_intact)
    print(session, "FAUTE : les données enregistrées ne sont plus celles du calcul.",
          "FAULT: what is recorded is no longer what it was computed from.");
  for (const auto& fault : proof.faults) print(session, "FAUTE : {}", "FAULT: {}", fault.in(session.language()));
  if (!proof.holds())
    throw Stop(Exit::wrong, session.say("L'attribution ne tient pas : n'approuvez pas, prévenez l'exploitant.",
                                        "The allocation does not hold: do not approve, tell the operator."));
  print(session, "Aucune faute.", "No fault.");
}

void add_allocate_changes(CLI::App& allocate, const Session& session, const AllocateOptions& options) {
  add_try(allocate, session, options);
  add_compare(allocate, session, options);
  add_adjust(allocate, session, options);
  add_check_and_release(allocate, session, options);
}

}  // namespace relais::app
