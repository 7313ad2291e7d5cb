#include <filesystem>

#include "app/allocate.hpp"
#include "app/chosen.hpp"

namespace relais::app {

AllocationEntry rule_of(const Session& session, const catalogue::Catalogue& catalogue, const std::string& file) {
  if (file.empty()) return {};
  const std::filesystem::path path(file);
  Folder folder;
  folder.catalogue = catalogue;
  Problems problems;
  read_rule(path.has_parent_path() ? path.parent_path() : ".", path.filename().string(), folder, problems);
  if (!problems.empty()) throw Stop(Exit::refused, problems.text(session.language()));
  return *folder.allocation;
}

namespace {

void propose(const Session& session, const AllocateCommand& command) {
  const auto database = session.open_database();
  allocation::ProposalOrder order;
  const auto programme = database->read([&](store::Reader& reader) {
    const auto id = chosen_programme(session, reader, command.programme);
    order.round = chosen_round(session, reader, id, command.round).id;
    const auto rule = rule_of(session, catalogue::get_catalogue(reader, id), command.rule);
    order.seed = rule.seed;
    order.policy = rule.policy;
    if (!command.keeps.empty()) order.keeps_grants_of = get_by_reference(session, reader, id, command.keeps).id;
    return id;
  });
  order.day = chosen_day(session, command.day);
  order.request = command.request;
  const auto proposed = session.value(
      allocation::propose(*database, people::permit_of_command_line(), order, progress_on_stderr(session)));
  if (proposed.repeated) print(session, "Déjà proposée par la même demande.", "Proposed already by the same request.");
  database->read([&](store::Reader& reader) {
    const auto made = allocation::get_allocation(reader, proposed.id);
    RELAIS_CHECK(made.programme == programme);
    print_allocation(session, reader, made);
    print(session, "Rien n'est réservé. Pour approuver : relais allocate approve {}",
          "Nothing is reserved. To approve: relais allocate approve {}", made.reference);
    return 0;
  });
}

void approve(const Session& session, const AllocateCommand& command) {
  const auto database = session.open_database();
  const auto allocation = database->read([&](store::Reader& reader) {
    return get_by_reference(session, reader, chosen_programme(session, reader, command.programme), command.reference);
  });
  const auto permit = people::permit_of_command_line();
  const allocation::ApprovalOrder order{"approve:" + allocation.reference, allocation.id,
                                        chosen_day(session, command.day)};
  const auto approved = session.value(database->write(
      [&](store::Transaction& transaction) { return allocation::approve(transaction, permit, order); }));
  print(session, "{} {} : {} réservations, {} articles réservés.", "{} {}: {} reservations, {} items reserved.",
        allocation.reference,
        approved.repeated ? session.say("déjà approuvée", "approved already") : session.say("approuvée", "approved"),
        session.count(approved.reservations), session.count(approved.items));
}

void explain(const Session& session, const AllocateCommand& command) {
  const auto database = session.open_database();
  database->read([&](store::Reader& reader) {
    const auto programme = chosen_programme(session, reader, command.programme);
    const auto made = get_by_reference(session, reader, programme, command.reference);
    const auto structure = people::find_organisation(reader, programme, command.structure);
    if (!structure)
      throw Stop(Exit::refused, fmt::format(fmt::runtime(session.say("Aucune organisation n'a le code « {} ».",
                                                                     "No organisation has the code “{}”.")),
                                            command.structure));
    for (const auto& line : allocation::list_lines(reader, made.id, {.structure = structure->id}))
      print(session, "{}\n  {}", "{}\n  {}", line.name,
            allocation::explain(reader, made.id, line.need)->in(session.language()));
    return 0;
  });
}

void list(const Session& session, const AllocateCommand& command) {
  const auto database = session.open_database();
  database->read([&](store::Reader& reader) {
    const auto programme = chosen_programme(session, reader, command.programme);
    for (const auto& made : allocation::list_allocations(reader, programme)) print_allocation(session, reader, made);
    return 0;
  });
}

void add_day(CLI::App& command, const Session& session, const AllocateOptions& options) {
  command.add_option("--day", options->day,
                     session.say("jour où les structures doivent être habilitées (sinon aujourd'hui)",
                                 "day on which structures must be accredited (else today)"));
}

void add_propose(CLI::App& allocate, const Session& session, const AllocateOptions& options) {
  auto* command = add_allocate_step(allocate, session, options, "propose",
                                    session.say("partage le stock libre entre les besoins approuvés ; ne réserve rien",
                                                "shares the free stock among the approved needs; reserves nothing"),
                                    propose);
  command
      ->add_option("--request", options->request,
                   session.say("clé de la demande : la même n'agit qu'une fois", "request key: the same acts once"))
      ->required();
  command->add_option("--round", options->round,
                      session.say("code de la vague (sinon la plus récente)", "code of the round (else the newest)"));
  command->add_option("--rule", options->rule,
                      session.say("règle de partage (TOML), comme data/connexion-urgence/allocation.toml",
                                  "rule of sharing (TOML), as data/connexion-urgence/allocation.toml"));
  command->add_option("--keeps-grants-of", options->keeps,
                      session.say("attribution dont chaque besoin garde au moins sa part",
                                  "allocation of which each need keeps at least its part"));
  add_day(*command, session, options);
}

/// `relais allocate --check REFERENCE`, as short as what it is for; otherwise a step must be named.
void add_check_option(CLI::App& allocate, const Session& session, const AllocateOptions& options) {
  auto* check = allocate.add_option("--check", options->reference,
                                    session.say("vérifie cette attribution, sans le calcul qui l'a faite",
                                                "checks this allocation, without the solver that made it"));
  allocate.require_subcommand(0, 1);
  allocate.callback([&allocate, &session, options, check] {
    if (!allocate.get_subcommands().empty()) return;
    if (check->count() == 0) throw CLI::RequiredError("SUBCOMMAND");
    check_allocation(session, *options);
  });
}

}  // namespace

CLI::App* add_allocate_step(CLI::App& allocate, const Session& session, const AllocateOptions& options,
                            const char* name, const char* description, AllocateRun run) {
  auto* command = allocate.add_subcommand(name, description);
  command->add_option("--programme", options->programme, session.say("code du programme", "code of the programme"));
  command->callback([&session, options, run] { run(session, *options); });
  return command;
}

void add_allocate(CLI::App& program, const Session& session) {
  auto* allocate =
      program.add_subcommand("allocate", session.say("propose, explique, vérifie et approuve une attribution",
                                                     "proposes, explains, checks and approves an allocation"));
  const auto options = std::make_shared<AllocateCommand>();
  add_check_option(*allocate, session, options);
  add_allocate_changes(*allocate, session, options);
  add_propose(*allocate, session, options);
  auto* approval = add_allocate_step(
      *allocate, session, options, "approve",
      session.say("approuve une proposition et réserve ses biens", "approves a proposal and reserves its goods"),
      approve);
  approval->add_option("REFERENCE", options->reference)->required();
  add_day(*approval, session, options);
  auto* explanation = add_allocate_step(*allocate, session, options, "explain",
                                        session.say("dit à une structure pourquoi elle reçoit ce qu'elle reçoit",
                                                    "tells a structure why it gets what it gets"),
                                        explain);
  explanation->add_option("REFERENCE", options->reference)->required();
  explanation->add_option("STRUCTURE", options->structure, session.say("code de la structure", "code of the structure"))
      ->required();
  add_allocate_step(*allocate, session, options, "list", session.say("liste les attributions", "lists the allocations"),
                    list);
}

}  // namespace relais::app
