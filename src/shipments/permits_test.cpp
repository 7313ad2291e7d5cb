#include "allocation/way_test.hpp"
#include "people/refusals.hpp"
#include "people/rights.hpp"
#include "shipments/shipments.hpp"

namespace relais::shipments {
namespace {

using people::Right;
using people::Role;

class ShipmentPermits : public testing::Way {
 protected:
  void SetUp() override {
    Way::SetUp();
    stock_kits(20);
    need("structure-a", 12, 12);
    allocation_ = allocate("r1");
  }
  template <Right right>
  auto permit_of(Role role, people::OrganisationId organisation) {
    const auto actor = people::actor_of_test({{sample().programme, organisation, role}});
    return ask([&](Reader& reader) { return *people::permit<right>(reader, actor, sample().programme); });
  }
  ShipPermit depot(people::OrganisationId organisation) {
    return permit_of<Right::ship>(Role::depot_worker, organisation);
  }
  std::size_t prepare(const ShipPermit& by) {
    return act([&](Transaction& transaction) { return prepare_all(transaction, by, allocation_); })->size();
  }
  allocation::AllocationId allocation_;
};

TEST_P(ShipmentPermits, a_depot_prepares_and_dispatches_its_own_and_a_structure_receives_its_own) {
  EXPECT_EQ(prepare(depot(second_depot_)), 0U) << "another depot's goods are left to it";
  EXPECT_EQ(prepare(depot(sample().depot)), 1U);
  const auto id = ask([&](Reader& reader) { return list_shipments(reader, sample().programme).front().id; });
  const auto dispatch_by = [&](const ShipPermit& by) {
    return act([&](Transaction& transaction) { return dispatch(transaction, by, {"d1", id, day()}); });
  };
  EXPECT_TRUE(dispatch_by(depot(second_depot_)).refusal().is(people::refused::not_yours));
  EXPECT_TRUE(dispatch_by(depot(sample().depot)));
  const auto receive_by = [&](people::OrganisationId structure) {
    const auto by = permit_of<Right::receive_shipments>(Role::structure_volunteer, structure);
    return act([&](Transaction& transaction) { return receive(transaction, by, {"e1", id, {}}); });
  };
  EXPECT_TRUE(receive_by(sample().other_structure).refusal().is(people::refused::not_yours));
  EXPECT_TRUE(receive_by(sample().structure));
}

RELAIS_ON_BOTH_ENGINES(ShipmentPermits);

}  // namespace
}  // namespace relais::shipments
