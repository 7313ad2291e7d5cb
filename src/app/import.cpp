#include <sstream>

#include "app/chosen.hpp"
#include "app/commands.hpp"
#include "directory/import.hpp"
#include "gifts/gifts.hpp"
#include "needs/needs.hpp"

namespace relais::app {
namespace {

struct ImportCommand {
  std::string file;
  std::string programme;
  std::string round;
  std::string mapping;
  std::string list;
  std::string network;
  bool is_partial = false;
  bool is_accredited = false;
  bool is_illustrative = false;
  bool as_csv = false;
};

/// What an import reads: the table, and whose it is.
struct Source {
  std::unique_ptr<store::Database> database;
  catalogue::ProgrammeId programme;
  std::istringstream table;
  std::string mapping;
};

Source open_source(const Session& session, const ImportCommand& command) {
  Source source;
  source.table.str(file_or_input(session, command.file));
  if (!command.mapping.empty()) source.mapping = file_or_input(session, command.mapping);
  source.database = session.open_database();
  source.programme = source.database->read(
      [&](store::Reader& reader) { return chosen_programme(session, reader, command.programme); });
  return source;
}

/// The report; a table with a refused row of which nothing was kept is a failure.
void finish(const Session& session, const ImportCommand& command, const tabular::ImportReport& report) {
  fmt::print("{}", command.as_csv ? report.csv(session.language()) : report.text(session.language()));
  if (report.is_rolled_back()) throw Stop(Exit::refused, session.say("Rien n'a été enregistré.", "Nothing was kept."));
}

void import_places(const Session& session, const ImportCommand& command) {
  auto source = open_source(session, command);
  directory::ImportOptions options;
  options.list = command.list;
  options.keep = command.is_partial ? directory::Keep::accepted_rows : directory::Keep::all_or_nothing;
  options.accreditation = command.is_accredited ? people::Accreditation::accredited : people::Accreditation::applied;
  options.network_code = command.network;
  options.is_illustrative = command.is_illustrative;
  const auto mapping = session.value(tabular::parse_mapping(source.mapping, directory::place_columns()));
  finish(session, command,
         session.value(directory::import_places(*source.database, people::permit_of_command_line(), source.programme,
                                                source.table, mapping, options)));
}

void import_gifts(const Session& session, const ImportCommand& command) {
  auto source = open_source(session, command);
  gifts::ImportOptions options;
  options.is_partial = command.is_partial;
  finish(session, command,
         session.value(gifts::import_gifts(*source.database, people::permit_of_command_line(), source.programme,
                                           source.table, options)));
}

void import_needs(const Session& session, const ImportCommand& command) {
  auto source = open_source(session, command);
  needs::ImportOptions options;
  options.is_partial = command.is_partial;
  const auto round = source.database->read(
      [&](store::Reader& reader) { return chosen_round(session, reader, source.programme, command.round); });
  finish(session, command,
         session.value(needs::import_needs(*source.database, people::permit_of_command_line(), source.programme,
                                           round.code, source.table, options)));
}

using Run = void (*)(const Session&, const ImportCommand&);

CLI::App* add_kind(CLI::App& import, const Session& session, const std::shared_ptr<ImportCommand>& options,
                   const char* name, const char* description, Run run) {
  auto* command = import.add_subcommand(name, description);
  command
      ->add_option("FILE", options->file,
                   session.say("tableau CSV, ou - pour l'entrée standard", "CSV table, or - for the standard input"))
      ->required();
  command->add_option("--programme", options->programme, session.say("code du programme", "code of the programme"));
  command->add_flag("--partial", options->is_partial,
                    session.say("garde les lignes justes même si d'autres sont refusées",
                                "keeps the rows that are right even when others are refused"));
  command->add_flag("--csv", options->as_csv, session.say("compte rendu en CSV", "report as CSV"));
  command->callback([&session, options, run] { run(session, *options); });
  return command;
}

}  // namespace

void add_import(CLI::App& program, const Session& session) {
  auto* import = program.add_subcommand("import", session.say("importe un tableau de lieux, de dons ou de besoins",
                                                              "imports a table of places, gifts or needs"));
  import->require_subcommand(1);
  const auto options = std::make_shared<ImportCommand>();
  auto* places = add_kind(*import, session, options, "places",
                          session.say("lieux, au schéma national ou par une correspondance : des structures",
                                      "places, in the national schema or through a mapping: structures"),
                          import_places);
  places->add_option("--mapping", options->mapping,
                     session.say("correspondance des en-têtes (TOML)", "mapping of the headings (TOML)"));
  places->add_option("--list", options->list, session.say("nom de la liste", "name of the list"));
  places->add_option("--network", options->network, session.say("tête de réseau de la liste", "network of the list"));
  places->add_flag(
      "--accredited", options->is_accredited,
      session.say("habilite les structures (sinon : candidates)", "accredits the structures (else: applied)"));
  places->add_flag("--illustrative", options->is_illustrative, session.say("données inventées", "made-up data"));
  add_kind(*import, session, options, "gifts", session.say("promesses de dons", "pledges of gifts"), import_gifts);
  auto* needs = add_kind(*import, session, options, "needs",
                         session.say("besoins d'une vague de recensement", "needs of a census round"), import_needs);
  needs->add_option("--round", options->round,
                    session.say("code de la vague (sinon la plus récente)", "code of the round (else the newest)"));
}

}  // namespace relais::app
