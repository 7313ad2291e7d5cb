/// Random journeys along the whole way, against a model that only adds and subtracts.

#include <map>
#include <random>
#include <tuple>

#include "allocation/way_test.hpp"
#include "handover/handover.hpp"
#include "shipments/shipments.hpp"

namespace relais::handover {
namespace {

using allocation::AllocationId;
using ledger::AccountKind;
using shipments::Shipment;

constexpr int steps = 150;

/// Where the goods should be: nothing but sums.
class Model {
 public:
  void move(AccountKind from, OrganisationId from_holder, AccountKind to, OrganisationId to_holder, KindId kind,
            std::int64_t quantity) {
    goods_[{from, from_holder, kind}] -= quantity;
    goods_[{to, to_holder, kind}] += quantity;
  }
  std::int64_t at(AccountKind account, OrganisationId holder, KindId kind) const {
    const auto found = goods_.find({account, holder, kind});
    return found == goods_.end() ? 0 : found->second;
  }
  const auto& goods() const { return goods_; }

 private:
  std::map<std::tuple<AccountKind, OrganisationId, KindId>, std::int64_t> goods_;
};

class Journeys : public testing::Way {
 protected:
  void start(std::uint32_t seed) {
    random_.seed(seed);
    for (const auto* structure : {"structure-c", "structure-d"})
      write([&](Transaction& transaction) { sample_->add_structure(transaction, structure); });
    for (const auto& kind : sample().catalogue.kinds) receive_gift(sample().depot, kind.code, 50);
  }
  std::int64_t draw(std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(random_);
  }
  template <class List>
  const auto& any_of(const List& list) {
    return list[static_cast<std::size_t>(draw(0, static_cast<std::int64_t>(list.size()) - 1))];
  }
  std::string request() { return "r" + std::to_string(++requests_); }

  void step() {
    switch (draw(0, 5)) {
      case 0:
        return receive_gift();
      case 1:
        return ask_for();
      case 2:
        return allocate_some();
      case 3:
        return dispatch_one();
      case 4:
        return receive_one();
      default:
        return hand_over_some();
    }
  }

  void receive_gift() {
    receive_gift(draw(0, 1) == 0 ? sample().depot : second_depot_, any_of(sample().catalogue.kinds).code, draw(1, 40));
  }
  void receive_gift(OrganisationId depot, const std::string& code, std::int64_t quantity) {
    stock(depot, code, quantity);
    model_.move(AccountKind::donor, sample().donor, AccountKind::depot, depot, kind(code), quantity);
  }

  void ask_for() {
    const std::vector<std::string> structures{"structure-a", "structure-b", "structure-c", "structure-d"};
    const auto people = draw(1, 60);
    need(any_of(structures), people, draw(1, people), draw(0, 2) == 0 ? "smartphone" : "phone_kit",
         draw(0, 3) == 0 ? needs::Urgency::vital : needs::Urgency::normal);
  }

  void allocate_some() {
    auto wanted = order(request());
    wanted.policy.normal.tier = static_cast<std::int32_t>(draw(0, 1));
    const auto proposed = allocation::propose(database(), permit(), wanted);
    if (!proposed) return;
    EXPECT_FALSE(
        ask([&](Reader& reader) { return allocation::find_difference_when_recomputed(reader, proposed->id); }));
    if (draw(0, 3) == 0) return;
    const auto approval = request();
    ASSERT_TRUE(approve(approval, proposed->id));
    EXPECT_TRUE(approve(approval, proposed->id)->repeated);
    for (const auto& one : ask([&](Reader& reader) { return allocation::list_reservations(reader, proposed->id); }))
      model_.move(AccountKind::depot, one.depot, AccountKind::reserved, one.depot, one.kind, one.quantity);
    EXPECT_TRUE(
        act([&](Transaction& transaction) { return shipments::prepare_all(transaction, permit(), proposed->id); }));
  }

  std::vector<Shipment> shipments_in(shipments::State state) {
    return ask([&](Reader& reader) { return shipments::list_shipments(reader, sample().programme, {.state = state}); });
  }
  std::vector<shipments::Line> lines_of(const Shipment& shipment) {
    return ask([&](Reader& reader) { return shipments::list_lines(reader, shipment.id); });
  }

