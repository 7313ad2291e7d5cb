#include "allocation/release.hpp"

#include "allocation/refusals.hpp"
#include "allocation/way_test.hpp"
#include "shipments/shipments.hpp"

namespace relais::shipments {
namespace {

using ledger::AccountKind;

/// A structure whose goods come from two depots: ten kits from each.
class PartlyDispatched : public testing::Way {
 protected:
  void SetUp() override {
    Way::SetUp();
    stock_kits(10);
    for (const auto* code : {"feature_phone", "sim_card", "top_up"}) stock(second_depot_, code, 10);
    need("structure-a", 20, 20);
    allocation_ = allocate("r1");
    const auto prepared =
        act([&](Transaction& transaction) { return prepare_all(transaction, permit(), allocation_); });
    ASSERT_TRUE(prepared);
    ASSERT_EQ(prepared->size(), 2U);
    shipments_ = *prepared;
  }
  void dispatch_shipment(std::size_t at) {
    EXPECT_TRUE(act([&](Transaction& transaction) {
      return dispatch(transaction, permit(), {"d" + std::to_string(at), shipments_.at(at).id, day()});
    }));
  }
  base::Result<allocation::Released> give_up() {
    return act([&](Transaction& transaction) {
      return allocation::release(transaction, permit(), {"l1", allocation_, sample().structure, "Fermeture"});
    });
  }
  std::int64_t reserved() {
    return balance(AccountKind::reserved, sample().depot, "top_up") +
           balance(AccountKind::reserved, second_depot_, "top_up");
  }

  allocation::AllocationId allocation_;
  std::vector<Shipment> shipments_;
};

TEST_P(PartlyDispatched, what_has_left_in_part_is_not_released_and_stays_as_it_is) {
  dispatch_shipment(0);
  EXPECT_EQ(reserved(), 10);
  const auto refused = give_up();
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.refusal().is(allocation::refused::partly_dispatched));
  EXPECT_EQ(reserved(), 10);
  EXPECT_TRUE(ask([&](Reader& reader) { return allocation::list_releases(reader, allocation_); }).empty());
  dispatch_shipment(1);
  EXPECT_TRUE(give_up().refusal().is(allocation::refused::nothing_reserved));
  EXPECT_EQ(ledger_fault(), "");
}

TEST_P(PartlyDispatched, while_nothing_has_left_both_depots_get_their_goods_back) {
  const auto released = give_up();
  ASSERT_TRUE(released);
  EXPECT_EQ(released->items, 60);
  EXPECT_EQ(reserved(), 0);
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "top_up"), 10);
  EXPECT_EQ(balance(AccountKind::depot, second_depot_, "top_up"), 10);
  const auto left = act([&](Transaction& transaction) {
    return dispatch(transaction, permit(), {"late", shipments_.at(0).id, day()});
  });
  EXPECT_FALSE(left);
}

RELAIS_ON_BOTH_ENGINES(PartlyDispatched);

}  // namespace
}  // namespace relais::shipments
