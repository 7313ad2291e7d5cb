#include "allocation/way_test.hpp"
#include "shipments/shipments.hpp"

namespace relais::shipments {
namespace {

class NationalRound : public testing::Way {
 protected:
  /// Fewer on PostgreSQL, where each of the many statements crosses a socket: the point there is that they are right.
  int structures() const { return GetParam() == store::Engine::sqlite ? 1'200 : 60; }

  void SetUp() override {
    Way::SetUp();
    stock_kits(20'000);
    write([&](Transaction& transaction) {
      for (int number = 0; number < structures(); ++number) {
        const auto code = "s" + std::to_string(number);
        sample_->add_structure(transaction, code);
        EXPECT_TRUE(needs::save_need(transaction, permit(), sample().catalogue,
                                     {.round_code = "vague-1",
                                      .structure_code = code,
                                      .product_code = "phone_kit",
                                      .people = 10 + number % 50,
                                      .quantity = 10 + number % 50}));
      }
      ASSERT_TRUE(needs::approve_submitted_needs(transaction, permit(), round_));
    });
  }
};

TEST_P(NationalRound, sends_all_its_shipments_in_one_transaction_per_act) {
  const auto id = allocate("r1");
  std::vector<DispatchOrder> departures;
  std::vector<ReceiptOrder> arrivals;
  const auto prepared = act([&](Transaction& transaction) { return prepare_all(transaction, permit(), id); });
  ASSERT_TRUE(prepared);
  ASSERT_EQ(prepared->size(), static_cast<std::size_t>(structures()));
  for (const auto& shipment : *prepared) {
    departures.push_back({"d1", shipment.id, day()});
    arrivals.push_back({"e1", shipment.id, {}});
  }
  EXPECT_TRUE(act([&](Transaction& transaction) { return dispatch_many(transaction, permit(), departures); }));
  EXPECT_TRUE(act([&](Transaction& transaction) { return receive_many(transaction, permit(), arrivals); }));
  EXPECT_FALSE(ask([&](Reader& reader) { return find_shipment_fault(reader, sample().programme); }));
  EXPECT_EQ(ledger_fault(), "");
}

RELAIS_ON_BOTH_ENGINES(NationalRound);

}  // namespace
}  // namespace relais::shipments