  void dispatch_one() {
    const auto waiting = shipments_in(shipments::State::prepared);
    if (waiting.empty()) return;
    const auto& shipment = any_of(waiting);
    const shipments::DispatchOrder wanted{request(), shipment.id, day()};
    for (const bool repeated : {false, true}) {
      const auto done =
          act([&](Transaction& transaction) { return shipments::dispatch(transaction, permit(), wanted); });
      ASSERT_TRUE(done);
      EXPECT_EQ(done->repeated, repeated);
    }
    for (const auto& line : lines_of(shipment))
      model_.move(AccountKind::reserved, shipment.depot, AccountKind::in_transit, shipment.structure, line.kind,
                  line.quantity);
  }

  void receive_one() {
    const auto under_way = shipments_in(shipments::State::dispatched);
    if (under_way.empty()) return;
    const auto& shipment = any_of(under_way);
    std::map<KindId, std::int64_t> shipped;
    for (const auto& line : lines_of(shipment)) shipped[line.kind] += line.quantity;
    shipments::ReceiptOrder wanted{request(), shipment.id, {}};
    for (const auto& [kind, quantity] : shipped) {
      const auto missing = draw(0, 2) == 0 ? draw(0, quantity) : 0;
      const auto damaged = draw(0, 2) == 0 ? draw(0, quantity - missing) : 0;
      const auto extra = draw(0, 4) == 0 ? draw(0, 3) : 0;
      if (missing + damaged + extra > 0) wanted.discrepancies.push_back({kind, missing, damaged, extra});
      const auto lost = missing + damaged;
      model_.move(AccountKind::in_transit, shipment.structure, AccountKind::shelf, shipment.structure, kind,
                  quantity - lost);
      model_.move(AccountKind::in_transit, shipment.structure, AccountKind::lost, shipment.depot, kind, lost);
      model_.move(AccountKind::lost, shipment.depot, AccountKind::shelf, shipment.structure, kind, extra);
    }
    for (const bool repeated : {false, true}) {
      const auto done =
          act([&](Transaction& transaction) { return shipments::receive(transaction, permit(), wanted); });
      ASSERT_TRUE(done) << done.refusal().message(base::Language::english);
      EXPECT_EQ(done->repeated, repeated);
    }
  }

  void hand_over_some() {
    const std::vector<OrganisationId> structures{sample().structure, sample().other_structure};
    const HandOverOrder wanted{.request = request(),
                               .structure = any_of(structures),
                               .product = product(draw(0, 1) == 0 ? "phone_kit" : "sim_card"),
                               .people = draw(1, 10),
                               .day = day()};
    const auto made =
        act([&](Transaction& transaction) { return hand_over(transaction, permit(), sample().catalogue, wanted); });
    if (!made) return;
    EXPECT_TRUE(act([&](Transaction& transaction) {
                  return hand_over(transaction, permit(), sample().catalogue, wanted);
                })->repeated);
    for (const auto& part : made->given)
      model_.move(AccountKind::shelf, wanted.structure, AccountKind::handed_over, wanted.structure, part.kind,
                  part.quantity);
  }

  /// The ledger says what the model says, and every check of every stage is content.
  void compare() {
    std::map<std::tuple<AccountKind, OrganisationId, KindId>, std::int64_t> held;
    for (const auto account : {AccountKind::donor, AccountKind::depot, AccountKind::reserved, AccountKind::in_transit,
                               AccountKind::shelf, AccountKind::handed_over, AccountKind::lost})
      for (const auto& balance :
           ask([&](Reader& reader) { return ledger::list_balances(reader, sample().programme, account); })) {
        held[{account, balance.holder, balance.kind}] = balance.quantity;
        EXPECT_TRUE(ledger::is_outside(account) || balance.quantity > 0);
      }
    auto expected = model_.goods();
    std::erase_if(expected, [](const auto& one) { return one.second == 0; });
    EXPECT_EQ(held, expected);
    ask([&](Reader& reader) {
      EXPECT_FALSE(allocation::find_reservation_fault(reader, sample().programme));
      EXPECT_FALSE(shipments::find_shipment_fault(reader, sample().programme));
      EXPECT_FALSE(find_hand_over_fault(reader, sample().programme));
      return 0;
    });
    EXPECT_EQ(ledger_fault(), "");
  }

 private:
  std::mt19937 random_;
  Model model_;
  int requests_ = 0;
};

TEST_P(Journeys, nothing_appears_or_vanishes_whatever_happens) {
  start(20'200'326);
  for (int number = 0; number < steps && !HasFailure(); ++number) {
    step();
    compare();
  }
  const auto handed_over = ask([&](Reader& reader) { return list_hand_overs(reader, sample().programme); });
  EXPECT_GE(handed_over.size(), 5U) << "a journey must reach its end to prove anything";
}

RELAIS_ON_BOTH_ENGINES(Journeys);

}  // namespace
}  // namespace relais::handover
