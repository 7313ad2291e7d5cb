#include "app/report.hpp"

#include "app/chosen.hpp"
#include "app/commands.hpp"
#include "impact/impact.hpp"

namespace relais::app {
namespace {

using catalogue::Catalogue;

void print_target(const Session& session, const impact::AudienceImpact& line, catalogue::Measure measure,
                  std::optional<std::int64_t> target) {
  const auto reached = line.reached.of(measure);
  if (!target && reached == 0) return;
  const bool equipped = measure == catalogue::Measure::people_equipped;
  print(session, "  {:<34}{:>9} {:<12}{}", "  {:<34}{:>9} {:<12}{}",
        catalogue::label_of(line.audience).in(session.language()), session.count(reached),
        equipped ? session.say("équipées", "equipped") : session.say("connectées", "connected"),
        target ? fmt::format(fmt::runtime(session.say("objectif {}", "target {}")), session.count(*target)) : "");
}

void print_summary(const Session& session, const impact::Summary& summary) {
  print(session, "Personnes", "People");
  for (const auto& line : summary.by_audience) {
    print_target(session, line, catalogue::Measure::people_equipped, line.target_equipped);
    print_target(session, line, catalogue::Measure::people_connected, line.target_connected);
  }
  print(session, "  en tout : {} équipées, {} connectées, {} Go, par {} structures en {} remises",
        "  in all: {} equipped, {} connected, {} GB, by {} structures in {} hand-overs",
        session.count(summary.reached.equipped), session.count(summary.reached.connected),
        session.count(summary.volume_gb), session.count(summary.structures), session.count(summary.hand_overs));
}

const char* name_of(const Session& session, catalogue::Category category) {
  if (category == catalogue::Category::device) return session.say("appareils", "devices");
  if (category == catalogue::Category::sim_card) return session.say("cartes SIM", "SIM cards");
  return session.say("recharges", "top-ups");
}

void print_flows(const Session& session, const std::vector<impact::CategoryFlow>& flows) {
  print(session, "Le chemin des dons (articles)", "The way of the gifts (items)");
  print(session, "  {:<12}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}",
        "  {:<12}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}", "", session.say("promis", "pledged"),
        session.say("reçus", "received"), session.say("libres", "free"), session.say("atelier", "workshop"),
        session.say("à remettre", "shelves"), session.say("remis", "given"), session.say("perdus", "lost"));
  for (const auto& flow : flows)
    print(session, "  {:<12}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}",
          "  {:<12}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}", name_of(session, flow.category),
          session.count(flow.pledged), session.count(flow.received), session.count(flow.in_stock),
          session.count(flow.workshop), session.count(flow.on_shelves), session.count(flow.handed_over),
          session.count(flow.lost));
}

void print_reached(const Session& session, const std::string& name, const impact::Reached& reached) {
  print(session, "  {:<34}{:>9} équipées {:>9} connectées", "  {:<34}{:>9} equipped {:>9} connected", name,
        session.count(reached.equipped), session.count(reached.connected));
}

void print_unmet(const Session& session, store::Reader& reader, const Catalogue& catalogue) {
  const auto rounds = needs::list_rounds(reader, catalogue.programme.id);
  if (rounds.empty()) return;
  print(session, "Ce qui manque encore ({})", "What remains unmet ({})", rounds.front().name.in(session.language()));
  for (const auto& unmet : impact::list_unmet(reader, rounds.front().id))
    print(session, "  {:<34}{:<24}{:>9} demandés {:>9} attribués {:>9} manquants",
          "  {:<34}{:<24}{:>9} asked {:>9} allocated {:>9} unmet",
          catalogue::label_of(unmet.audience).in(session.language()),
          catalogue.product(unmet.product).name.in(session.language()), session.count(unmet.asked),
          session.count(unmet.allocated), session.count(unmet.remaining()));
}

}  // namespace

void print_report(const Session& session, store::Reader& reader, catalogue::ProgrammeId programme) {
  const auto catalogue = catalogue::get_catalogue(reader, programme);
  print(session, "Bilan de « {} »{}", "Impact of “{}”{}", catalogue.programme.name.in(session.language()),
        catalogue.programme.is_illustrative ? session.say(" — données illustratives", " — illustrative data") : "");
  print_summary(session, impact::summarise(reader, programme));
  print_flows(session, impact::list_flows(reader, programme));
  print(session, "Par donateur (au prorata de ce qui a été reçu)", "By donor (pro rata of what was received)");
  for (const auto& donor : impact::list_donors(reader, programme)) print_reached(session, donor.name, donor.reached);
  print(session, "Par réseau", "By network");
  for (const auto& network : impact::list_networks(reader, programme))
    print_reached(session, network.network ? network.name : session.say("sans réseau", "no network"), network.reached);
  print_unmet(session, reader, catalogue);
}

void add_report(CLI::App& program, const Session& session) {
  auto* command = program.add_subcommand(
      "report", session.say("imprime le bilan : objectifs, chemin des dons, donateurs, réseaux, manques",
                            "prints the impact: targets, way of the gifts, donors, networks, unmet needs"));
  auto code = std::make_shared<std::string>();
  command->add_option("--programme", *code, session.say("code du programme", "code of the programme"));
  command->callback([&session, code] {
    const auto database = session.open_database();
    database->read([&](store::Reader& reader) {
      print_report(session, reader, chosen_programme(session, reader, *code));
      return 0;
    });
  });
}

}  // namespace relais::app
