#include "app/chosen.hpp"
#include "app/commands.hpp"
#include "needs/remind_pages.hpp"

namespace relais::app {
namespace {

using store::Transaction;

struct CensusCommand {
  std::string programme;
  std::string round;
  std::string network;
  bool approve = false;
  bool close = false;
  bool reopen = false;
};

/// None when no network was named. Throws Stop when nobody has the code.
people::OrganisationId network_of(const Session& session, store::Reader& reader, const needs::Round& round,
                                  const std::string& code) {
  if (code.empty()) return {};
  const auto found = people::find_organisation(reader, round.programme, code);
  if (!found || found->kind != people::OrganisationKind::network)
    throw Stop(Exit::refused, fmt::format(fmt::runtime(session.say("Aucune tête de réseau n'a le code « {} ».",
                                                                   "No network has the code “{}”.")),
                                          code));
  return found->id;
}

void print_sums(const Session& session, store::Reader& reader, const needs::Round& round) {
  const auto catalogue = catalogue::get_catalogue(reader, round.programme);
  print(session, "{} ({})", "{} ({})", round.name.in(session.language()),
        round.state == needs::RoundState::open ? session.say("ouverte", "open") : session.say("close", "closed"));
  const auto sums =
      needs::roll_up(needs::sum_needs(reader, round.id), {.audience = true, .product = true, .state = true});
  for (const auto& sum : sums)
    print(session, "  {:<34}{:<24}{:<12}{:>6} besoins {:>9} personnes {:>9} demandés",
          "  {:<34}{:<24}{:<12}{:>6} needs {:>9} people {:>9} asked",
          catalogue::label_of(sum.audience).in(session.language()),
          catalogue.product(sum.product).name.in(session.language()), needs::label_of(sum.state).in(session.language()),
          session.count(sum.needs), session.count(sum.people), session.count(sum.quantity));
}

base::Result<std::int64_t> review(Transaction& transaction, const people::FullPermit& permit, const needs::Round& round,
                                  const CensusCommand& command, people::OrganisationId network) {
  if (command.reopen)
    RELAIS_TRY_DONE(needs::change_round_state(transaction, permit, round.id, needs::RoundState::open));
  std::int64_t approved = 0;
  if (command.approve) {
    RELAIS_TRY(approved, needs::approve_submitted_needs(transaction, permit, round.id, network));
  }
  if (command.close)
    RELAIS_TRY_DONE(needs::change_round_state(transaction, permit, round.id, needs::RoundState::closed));
  return approved;
}

void census(const Session& session, const CensusCommand& command) {
  const auto database = session.open_database();
  auto choose = [&](store::Reader& reader) {
    return chosen_round(session, reader, chosen_programme(session, reader, command.programme), command.round);
  };
  const auto round = database->read(choose);
  if (command.approve || command.close || command.reopen) {
    const auto permit = people::permit_of_command_line();
    const auto network =
        database->read([&](store::Reader& reader) { return network_of(session, reader, round, command.network); });
    const auto approved = session.value(database->write(
        [&](Transaction& transaction) { return review(transaction, permit, round, command, network); }));
    if (command.approve) print(session, "{} besoins approuvés.", "{} needs approved.", session.count(approved));
  }
  database->read([&](store::Reader& reader) {
    print_sums(session, reader, choose(reader));
    return 0;
  });
}

/// Writes to those who have not answered; a mail goes once `relais serve` or `relais outbox send-now` runs.
void remind(const Session& session, const CensusCommand& command, std::string url) {
  while (url.ends_with('/')) url.pop_back();
  const auto database = session.open_database();
  const auto round = database->read([&](store::Reader& reader) {
    return chosen_round(session, reader, chosen_programme(session, reader, command.programme), command.round);
  });
  const auto permit = people::permit_of_command_line();
  const auto reminded = session.value(database->write([&](Transaction& transaction) {
    return needs::remind(transaction, permit, permit, {round, url, session.language()});
  }));
  print(session, "{} structures relancées, {} e-mails ; {} sans gestionnaire à qui écrire.",
        "{} structures reminded, {} mails; {} without a manager to write to.", session.count(reminded.structures),
        session.count(reminded.mails), session.count(reminded.unreachable));
}

void add_remind(CLI::App& census, const Session& session, const std::shared_ptr<CensusCommand>& options) {
  auto* command = census.add_subcommand(
      "remind", session.say("relance par e-mail qui n'a pas répondu", "reminds by e-mail whoever has not answered"));
  command->fallthrough();
  const auto url = std::make_shared<std::string>();
  command->add_option("--url", *url, session.say("adresse publique du site", "public address of the site"))->required();
  command->callback([&session, options, url] { remind(session, *options, *url); });
}

}  // namespace

void add_census(CLI::App& program, const Session& session) {
  auto* command =
      program.add_subcommand("census", session.say("additionne les besoins d'une vague ; les approuve, la clôt",
                                                   "adds up the needs of a round; approves them, closes it"));
  const auto options = std::make_shared<CensusCommand>();
  command->add_option("--programme", options->programme, session.say("code du programme", "code of the programme"));
  command->add_option("--round", options->round,
                      session.say("code de la vague (sinon la plus récente)", "code of the round (else the newest)"));
  auto* approve = command->add_flag("--approve", options->approve,
                                    session.say("approuve les besoins soumis", "approves the submitted needs"));
  command->add_option("--network", options->network, session.say("seulement ceux de ce réseau", "only this network's"))
      ->needs(approve);
  auto* close = command->add_flag("--close", options->close, session.say("clôt la vague", "closes the round"));
  command->add_flag("--reopen", options->reopen, session.say("rouvre la vague", "opens the round again"))
      ->excludes(close);
  add_remind(*command, session, options);
  // With a subcommand, it alone acts.
  command->callback([&session, options, command] {
    if (command->get_subcommands().empty()) census(session, *options);
  });
}

}  // namespace relais::app
