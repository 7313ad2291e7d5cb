#include "app/chosen.hpp"
#include "app/commands.hpp"
#include "fairness/instance_json.hpp"

namespace relais::app {

void add_solve(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand(
      "solve", session.say("partage un stock entre des besoins, d'un fichier JSON à l'autre, sans base",
                           "shares a stock among needs, from one JSON file to another, without a database"));
  auto path = std::make_shared<std::string>();
  command
      ->add_option(
          "FILE", *path,
          session.say("instance en JSON, ou - pour l'entrée standard", "instance in JSON, or - for the standard input"))
      ->required();
  command->footer(
      session.say("Le plan va sur la sortie standard. Le format est expliqué dans src/fairness/README.md.",
                  "The plan goes to the standard output. The format is explained in src/fairness/README.md."));
  command->callback(
      [&session, path] { fmt::print("{}", session.value(fairness::solve_json(file_or_input(session, *path)))); });
}

}  // namespace relais::app
