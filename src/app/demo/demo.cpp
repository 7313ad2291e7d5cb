#include "app/demo/demo.hpp"

#include <unistd.h>

#include "app/commands.hpp"
#include "app/report.hpp"
#include "app/verify.hpp"

namespace relais::app::demo {
namespace {

struct Stage {
  const char* french;
  const char* english;
  void (*run)(Demo&);
};

void report(Demo& demo) {
  demo.database.read([&](store::Reader& reader) {
    print_report(demo.session, reader, demo.programme());
    return 0;
  });
}

void verify(Demo& demo) { verify_everything(demo.session, demo.database); }

constexpr Stage stages[] = {
    {"Programme, catalogue, organisations, dons reçus", "Programme, catalogue, organisations, gifts received",
     load_base},
    {"Dons : promis, reçus, écarts", "Gifts: pledged, received, differences", show_gifts},
    {"Lieux réels des Pyrénées-Atlantiques", "Real places of the Pyrénées-Atlantiques", import_real_places},
    {"Recensement des besoins (illustratif)", "Census of the needs (illustrative)", take_census},
    {"Attribution : proposée, expliquée, approuvée", "Allocation: proposed, explained, approved", allocate},
    {"Expédition", "Shipment", ship},
    {"Réception par les structures", "Receipt by the structures", receive},
    {"Remise aux personnes", "Hand-over to people", hand_over},
    {"Comptes de démonstration, un par rôle", "Accounts of the demonstration, one per role", make_accounts},
    {"Bilan", "Impact", report},
    {"Vérification", "Verification", verify},
};

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void run_stages(Demo& demo) {
  std::size_t number = 0;
  for (const auto& stage : stages) {
    const auto start = Clock::now();
    print(demo.session, "\n[{}/{}] {}", "\n[{}/{}] {}", ++number, std::size(stages),
          demo.session.say(stage.french, stage.english));
    stage.run(demo);
    print(demo.session, "  ({:.1f} s)", "  ({:.1f} s)", seconds_since(start));
  }
}

std::filesystem::path folder_beside(const Session& session) {
  const auto directory = session.is_file() ? std::filesystem::path(session.database_url()).parent_path() : "";
  return directory / "demo-folder";
}

void run(const Session& session, const std::filesystem::path& data) {
  const auto start = Clock::now();
  std::vector<std::string> migrations;
  const auto database = session.open_migrated(&migrations);
  print(session, "Démonstration dans {} : {} migration(s). Données illustratives : voir {}.",
        "Demonstration in {}: {} migration(s). Illustrative data: see {}.", session.database_url(), migrations.size(),
        (data / "connexion-urgence" / "README.md").string());
  Demo demo{.session = session, .database = *database, .data = data, .folder = folder_beside(session)};
  demo.note(!migrations.empty());
  run_stages(demo);
  print(session, "\nTerminé en {:.1f} s.{}", "\nDone in {:.1f} s.{}", seconds_since(start),
        demo.has_changed
            ? ""
            : session.say(" Tout était déjà fait : rien n'a changé.", " All was done already: nothing changed."));
  print(session, "Pour voir : relais --database '{}' serve --demo, puis http://127.0.0.1:8080/",
        "To look: relais --database '{}' serve --demo, then http://127.0.0.1:8080/", session.database_url());
}

}  // namespace

void show_progress(std::size_t done, std::size_t total) {
  if (isatty(STDOUT_FILENO) == 0) return;
  fmt::print("\r  {}/{}{}", done, total, done == total ? "\r\033[K" : "");
  std::fflush(stdout);
}

}  // namespace relais::app::demo

namespace relais::app {

void add_demo(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand(
      "demo",
      session.say("déroule le programme « Connexion d'urgence » du don au bilan, sur des données illustratives",
                  "runs the programme “Connexion d'urgence” from the gift to the impact, on illustrative data"));
  auto data = std::make_shared<std::string>("data");
  command->add_option("--data", *data, session.say("dossier data/ des sources", "data/ folder of the sources"))
      ->capture_default_str();
  command->footer(session.say(
      "Écrit le recensement inventé dans demo-folder/, à côté de la base. Une seconde fois, ne change rien.",
      "Writes the made-up census to demo-folder/, beside the database. A second time, changes nothing."));
  command->callback([&session, data] { demo::run(session, *data); });
}

}  // namespace relais::app
