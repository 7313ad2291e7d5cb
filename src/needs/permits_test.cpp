#include <gtest/gtest.h>

#include <sstream>

#include "needs/census_test.hpp"
#include "people/refusals.hpp"
#include "people/rights.hpp"

namespace relais::needs {
namespace {

using people::Right;
using people::Role;
using store::Reader;
using store::Transaction;

class NeedPermits : public CensusTest {
 protected:
  void SetUp() override {
    CensusTest::SetUp();
    write([&](Transaction& transaction) { add_structure_alone(transaction, "seule"); });
  }
  template <Right right>
  auto permit(Role role, people::OrganisationId organisation) {
    const auto actor = people::actor_of_test({{sample().programme, organisation, role}});
    return database().read([&](Reader& reader) { return *people::permit<right>(reader, actor, sample().programme); });
  }
  template <class Function>
  std::string refusal_of(Function&& function) {
    const auto result = database().write([&](Transaction& transaction) { return function(transaction); });
    return result ? "" : std::string(result.refusal().code());
  }
  std::string save_by(const NeedPermit& by, const std::string& structure) {
    return refusal_of([&](Transaction& transaction) {
      return save_need(transaction, by, sample().catalogue, phone_kits(5, 5, structure));
    });
  }
  std::string review_by(const CensusPermit& by, const Need& need) {
    return refusal_of([&](Transaction& transaction) {
      return review_need(transaction, by, need.id, need.version, NeedState::approved);
    });
  }
  const std::string not_yours_{people::refused::not_yours.code};
};

TEST_P(NeedPermits, a_structure_states_its_own_needs_alone_a_network_those_of_its_structures) {
  const auto structure = permit<Right::state_needs>(Role::structure_manager, sample().structure);
  EXPECT_EQ(save_by(structure, "structure-a"), "");
  EXPECT_EQ(save_by(structure, "structure-b"), not_yours_);
  const auto network = permit<Right::state_needs>(Role::network_manager, sample().network);
  EXPECT_EQ(save_by(network, "structure-b"), "");
  EXPECT_EQ(save_by(network, "seule"), not_yours_);
}

TEST_P(NeedPermits, a_network_reviews_its_structures_and_opens_no_round) {
  ASSERT_TRUE(save(phone_kits(5, 5)));
  ASSERT_TRUE(save(phone_kits(5, 5, "seule")));
  const auto network = permit<Right::run_census>(Role::network_manager, sample().network);
  EXPECT_EQ(review_by(network, list()[0]), "");
  EXPECT_EQ(review_by(network, list()[1]), not_yours_);
  const auto checked = list()[1];
  EXPECT_EQ(refusal_of([&](Transaction& transaction) {
              return check_people(transaction, network, checked.id, checked.version, 4);
            }),
            not_yours_);
  EXPECT_EQ(refusal_of([&](Transaction& transaction) {
              return change_round_state(transaction, network, round_, RoundState::closed);
            }),
            not_yours_);
  EXPECT_EQ(refusal_of([&](Transaction& transaction) {
              return save_round(transaction, network, sample().programme, round_draft());
            }),
            not_yours_);
}

TEST_P(NeedPermits, approving_at_once_asks_for_the_whole_programme_or_the_own_network) {
  ASSERT_TRUE(save(phone_kits(5, 5)));
  ASSERT_TRUE(save(phone_kits(5, 5, "seule")));
  const auto network = permit<Right::run_census>(Role::network_manager, sample().network);
  const auto approve = [&](people::OrganisationId whose) {
    return database().write(
        [&](Transaction& transaction) { return approve_submitted_needs(transaction, network, round_, whose); });
  };
  EXPECT_TRUE(approve({}).refusal().is(people::refused::not_yours));
  EXPECT_EQ(*approve(sample().network), 1);
}

TEST_P(NeedPermits, an_import_refuses_the_rows_of_other_structures) {
  std::istringstream table(
      "structure,audience,product,people,quantity\nstructure-a,precarious_person,phone_kit,5,5\n"
      "structure-b,precarious_person,phone_kit,5,5\n");
  const auto by = permit<Right::state_needs>(Role::structure_manager, sample().structure);
  const auto report = import_needs(database(), by, sample().programme, "vague-1", table, {.is_partial = true});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->count(tabular::Outcome::created), 1);
  EXPECT_EQ(report->count(tabular::Outcome::refused), 1);
}

RELAIS_ON_BOTH_ENGINES(NeedPermits);

}  // namespace
}  // namespace relais::needs
