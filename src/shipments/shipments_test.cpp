#include "shipments/shipments.hpp"

#include "allocation/way_test.hpp"
#include "shipments/refusals.hpp"

namespace relais::shipments {
namespace {

using base::Language;
using ledger::AccountKind;

class Shipments : public testing::Way {
 protected:
  /// One kit of stock per person in need; structure-a asks for 12, structure-b for 8.
  void SetUp() override {
    Way::SetUp();
    stock_kits(20);
    need("structure-a", 12, 12);
    need("structure-b", 8, 8);
    allocation_ = allocate("r1");
  }
  std::vector<Shipment> prepare() {
    const auto prepared =
        act([&](Transaction& transaction) { return prepare_all(transaction, permit(), allocation_); });
    EXPECT_TRUE(prepared);
    return *prepared;
  }
  base::Result<Dispatched> dispatch_now(ShipmentId id, const std::string& request = "d1") {
    return act([&](Transaction& transaction) { return dispatch(transaction, permit(), {request, id, day()}); });
  }
  base::Result<Received> receive_now(ShipmentId id, std::vector<Discrepancy> discrepancies,
                                     const std::string& request = "e1") {
    return act([&](Transaction& transaction) { return receive(transaction, permit(), {request, id, discrepancies}); });
  }
  std::string refusal_of_receipt(ShipmentId id, std::vector<Discrepancy> discrepancies) {
    const auto result = receive_now(id, std::move(discrepancies), "wrong");
    return result ? "" : std::string(result.refusal().code());
  }
  std::string fault() {
    const auto found = ask([&](Reader& reader) { return find_shipment_fault(reader, sample().programme); });
    return found ? found->english : "";
  }
  std::string fault_after(const char* sql) {
    write([&](Transaction& transaction) { EXPECT_GE(transaction.execute(sql), 1) << sql; });
    return fault();
  }

  allocation::AllocationId allocation_;
};

TEST_P(Shipments, makes_one_shipment_per_structure_and_only_once) {
  const auto shipments = prepare();
  ASSERT_EQ(shipments.size(), 2U);
  EXPECT_EQ(shipments[0].structure, sample().structure);
  EXPECT_EQ(shipments[0].items, 36);
  EXPECT_EQ(shipments[0].state, State::prepared);
  const auto again = prepare();
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0].id, shipments[0].id);
  const auto found = ask([&](Reader& reader) { return find_shipment(reader, shipments[1].reference); });
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, shipments[1].id);
}

TEST_P(Shipments, needs_an_approved_allocation) {
  stock_kits(1);
  need("structure-b", 9, 9);
  allocation_ = propose(order("r2"));
  const auto refused = act([&](Transaction& transaction) { return prepare_all(transaction, permit(), allocation_); });
  EXPECT_TRUE(refused.refusal().is(refused::allocation_not_approved));
}

TEST_P(Shipments, refuses_an_allocation_that_does_not_exist) {
  allocation_ = allocation::AllocationId{7};
  const auto refused = act([&](Transaction& transaction) { return prepare_all(transaction, permit(), allocation_); });
  EXPECT_TRUE(refused.refusal().is(refused::allocation_unknown));
}

TEST_P(Shipments, lists_what_to_pick_kind_by_kind_with_a_drop_for_each_parcel) {
  const auto shipments = prepare();
  const auto stops = ask([&](Reader& reader) { return list_picks(reader, allocation_, sample().depot); });
  ASSERT_EQ(stops.size(), 3U);
  EXPECT_EQ(stops[0].kind_code, "feature_phone");
  EXPECT_EQ(stops[0].quantity, 20);
  ASSERT_EQ(stops[0].drops.size(), 2U);
  EXPECT_EQ(stops[0].drops[0].structure_code, "structure-a");
  EXPECT_EQ(stops[0].drops[0].quantity, 12);
  ASSERT_TRUE(dispatch_now(shipments[0].id));
  const auto left = ask([&](Reader& reader) { return list_picks(reader, allocation_, sample().depot); });
  EXPECT_EQ(left[0].quantity, 8) << "what has left is picked no more";
}

TEST_P(Shipments, dispatching_takes_the_goods_out_of_the_depot_in_one_entry) {
  const auto shipments = prepare();
  ASSERT_TRUE(dispatch_now(shipments[0].id));
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "sim_card"), 8);
  EXPECT_EQ(balance(AccountKind::in_transit, sample().structure, "sim_card"), 12);
  EXPECT_EQ(ask([&](Reader& reader) {
              return reader.integer("SELECT COUNT(*) FROM ledger_entry WHERE about = $1", {shipments[0].reference});
            }),
            1);
  EXPECT_FALSE(ask([&](Reader& reader) { return allocation::find_reservation_fault(reader, sample().programme); }));
  const auto again = dispatch_now(shipments[0].id);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_TRUE(dispatch_now(shipments[0].id, "d2").refusal().is(refused::already_dispatched));
  EXPECT_TRUE(dispatch_now(ShipmentId{7}).refusal().is(refused::shipment_unknown));
  EXPECT_EQ(fault(), "");
}

