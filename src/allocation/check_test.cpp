#include "allocation/check.hpp"

#include "allocation/changed_lines_test.hpp"
#include "allocation/refusals.hpp"
#include "allocation/way_test.hpp"

namespace relais::allocation {
namespace {

class Checks : public testing::Way {
 protected:
  void SetUp() override {
    Way::SetUp();
    stock_kits(17);
    need("structure-a", 40, 40, "phone_kit", Urgency::high);
    need("structure-b", 20, 20);
    id_ = propose(order("r1"));
  }
  Proof proof() {
    return ask([&](Reader& reader) { return check_recorded(reader, id_); });
  }
  void change(const char* sql) {
    write([&](Transaction& transaction) { EXPECT_GE(transaction.execute(sql, {id_}), 1) << sql; });
  }
  void change_line(bool first, const std::function<void(BlockLine&)>& change) {
    write([&](Transaction& transaction) { testing::change_line(transaction, id_, first, change); });
  }
  static void move_a_unit(BlockLine& line) { --line.granted; }

  AllocationId id_;
};

TEST_P(Checks, what_was_proposed_holds_by_prices_and_not_on_trust) {
  const auto found = proof();
  EXPECT_TRUE(found.holds()) << (found.faults.empty() ? "" : found.faults.front().english);
  EXPECT_EQ(found.lines, 2);
  EXPECT_EQ(found.refusals_proved, 1);
  EXPECT_EQ(found.refusals_on_trust, 0);
}

TEST_P(Checks, a_unit_that_somebody_moved_is_found_and_the_approval_refused_naming_it) {
  change_line(true, move_a_unit);
  EXPECT_FALSE(proof().holds());
  const auto approved = approve("a1", id_);
  ASSERT_FALSE(approved);
  EXPECT_TRUE(approved.refusal().is(refused::plan_is_wrong));
  EXPECT_NE(approved.refusal().message(base::Language::english).find(proof().faults.front().english),
            std::string::npos);
  EXPECT_EQ(balance(ledger::AccountKind::reserved, sample().depot, "top_up"), 0);
}

TEST_P(Checks, changed_people_prices_demand_or_routes_are_found) {
  change("UPDATE allocation_price SET price = 0 WHERE allocation_id = $1");
  EXPECT_EQ(proof().refusals_proved, 0);
  change("UPDATE allocation_demand SET quantity = quantity + 1 WHERE allocation_id = $1");
  EXPECT_FALSE(proof().faults.empty());
  change("UPDATE allocation_route SET quantity = quantity + 1 WHERE allocation_id = $1");
  EXPECT_FALSE(proof().faults.empty());
  EXPECT_TRUE(proof().are_inputs_intact);
  change_line(false, [](BlockLine& line) { ++line.input.people; });
  EXPECT_FALSE(proof().are_inputs_intact);
  EXPECT_TRUE(approve("a1", id_).refusal().is(refused::inputs_altered));
}

TEST_P(Checks, sums_of_a_structure_and_lines_that_cannot_be_read_are_found) {
  change("UPDATE allocation_structure SET granted = granted + 1 WHERE allocation_id = $1");
  EXPECT_TRUE(proof().are_inputs_intact);
  EXPECT_FALSE(proof().faults.empty());
  change(
      "UPDATE allocation_block SET body = 'x' WHERE id = "
      "(SELECT first_line FROM allocation_allocation WHERE id = $1)");
  EXPECT_FALSE(proof().are_inputs_intact);
  EXPECT_THROW(ask([&](Reader& reader) { return list_lines(reader, id_); }), base::Defect);
}

RELAIS_ON_BOTH_ENGINES(Checks);

}  // namespace
}  // namespace relais::allocation
