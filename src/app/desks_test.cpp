#include "app/desks_test.hpp"
#include "gifts/gifts.hpp"
#include "handover/handover.hpp"
#include "shipments/shipments.hpp"

namespace relais::app {
namespace {

using base::Language;
using ledger::AccountKind;
using people::Role;

/// At the desks of gifts, shipments and hand-overs.
class Desks : public AtDesks {
 protected:
  static Typed pledge(const std::string& code, const std::string& quantity) {
    return {{"code", code},           {"donor", "operateur"},  {"rows", "2"},
            {"kind.0", "smartphone"}, {"condition.0", "new"},  {"quantity.0", quantity},
            {"from.0", "2020-03-27"}, {"audience.0", "pupil"}, {"departement.0", "64"}};
  }
  std::int64_t pledged(const std::string& code) {
    return ask([&](Reader& reader) {
      const auto gift = gifts::find_gift(reader, sample().programme, code);
      return gift ? gift->lines.front().progress.pledged : -1;
    });
  }
};

TEST_P(Desks, a_donor_writes_a_pledge_and_sending_it_twice_makes_one) {
  const auto donor = sign_in(Role::donor, sample().donor);
  EXPECT_EQ(get(donor, "/gifts/new").status, 200);
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(donor, "/gifts", pledge("AVRIL", "3 000"), "k1")), "/gifts/AVRIL?done=saved");
  EXPECT_EQ(pledged("AVRIL"), 3000);
  const auto page = get(donor, "/gifts/AVRIL");
  EXPECT_TRUE(shows(page, "3\u202f000"));
  EXPECT_TRUE(shows(page, "département 64"));
  EXPECT_TRUE(shows(get(donor, "/gifts?q=avril"), "/gifts/AVRIL"));
  EXPECT_FALSE(shows(get(donor, "/gifts?q=mars"), "/gifts/AVRIL"));
  EXPECT_FALSE(shows(get(donor, "/gifts?state=closed"), "/gifts/AVRIL"));
  EXPECT_TRUE(shows(get(donor, "/gifts.csv"), "AVRIL;"));
}

TEST_P(Desks, what_was_typed_stays_and_the_fault_is_told_beside_its_field) {
  const auto donor = sign_in(Role::donor, sample().donor);
  const auto page = post(donor, "/gifts", pledge("AVRIL", "beaucoup"), "k1");
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(shows(page, "value=\"beaucoup\""));
  EXPECT_TRUE(shows(page, "id=\"quantity.0-error\""));
  EXPECT_TRUE(shows(page, "href=\"#quantity.0\""));
  EXPECT_TRUE(shows(page, "value=\"2020-03-27\""));
  EXPECT_EQ(pledged("AVRIL"), -1);
}

TEST_P(Desks, another_pledge_of_the_code_is_refused_and_stays) {
  const auto donor = sign_in(Role::donor, sample().donor);
  post(donor, "/gifts", pledge("AVRIL", "10"), "k1");
  const auto page = post(donor, "/gifts", pledge("AVRIL", "20"), "k2");
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(shows(page, "id=\"code-error\""));
  EXPECT_EQ(pledged("AVRIL"), 10);
}

TEST_P(Desks, a_pledge_changed_meanwhile_is_shown_and_not_overwritten) {
  const auto donor = sign_in(Role::donor, sample().donor);
  const auto coordinator = sign_in(Role::coordinator, coordination_);
  post(donor, "/gifts", pledge("AVRIL", "10"), "k1");
  auto mine = pledge("AVRIL", "20"), theirs = pledge("AVRIL", "30");
  const auto version = hidden(get(donor, "/gifts/AVRIL/edit"), "version");
  ASSERT_FALSE(version.empty());
  mine.emplace_back("version", version);
  theirs.emplace_back("version", version);
  EXPECT_EQ(leads_to(post(donor, "/gifts/AVRIL", theirs, "k2")), "/gifts/AVRIL?done=saved");
  const auto page = post(coordinator, "/gifts/AVRIL", mine, "k3");
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(shows(page, "30 Smartphone")) << "what is saved by now";
  EXPECT_TRUE(shows(page, "value=\"20\"")) << "what was typed";
  EXPECT_EQ(pledged("AVRIL"), 30);
  mine.back().second = hidden(page, "version");  // having seen it, they insist
  EXPECT_EQ(leads_to(post(coordinator, "/gifts/AVRIL", mine, "k4")), "/gifts/AVRIL?done=saved");
  EXPECT_EQ(pledged("AVRIL"), 20);
}

TEST_P(Desks, a_depot_counts_a_delivery_in_once_and_takes_it_back) {
  const auto donor = sign_in(Role::donor, sample().donor);
  const auto depot = sign_in(Role::depot_worker, sample().depot);
  post(donor, "/gifts", pledge("AVRIL", "10"), "k1");
  EXPECT_TRUE(shows(get(depot, "/gifts/AVRIL/receipts/new"), "id=\"new:smartphone\""));
  const Typed counted{{"depot", "depot-pantin"}, {"new:smartphone", "12"}, {"new:sim_card", ""}};
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(depot, "/gifts/AVRIL/receipts", counted, "k2")), "/gifts/AVRIL?done=received");
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "smartphone"), 12);
  const auto page = get(depot, "/gifts/AVRIL");
  EXPECT_TRUE(shows(page, "2 en plus"));
  std::smatch cancel;
  ASSERT_TRUE(std::regex_search(page.body, cancel, std::regex("action=\"(/gifts/AVRIL/receipts/\\d+/cancel)\"")));
  EXPECT_EQ(leads_to(post(depot, cancel.str(1), {}, "k3")), "/gifts/AVRIL?done=cancelled");
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "smartphone"), 0);
  EXPECT_EQ(ledger_fault(), "");
}