TEST_P(Shipments, nothing_leaves_for_a_structure_that_is_no_longer_accredited) {
  const auto shipments = prepare();
  write([&](Transaction& transaction) {
    EXPECT_TRUE(people::change_accreditation(transaction, permit(), sample().structure,
                                             people::Accreditation::suspended, std::nullopt, "essai"));
  });
  EXPECT_TRUE(dispatch_now(shipments[0].id).refusal().is(refused::structure_not_accredited));
  const auto both = act([&](Transaction& transaction) {
    return dispatch_many(transaction, permit(), {{"d1", shipments[1].id, day()}, {"d1", shipments[0].id, day()}});
  });
  EXPECT_FALSE(both);
  EXPECT_EQ(balance(AccountKind::in_transit, sample().other_structure, "sim_card"), 0) << "all or none";
}

TEST_P(Shipments, what_is_missing_damaged_or_extra_is_accounted_for) {
  const auto shipments = prepare();
  EXPECT_EQ(refusal_of_receipt(shipments[0].id, {}), refused::not_dispatched.code);
  ASSERT_TRUE(dispatch_now(shipments[0].id));
  const auto received = receive_now(shipments[0].id, {{kind("feature_phone"), 2, 1, 0}, {kind("smartphone"), 0, 0, 4}});
  ASSERT_TRUE(received);
  EXPECT_EQ(received->arrived, 9 + 12 + 12 + 4);
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "feature_phone"), 9);
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "smartphone"), 4);
  EXPECT_EQ(balance(AccountKind::lost, sample().depot, "feature_phone"), 3);
  EXPECT_EQ(balance(AccountKind::lost, sample().depot, "smartphone"), -4);
  EXPECT_EQ(balance(AccountKind::in_transit, sample().structure, "feature_phone"), 0);
  const auto contents = ask([&](Reader& reader) { return list_contents(reader, shipments[0].id); });
  ASSERT_EQ(contents.size(), 4U);
  EXPECT_EQ(contents[0], (Content{kind("feature_phone"), 12, 9, 2, 1, 0}));
  EXPECT_EQ(ledger_fault(), "");
  EXPECT_EQ(fault(), "");
}

TEST_P(Shipments, a_receipt_sent_twice_acts_once) {
  const auto shipments = prepare();
  ASSERT_TRUE(dispatch_now(shipments[0].id));
  const std::vector<Discrepancy> missing{{kind("sim_card"), 2, 0, 0}};
  ASSERT_TRUE(receive_now(shipments[0].id, missing));
  const auto again = receive_now(shipments[0].id, missing);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->arrived, 34);
  EXPECT_TRUE(receive_now(shipments[0].id, {}).refusal().is(refused::request_reused));
  EXPECT_TRUE(receive_now(shipments[0].id, missing, "e2").refusal().is(refused::already_received));
  EXPECT_EQ(balance(AccountKind::shelf, sample().structure, "sim_card"), 10);
}

TEST_P(Shipments, refuses_discrepancies_that_cannot_be) {
  const auto id = prepare()[0].id;
  ASSERT_TRUE(dispatch_now(id));
  const auto phone = kind("feature_phone");
  EXPECT_EQ(refusal_of_receipt(id, {{phone, 13, 0, 0}}), refused::more_than_shipped.code);
  EXPECT_EQ(refusal_of_receipt(id, {{phone, 7, 6, 0}}), refused::more_than_shipped.code);
  EXPECT_EQ(refusal_of_receipt(id, {{kind("smartphone"), 1, 0, 0}}), refused::more_than_shipped.code);
  EXPECT_EQ(refusal_of_receipt(id, {{phone, -1, 0, 0}}), refused::discrepancy_is_negative.code);
  EXPECT_EQ(refusal_of_receipt(id, {{phone, 0, 0, 0}}), refused::discrepancy_is_empty.code);
  EXPECT_EQ(refusal_of_receipt(id, {{phone, 1, 0, 0}, {phone, 0, 0, 1}}), refused::discrepancy_repeated.code);
  EXPECT_EQ(refusal_of_receipt(id, {{KindId{7}, 1, 0, 0}}), refused::kind_unknown.code);
  EXPECT_EQ(balance(AccountKind::in_transit, sample().structure, "feature_phone"), 12);
}

TEST_P(Shipments, the_check_finds_what_does_not_add_up) {
  const auto shipments = prepare();
  ASSERT_TRUE(dispatch_now(shipments[0].id));
  ASSERT_TRUE(receive_now(shipments[0].id, {}));
  ASSERT_TRUE(dispatch_now(shipments[1].id));
  EXPECT_EQ(fault(), "");
  EXPECT_NE(fault_after("UPDATE shipments_content SET arrived = arrived + 1, shipped = shipped + 1"), "");
  EXPECT_EQ(fault_after("UPDATE shipments_content SET arrived = arrived - 1, shipped = shipped - 1"), "");
  EXPECT_NE(fault_after("UPDATE shipments_line SET quantity = quantity + 1"), "");
  EXPECT_EQ(fault_after("UPDATE shipments_line SET quantity = quantity - 1"), "");
  EXPECT_NE(fault_after("UPDATE ledger_balance SET quantity = quantity + 1 WHERE account_id IN "
                        "(SELECT id FROM ledger_account WHERE kind = 'in_transit')"),
            "");
}

TEST(ShipmentRefusals, have_a_code_of_their_own_and_both_languages) {
  std::vector<std::string_view> codes;
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("shipments."));
    EXPECT_FALSE(reason->french.empty() || reason->english.empty());
    EXPECT_EQ(std::count(codes.begin(), codes.end(), reason->code), 0);
    codes.push_back(reason->code);
  }
}

RELAIS_ON_BOTH_ENGINES(Shipments);

}  // namespace
}  // namespace relais::shipments
