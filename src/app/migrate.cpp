#include "app/commands.hpp"
#include "places/places.hpp"

namespace relais::app {
namespace {

void migrate(const Session& session) {
  std::vector<std::string> applied;
  const auto database = session.open_migrated(&applied);
  for (const auto& name : applied) fmt::print("{}\n", name);
  const auto loaded =
      session.value(database->write([](store::Transaction& transaction) -> base::Result<places::Loaded> {
        return places::load_geography(transaction);
      }));
  if (applied.empty() && loaded == places::Loaded::unchanged)
    print(session, "{} : à jour, rien à faire.", "{}: up to date, nothing to do.", session.database_url());
  else
    print(
        session, "{} : {} migration(s) appliquée(s), géographie {}.", "{}: {} migration(s) applied, geography {}.",
        session.database_url(), applied.size(),
        loaded == places::Loaded::unchanged ? session.say("inchangée", "unchanged") : session.say("chargée", "loaded"));
}

}  // namespace

void add_migrate(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand(
      "migrate", session.say("crée la base ou la met à jour, et charge les communes de France",
                             "makes the database or brings it up to date, and loads the communes of France"));
  command->callback([&session] { migrate(session); });
}

}  // namespace relais::app
