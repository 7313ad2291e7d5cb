#include "app/load.hpp"

#include "app/commands.hpp"

namespace relais::app {
namespace {

void print_tally(const Session& session, const char* french, const char* english, const Tally& tally) {
  print(session, "  {:<16}{:>7} nouveaux, {:>6} modifiés, {:>6} inchangés",
        "  {:<16}{:>7} new, {:>6} changed, {:>6} unchanged", session.say(french, english), session.count(tally.created),
        session.count(tally.updated), session.count(tally.unchanged));
}

}  // namespace

Applied load_folder(const Session& session, store::Database& database, const std::filesystem::path& path) {
  if (!std::filesystem::is_directory(path))
    throw Stop(Exit::no_input,
               fmt::format(fmt::runtime(session.say("{} : ce dossier n'existe pas.", "{}: there is no such folder.")),
                           path.string()));
  Problems read;
  const auto folder = read_folder(path, read);
  const auto permit = people::permit_of_command_line();
  Problems problems;
  const auto applied = database.write([&](store::Transaction& transaction) {
    problems = read;
    return apply_folder(transaction, permit, folder, problems);
  });
  if (!applied)
    throw Stop(Exit::refused, problems.text(session.language()) + applied.refusal().message(session.language()));
  return *applied;
}

void print_applied(const Session& session, const Applied& applied) {
  print_tally(session, "organisations", "organisations", applied.organisations);
  print_tally(session, "dons", "gifts", applied.gifts);
  print_tally(session, "réceptions", "receptions", applied.receptions);
  print_tally(session, "besoins", "needs", applied.needs);
  if (applied.changes_nothing()) print(session, "Rien n'a changé.", "Nothing changed.");
}

void add_load(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand(
      "load", session.say("charge le dossier d'un programme ; le même une seconde fois ne change rien",
                          "loads the folder of a programme; the same once more changes nothing"));
  auto path = std::make_shared<std::string>();
  command
      ->add_option("FOLDER", *path,
                   session.say("dossier : programme.toml, catalogue.toml, organisations.csv…",
                               "folder: programme.toml, catalogue.toml, organisations.csv…"))
      ->required();
  command->footer(
      session.say("Tout est vérifié d'abord : une seule erreur et rien n'est changé. Exemple et mode d'emploi : "
                  "data/connexion-urgence.",
                  "Everything is checked first: one error and nothing is changed. Example and explanations: "
                  "data/connexion-urgence."));
  command->callback([&session, path] {
    const auto database = session.open_database();
    print_applied(session, load_folder(session, *database, *path));
  });
}

}  // namespace relais::app
