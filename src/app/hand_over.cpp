#include "app/chosen.hpp"
#include "app/commands.hpp"
#include "handover/handover.hpp"

namespace relais::app {
namespace {

struct HandOverCommand {
  std::string programme;
  std::string request;
  std::string structure;
  std::string audience = "precarious_person";
  std::string product;
  std::int64_t people = 0;
  std::string day;
};

[[noreturn]] void unknown(const Session& session, const char* french, const char* english, const std::string& code) {
  throw Stop(Exit::refused, fmt::format(fmt::runtime(session.say(french, english)), code));
}

handover::HandOverOrder order_of(const Session& session, store::Reader& reader, const catalogue::Catalogue& catalogue,
                                 const HandOverCommand& command) {
  const auto structure = people::find_organisation(reader, catalogue.programme.id, command.structure);
  if (!structure)
    unknown(session, "Aucune organisation n'a le code « {} ».", "No organisation has the code “{}”.",
            command.structure);
  const auto* product = catalogue.find_product(command.product);
  if (product == nullptr)
    unknown(session, "Ni un article ni un lot : « {} ».", "Neither an item kind nor a kit: “{}”.", command.product);
  return {command.request, structure->id,  *catalogue::parse_audience(command.audience),
          product->id,     command.people, chosen_day(session, command.day)};
}

void hand_over(const Session& session, const HandOverCommand& command) {
  const auto database = session.open_database();
  const auto catalogue = database->read([&](store::Reader& reader) {
    return catalogue::get_catalogue(reader, chosen_programme(session, reader, command.programme));
  });
  const auto order =
      database->read([&](store::Reader& reader) { return order_of(session, reader, catalogue, command); });
  const auto permit = people::permit_of_command_line();
  const auto done = session.value(database->write(
      [&](store::Transaction& transaction) { return handover::hand_over(transaction, permit, catalogue, order); }));
  if (done.repeated) print(session, "Déjà enregistrée.", "Recorded already.");
  for (const auto& part : done.given)
    print(session, "{} × {}", "{} × {}", session.count(part.quantity),
          catalogue.kind(part.kind).name.in(session.language()));
}

}  // namespace

void add_hand_over(CLI::App& program, const Session& session) {
  auto* command =
      program.add_subcommand("hand-over", session.say("une structure remet un article ou un lot à des personnes",
                                                      "a structure hands an item or a kit to people"));
  const auto options = std::make_shared<HandOverCommand>();
  command
      ->add_option("--request", options->request,
                   session.say("clé de la demande : la même n'agit qu'une fois", "request key: the same acts once"))
      ->required();
  command->add_option("--structure", options->structure, session.say("code de la structure", "code of the structure"))
      ->required();
  command
      ->add_option("--product", options->product, session.say("code de l'article ou du lot", "code of the kind or kit"))
      ->required();
  command
      ->add_option("--people", options->people,
                   session.say("nombre de personnes, un lot chacune", "number of people, one each"))
      ->required();
  command->add_option("--audience", options->audience, session.say("public", "audience"))
      ->check(CLI::IsMember({"precarious_person", "pupil", "usual_beneficiary"}))
      ->capture_default_str();
  command->add_option("--day", options->day, session.say("jour de la remise (sinon aujourd'hui)", "day (else today)"));
  command->add_option("--programme", options->programme, session.say("code du programme", "code of the programme"));
  command->callback([&session, options] { hand_over(session, *options); });
}

}  // namespace relais::app
