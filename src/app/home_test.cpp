#include "app/desks_test.hpp"
#include "needs/answers.hpp"
#include "shipments/shipments.hpp"

namespace relais::app {
namespace {

using people::Role;

/// What each role is told to do next.
class Home : public AtDesks {
 protected:
  std::string home(Role role, people::OrganisationId organisation) {
    return get(sign_in(role, organisation), "/home").body;
  }
  /// The count of a task that waits; -1 when it is not among those that do.
  static int due(const std::string& page, const std::string& label) {
    std::smatch found;
    const std::regex task("<strong class=\"number\">(\\d+)</strong> <span>" + label + "</span>");
    return std::regex_search(page, found, task) ? std::stoi(found.str(1)) : -1;
  }
};

TEST_P(Home, is_for_whoever_is_signed_in_and_greets_every_role) {
  EXPECT_TRUE(leads_to(get("", "/home")).starts_with("/sign-in"));
  people::OrganisationId state;
  write([&](Transaction& transaction) {
    state = sample_->add(transaction, "etat", people::OrganisationKind::authority);
  });
  const std::map<Role, people::OrganisationId> theirs{{Role::depot_worker, sample().depot},
                                                      {Role::network_manager, sample().network},
                                                      {Role::structure_manager, sample().structure},
                                                      {Role::structure_volunteer, sample().structure},
                                                      {Role::donor, sample().donor},
                                                      {Role::authority, state}};
  for (const auto role : people::all_roles) {
    const auto page = get(sign_in(role, theirs.contains(role) ? theirs.at(role) : coordination_), "/home");
    EXPECT_EQ(page.status, 200) << code_of(role);
    EXPECT_TRUE(shows(page, "Bonjour Camille")) << code_of(role);
    EXPECT_TRUE(shows(page, people::label_of(role).french)) << code_of(role);
  }
}

TEST_P(Home, follows_a_gift_from_desk_to_desk) {
  stock_kits(20);
  need("structure-a", 12, 12);
  const auto proposal = propose(order("r1"));
  EXPECT_EQ(due(home(Role::coordinator, coordination_), "Propositions d’attribution à approuver"), 1);
  ASSERT_TRUE(approve("r2", proposal));
  auto page = home(Role::coordinator, coordination_);
  EXPECT_EQ(due(page, "Propositions d’attribution à approuver"), -1);
  EXPECT_EQ(due(home(Role::depot_worker, sample().depot), "Expéditions à préparer"), 1);
  EXPECT_EQ(due(home(Role::depot_worker, second_depot_), "Expéditions à préparer"), -1) << "another's";

  const auto depot = sign_in(Role::depot_worker, sample().depot);
  std::string reference;
  ask([&](Reader& reader) {
    reference = allocation::get_allocation(reader, proposal).reference;
    return 0;
  });
  EXPECT_TRUE(shows(get(depot, "/shipments"), "Préparer les expéditions de " + reference));
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(depot, "/shipments/prepare", {{"allocation", reference}}, "k1")),
              "/shipments?state=prepared&done=prepared");
  EXPECT_FALSE(shows(get(depot, "/shipments"), "Préparer les expéditions"));
  page = get(depot, "/home").body;
  EXPECT_EQ(due(page, "Expéditions à préparer"), -1);
  EXPECT_EQ(due(page, "Expéditions prêtes à partir"), 1);
  EXPECT_EQ(due(home(Role::structure_volunteer, sample().structure), "Expéditions en route, à compter à l’arrivée"),
            -1);

  write([&](Transaction& transaction) {
    for (const auto& shipment : shipments::list_shipments(transaction, sample().programme, {}))
      ASSERT_TRUE(shipments::dispatch(transaction, permit(), {"d1", shipment.id, day()}));
  });
  EXPECT_EQ(due(home(Role::structure_volunteer, sample().structure), "Expéditions en route, à compter à l’arrivée"), 1);
  EXPECT_EQ(
      due(home(Role::structure_volunteer, sample().other_structure), "Expéditions en route, à compter à l’arrivée"),
      -1);
  write([&](Transaction& transaction) {
    for (const auto& shipment : shipments::list_shipments(transaction, sample().programme, {}))
      ASSERT_TRUE(shipments::receive(transaction, permit(), {"e1", shipment.id, {}}));
  });
  EXPECT_EQ(due(home(Role::structure_volunteer, sample().structure), "Articles en rayon, à remettre"), 36);
}

TEST_P(Home, asks_for_an_answer_until_there_is_one_be_it_that_nobody_waits) {
  const auto unanswered = [&] {
    return due(home(Role::structure_manager, sample().structure), "Vagues ouvertes sans réponse");
  };
  EXPECT_EQ(unanswered(), 1);
  write([&](Transaction& transaction) {
    const auto saved = needs::save_answer(
        transaction, people::permit_of_test(), sample().catalogue,
        {.request = "k", .round_code = "vague-1", .structure_code = "structure-a", .needs_nothing = true, .lines = {}});
    ASSERT_TRUE(saved);
  });
  EXPECT_EQ(unanswered(), -1);
}

TEST_P(Home, groups_a_long_navigation_and_leaves_a_short_one_alone) {
  const auto coordinator = get(sign_in(Role::coordinator, coordination_), "/home");
  EXPECT_TRUE(shows(coordinator, "<summary >Biens</summary>"));
  const auto stock = get(sign_in(Role::coordinator, coordination_), "/stock");
  EXPECT_TRUE(shows(stock, "<summary aria-current=\"true\">Biens</summary>"));
  EXPECT_FALSE(shows(get(sign_in(Role::hotline_agent, coordination_), "/home"), "<summary >Biens"));
}

TEST_P(Home, impact_is_of_those_whom_it_concerns) {
  const auto donor = get(sign_in(Role::donor, sample().donor), "/impact");
  EXPECT_EQ(donor.status, 200);
  stock_kits(20);
  const auto gave = get(sign_in(Role::donor, sample().donor), "/impact");
  EXPECT_EQ(gave.status, 200);
  need("structure-a", 12, 12);
  const auto allocation = allocate("r1");
  write([&](Transaction& transaction) {
    const auto prepared = shipments::prepare_all(transaction, permit(), allocation);
    for (const auto& shipment : *prepared) {
      ASSERT_TRUE(shipments::dispatch(transaction, permit(), {"d1", shipment.id, day()}));
      ASSERT_TRUE(shipments::receive(transaction, permit(), {"e1", shipment.id, {}}));
    }
  });
  const auto name = ask([&](Reader& reader) { return people::get_organisation(reader, sample().structure).name; });
  EXPECT_TRUE(shows(get(sign_in(Role::structure_manager, sample().structure), "/impact"), name));
  EXPECT_FALSE(
      shows(get(sign_in(Role::structure_manager, sample().other_structure), "/impact"), "<th scope=\"row\">" + name));
  EXPECT_TRUE(shows(get(sign_in(Role::coordinator, coordination_), "/impact"), name));
  EXPECT_EQ(get(sign_in(Role::coordinator, coordination_), "/impact.xlsx").body.substr(0, 2), "PK");
  EXPECT_TRUE(shows(get(sign_in(Role::coordinator, coordination_), "/impact.csv"), "structure-a;"));
}

RELAIS_ON_BOTH_ENGINES(Home);

}  // namespace
}  // namespace relais::app
