#include "app/chosen.hpp"
#include "app/commands.hpp"
#include "fairness/instance_json.hpp"
#include "fairness/written_plan.hpp"

namespace relais::app {
namespace {

constexpr const char* footer_french =
    "Le plan va sur la sortie standard : les mêmes octets sur toute machine et pour tout ordre des lignes. Le format "
    "des deux fichiers est expliqué dans src/fairness/README.md.\n\n"
    "Avec --check, rien n'est calculé de nouveau : un contrôle qui n'a aucun code en commun avec le calcul reprend le "
    "plan depuis la règle et son certificat, dit chaque faute, et combien de refus sont prouvés par des prix, prouvés "
    "par recherche de toutes les recettes, ou crus sur parole ; de même pour le moins de substitutions.\n\n"
    "Codes de sortie : 0 fait ou plan sans faute ; 1 plan fautif ; 64 arguments ; 65 fichier refusé, le lieu et la "
    "raison sont dits ; 66 fichier absent.\n\n"
    "Exemples :\n"
    "  relais solve demande.json > plan.json\n"
    "  relais solve --check plan.json demande.json";
constexpr const char* footer_english =
    "The plan goes to the standard output: the same bytes on any machine and for any order of the lines. The format of "
    "both files is explained in src/fairness/README.md.\n\n"
    "With --check nothing is solved again: a check that shares no code with the solver goes through the plan from the "
    "rule and its certificate, tells each fault, and how many refusals are proved by prices, proved by searching all "
    "recipes, or taken on trust; and so for the fewest substitutions.\n\n"
    "Exit codes: 0 done, or a plan without fault; 1 a faulty plan; 64 arguments; 65 a file was refused, with the place "
    "and the reason; 66 no such file.\n\n"
    "Examples:\n"
    "  relais solve request.json > plan.json\n"
    "  relais solve --check plan.json request.json";

std::string words_of(fairness::Certainty certainty, const Session& session) {
  switch (certainty) {
    case fairness::Certainty::by_prices:
      return session.say("prouvé par des prix", "proved by prices");
    case fairness::Certainty::by_search:
      return session.say("prouvé par recherche de toutes les recettes", "proved by searching all recipes");
    case fairness::Certainty::on_trust:
      return session.say("cru sur parole", "on trust");
    case fairness::Certainty::not_claimed:
      return session.say("le plan dit lui-même qu'il y en a peut-être moins",
                         "the plan itself says that there may be fewer");
  }
  base::throw_defect("an unknown certainty", __FILE__, __LINE__);
}

/// Prints what was proved and each fault. Throws Stop when there is one.
void check_file(const Session& session, const std::string& instance, const std::string& plan) {
  if (instance == "-" && plan == "-")
    throw Stop(Exit::usage, session.say("L'instance et le plan ne peuvent pas venir tous deux de l'entrée standard.",
                                        "The instance and the plan cannot both come from the standard input."));
  const auto check =
      session.value(fairness::check_json(file_or_input(session, instance), file_or_input(session, plan)));
  print(session, "Refus prouvés par des prix : {} ; par recherche de toutes les recettes : {} ; crus sur parole : {}.",
        "Refusals proved by prices: {}; by searching all recipes: {}; on trust: {}.",
        session.count(static_cast<std::int64_t>(check.refusals_proved)),
        session.count(static_cast<std::int64_t>(check.refusals_searched)),
        session.count(static_cast<std::int64_t>(check.refusals_on_trust)));
  for (const auto& fault : check.faults) print(session, "  ✗ {}", "  ✗ {}", fault.message(session.language()));
  if (!check.faults.empty())
    throw Stop(Exit::wrong,
               fmt::format(fmt::runtime(session.say("{} faute(s) dans le plan.", "{} fault(s) in the plan.")),
                           check.faults.size()));
  print(session, "Le moins de substitutions : {} ; le moins d'autres recettes : {}.",
        "Fewest substitutions: {}; fewest other recipes: {}.", words_of(check.substitutions, session),
        words_of(check.other_recipes, session));
  print(session, "Le plan tient.", "The plan holds.");
}

}  // namespace

void add_solve(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand(
      "solve", session.say("partage un stock entre des besoins, d'un fichier JSON à l'autre, sans base",
                           "shares a stock among needs, from one JSON file to another, without a database"));
  auto path = std::make_shared<std::string>();
  auto plan = std::make_shared<std::string>();
  command
      ->add_option(
          "FILE", *path,
          session.say("instance en JSON, ou - pour l'entrée standard", "instance in JSON, or - for the standard input"))
      ->required();
  command
      ->add_option("--check", *plan,
                   session.say("contrôle ce plan en JSON (- : entrée standard) au lieu d'en calculer un",
                               "checks this plan in JSON (-: standard input) instead of making one"))
      ->option_text("PLAN");
  command->footer(session.say(footer_french, footer_english));
  command->callback([&session, path, plan] {
    if (!plan->empty()) return check_file(session, *path, *plan);
    fmt::print("{}", session.value(fairness::solve_json(file_or_input(session, *path))));
  });
}

}  // namespace relais::app
