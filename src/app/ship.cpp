#include "app/allocations.hpp"
#include "app/chosen.hpp"
#include "app/commands.hpp"
#include "base/text.hpp"
#include "shipments/shipments.hpp"

namespace relais::app {
namespace {

using store::Transaction;

struct ShipCommand {
  std::string programme;
  std::string reference;
  std::string day;
  std::vector<std::string> shipments;
  std::vector<std::string> missing;
  std::vector<std::string> damaged;
  std::vector<std::string> extra;
};

shipments::Shipment get_shipment(const Session& session, store::Reader& reader, const std::string& reference) {
  if (auto found = shipments::find_shipment(reader, reference)) return *std::move(found);
  throw Stop(Exit::refused, fmt::format(fmt::runtime(session.say("Aucune expédition n'a la référence « {} ».",
                                                                 "No shipment has the reference “{}”.")),
                                        reference));
}

void prepare(const Session& session, const ShipCommand& command) {
  const auto database = session.open_database();
  const auto allocation = database->read([&](store::Reader& reader) {
    return get_by_reference(session, reader, chosen_programme(session, reader, command.programme), command.reference);
  });
  const auto permit = people::permit_of_command_line();
  const auto prepared = session.value(database->write(
      [&](Transaction& transaction) { return shipments::prepare_all(transaction, permit, allocation.id); }));
  database->read([&](store::Reader& reader) {
    for (const auto& shipment : prepared)
      print(session, "{}  {:<11} {:>7} articles  {}", "{}  {:<11} {:>7} items  {}", shipment.reference,
            shipments::label_of(shipment.state).in(session.language()), session.count(shipment.items),
            people::get_organisation(reader, shipment.structure).name);
    return 0;
  });
}

void dispatch(const Session& session, const ShipCommand& command) {
  const auto database = session.open_database();
  const auto day = chosen_day(session, command.day);
  std::vector<shipments::DispatchOrder> orders;
  database->read([&](store::Reader& reader) {
    for (const auto& reference : command.shipments)
      orders.push_back({"dispatch:" + reference, get_shipment(session, reader, reference).id, day});
    return 0;
  });
  const auto permit = people::permit_of_command_line();
  const auto dispatched = session.value(
      database->write([&](Transaction& transaction) { return shipments::dispatch_many(transaction, permit, orders); }));
  print(session, "{} expédition(s) parties.", "{} shipment(s) dispatched.", dispatched.size());
}

/// `smartphone=2` into the discrepancies. Throws Stop.
void add_counts(const Session& session, const catalogue::Catalogue& catalogue, const std::vector<std::string>& counts,
                std::int64_t shipments::Discrepancy::*field, std::vector<shipments::Discrepancy>& discrepancies) {
  for (const auto& text : counts) {
    const auto equals = std::min(text.find('='), text.size());
    const auto* kind = catalogue.find_kind(text.substr(0, equals));
    const auto quantity = base::parse_integer(std::string_view(text).substr(std::min(equals + 1, text.size())));
    if (kind == nullptr || !quantity)
      throw Stop(Exit::usage,
                 fmt::format(fmt::runtime(session.say("« {} » : il faut ARTICLE=NOMBRE, comme smartphone=2.",
                                                      "“{}”: KIND=NUMBER is wanted, as smartphone=2.")),
                             text));
    auto found =
        std::find_if(discrepancies.begin(), discrepancies.end(), [&](const auto& d) { return d.kind == kind->id; });
    if (found == discrepancies.end()) found = discrepancies.insert(found, shipments::Discrepancy{.kind = kind->id});
    (*found).*field += *quantity;
  }
}

void receive(const Session& session, const ShipCommand& command) {
  const auto database = session.open_database();
  shipments::ReceiptOrder order;
  order.request = "receive:" + command.reference;
  database->read([&](store::Reader& reader) {
    const auto shipment = get_shipment(session, reader, command.reference);
    order.shipment = shipment.id;
    const auto catalogue = catalogue::get_catalogue(reader, shipment.programme);
    add_counts(session, catalogue, command.missing, &shipments::Discrepancy::missing, order.discrepancies);
    add_counts(session, catalogue, command.damaged, &shipments::Discrepancy::damaged, order.discrepancies);
    add_counts(session, catalogue, command.extra, &shipments::Discrepancy::extra, order.discrepancies);
    return 0;
  });
  const auto permit = people::permit_of_command_line();
  const auto received = session.value(
      database->write([&](Transaction& transaction) { return shipments::receive(transaction, permit, order); }));
  print(session, "{} : {} articles arrivés.", "{}: {} items arrived.", command.reference,
        session.count(received.arrived));
}

}  // namespace

void add_ship(CLI::App& program, const Session& session) {
  auto* ship = program.add_subcommand("ship", session.say("prépare, fait partir et reçoit les expéditions",
                                                          "prepares, dispatches and receives shipments"));
  ship->require_subcommand(1);
  const auto options = std::make_shared<ShipCommand>();
  auto* prepares =
      ship->add_subcommand("prepare", session.say("une expédition par structure et dépôt d'une attribution",
                                                  "a shipment per structure and depot of an allocation"));
  prepares->add_option("ALLOCATION", options->reference)->required();
  prepares->add_option("--programme", options->programme, session.say("code du programme", "code of the programme"));
  prepares->callback([&session, options] { prepare(session, *options); });

  auto* dispatches =
      ship->add_subcommand("dispatch", session.say("remet des expéditions au transporteur : toutes ou aucune",
                                                   "hands shipments to the carrier: all or none"));
  dispatches->add_option("SHIPMENT", options->shipments)->required();
  dispatches->add_option("--day", options->day, session.say("jour du départ (sinon aujourd'hui)", "day (else today)"));
  dispatches->callback([&session, options] { dispatch(session, *options); });

  auto* receives =
      ship->add_subcommand("receive", session.say("compte une expédition chez sa structure, avec les écarts",
                                                  "counts a shipment in at its structure, with discrepancies"));
  receives->add_option("SHIPMENT", options->reference)->required();
  receives->add_option("--missing", options->missing, session.say("ARTICLE=NOMBRE manquants", "KIND=NUMBER missing"));
  receives->add_option("--damaged", options->damaged, session.say("ARTICLE=NOMBRE abîmés", "KIND=NUMBER damaged"));
  receives->add_option("--extra", options->extra, session.say("ARTICLE=NOMBRE en trop", "KIND=NUMBER extra"));
  receives->callback([&session, options] { receive(session, *options); });
}

}  // namespace relais::app