TEST_P(Desks, nobody_counts_in_at_another_depot_nor_sees_another_donors_gift) {
  const auto donor = sign_in(Role::donor, sample().donor);
  post(donor, "/gifts", pledge("AVRIL", "10"), "k1");
  const auto depot = sign_in(Role::depot_worker, second_depot_);
  const auto refused = post(depot, "/gifts/AVRIL/receipts", {{"depot", "depot-pantin"}, {"new:smartphone", "1"}}, "k2");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "smartphone"), 0);
  people::OrganisationId stranger;
  write([&](Transaction& transaction) {
    stranger = sample_->add(transaction, "autre-donateur", people::OrganisationKind::donor);
  });
  const auto other = sign_in(Role::donor, stranger);
  EXPECT_EQ(get(other, "/gifts/AVRIL").status, 404);
  EXPECT_FALSE(shows(get(other, "/gifts"), "AVRIL"));
  EXPECT_FALSE(shows(get(other, "/gifts.csv"), "AVRIL"));
  EXPECT_EQ(post(other, "/gifts/AVRIL/close", {}, "k3").status, 404);
}

TEST_P(Desks, a_shipment_goes_from_the_depot_to_the_shelf_and_on_to_people) {
  stock_kits(20);
  need("structure-a", 12, 12);
  const auto allocation = allocate("r1");
  std::string reference;
  write([&](Transaction& transaction) {
    reference = shipments::prepare_all(transaction, permit(), allocation)->front().reference;
  });
  const auto depot = sign_in(Role::depot_worker, sample().depot);
  const auto volunteer = sign_in(Role::structure_volunteer, sample().structure);
  const auto stranger = sign_in(Role::structure_volunteer, sample().other_structure);
  const auto path = "/shipments/" + reference;
  EXPECT_TRUE(shows(get(depot, "/shipments?state=prepared"), path));
  EXPECT_FALSE(shows(get(stranger, "/shipments"), path));
  EXPECT_EQ(get(stranger, path).status, 404);

  EXPECT_EQ(post(volunteer, path + "/receive", {}, "e0").status, 409) << "not dispatched yet";
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(depot, path + "/dispatch", {}, "d1")), path + "?done=dispatched");
  EXPECT_EQ(post(depot, path + "/dispatch", {}, "d2").status, 409) << "already gone";
  EXPECT_EQ(post(stranger, path + "/receive", {}, "e9").status, 404);
  const auto wrong = post(volunteer, path + "/receive", {{"missing:sim_card", "13"}}, "e1");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(shows(wrong, "value=\"13\""));
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(volunteer, path + "/receive", {{"missing:sim_card", "2"}}, "e2")), path + "?done=received");
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "sim_card"), 10);

  const Typed three{{"structure", "structure-a"},
                    {"product", "phone_kit"},
                    {"audience", "pupil"},
                    {"people", "3"},
                    {"day", "2020-03-26"}};
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(volunteer, "/hand-overs", three, "h1")),
              "/hand-overs?structure=structure-a&product=phone_kit&audience=pupil&done=1");
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "sim_card"), 7);
  const auto counter = get(volunteer, "/hand-overs?product=phone_kit&audience=pupil&done=1");
  EXPECT_TRUE(shows(counter, "pour 7 personnes"));
  EXPECT_TRUE(shows(counter, "3 personnes"));
  auto too_many = three;
  too_many[3].second = "8";
  EXPECT_EQ(post(volunteer, "/hand-overs", too_many, "h2").status, 409);
  EXPECT_EQ(post(stranger, "/hand-overs", three, "h3").status, 404) << "not theirs";
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "sim_card"), 7);
  EXPECT_EQ(ledger_fault(), "");
}

TEST_P(Desks, hostile_text_in_every_field_is_refused_or_shown_as_text) {
  const auto donor = sign_in(Role::donor, sample().donor);
  const auto coordinator = sign_in(Role::coordinator, coordination_);
  const std::string naughty[] = {
      "<script>alert(1)</script>", "'; DROP TABLE gifts_pledge; --", "-1",       "99999999999999999999",
      "\xEF\xBB\xBF\u202e",        std::string(20'000, 'x'),         "{{code}}", "../../etc/passwd"};
  int number = 0;
  for (const auto& text : naughty) {
    for (const std::string field : {"code", "donor", "kind.0", "quantity.0", "from.0", "departement.0", "rows"}) {
      auto typed = pledge("AVRIL", "10");
      for (auto& [name, value] : typed)
        if (name == field) value = text;
      const auto page = post(donor, "/gifts", typed, "k" + std::to_string(++number));
      EXPECT_LT(page.status, 500) << field;
      EXPECT_FALSE(shows(page, "<script>alert")) << field;
    }
    for (const auto* path : {"/gifts/AVRIL/receipts", "/shipments/S-0001-X/receive", "/hand-overs"}) {
      const auto page = post(coordinator, path,
                             {{"depot", text},
                              {"new:smartphone", text},
                              {"structure", text},
                              {"people", text},
                              {"product", text},
                              {"audience", text},
                              {"day", text},
                              {"missing:smartphone", text}},
                             "k" + std::to_string(++number));
      EXPECT_LT(page.status, 500) << path;
      EXPECT_FALSE(shows(page, "<script>alert")) << path;
    }
  }
  EXPECT_EQ(ledger_fault(), "");
}

RELAIS_ON_BOTH_ENGINES(Desks);

}  // namespace
}  // namespace relais::app
