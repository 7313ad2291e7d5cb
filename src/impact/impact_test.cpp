#include "impact/impact.hpp"

#include <numeric>

#include "allocation/way_test.hpp"
#include "impact/sums.hpp"

namespace relais::impact {
namespace {

using ledger::AccountKind;

class Impact : public testing::Way {
 protected:
  /// 20 kits for structure-a (12) and structure-b (8); structure-a hands 5 to people and 2 top-ups to pupils.
  void SetUp() override {
    Way::SetUp();
    stock_kits(20);
    need("structure-a", 24, 24);
    need("structure-b", 16, 16);
    allocation_ = allocate("r1");
    write([&](Transaction& transaction) {
      const auto shipments = shipments::prepare_all(transaction, permit(), allocation_);
      for (const auto& shipment : *shipments)
        EXPECT_TRUE(shipments::dispatch(transaction, permit(), {"d1", shipment.id, day()}));
      EXPECT_TRUE(
          shipments::receive(transaction, permit(), {"e1", shipments->front().id, {{kind("sim_card"), 1, 0, 0}}}));
      give(transaction, "h1", Audience::precarious_person, "phone_kit", 5);
      give(transaction, "h2", Audience::pupil, "top_up", 2);
    });
  }
  void give(Transaction& transaction, const std::string& request, Audience audience, const std::string& code,
            std::int64_t people) {
    const auto made = handover::hand_over(transaction, permit(), sample().catalogue,
                                          {request, sample().structure, audience, product(code), people, day()});
    EXPECT_TRUE(made) << made.refusal().message(base::Language::english);
  }
  /// Another donor, who gave so many top-ups.
  void add_donor(const std::string& code, std::int64_t top_ups) {
    write([&](Transaction& transaction) {
      const auto first = sample_->donor;
      sample_->donor = sample_->add(transaction, code, people::OrganisationKind::donor);
      add_stock(transaction, sample().depot, "top_up", top_ups);
      sample_->donor = first;
    });
  }

  allocation::AllocationId allocation_;
};

TEST_P(Impact, counts_people_equipped_and_connected_against_the_targets) {
  const auto summary = ask([&](Reader& reader) { return summarise(reader, sample().programme); });
  EXPECT_EQ(summary.reached, (Reached{5, 7}));
  EXPECT_EQ(summary.volume_gb, 35);
  EXPECT_EQ(summary.hand_overs, 2);
  EXPECT_EQ(summary.structures, 1);
  ASSERT_EQ(summary.by_audience.size(), 2U);
  EXPECT_EQ(summary.by_audience[0].reached, (Reached{5, 5}));
  EXPECT_EQ(summary.by_audience[1].audience, Audience::pupil);
  EXPECT_EQ(summary.by_audience[1].reached, (Reached{0, 2}));
  EXPECT_EQ(summary.by_audience[1].volume_gb, 10);
}

TEST_P(Impact, says_per_departement_what_was_needed_allocated_and_handed_over) {
  const auto list = ask([&](Reader& reader) { return list_departements(reader, round_); });
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].departement, "64");
  EXPECT_EQ(list[0].structures, 2);
  EXPECT_EQ(list[0].people_in_need, 40);
  EXPECT_EQ(list[0].asked, 40);
  EXPECT_EQ(list[0].allocated, 20);
  EXPECT_EQ(list[0].handed_over, 7);
  EXPECT_EQ(list[0].coverage_permille(), 500);
  EXPECT_EQ(list[0].reached, (Reached{5, 7}));
}

TEST_P(Impact, adds_up_by_network) {
  const auto list = ask([&](Reader& reader) { return list_networks(reader, sample().programme); });
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].network, sample().network);
  EXPECT_EQ(list[0].structures, 1);
  EXPECT_EQ(list[0].reached, (Reached{5, 7}));
  EXPECT_EQ(list[0].volume_gb, 35);
}

TEST_P(Impact, says_what_remains_unmet) {
  const auto list = ask([&](Reader& reader) { return list_unmet(reader, round_); });
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].asked, 40);
  EXPECT_EQ(list[0].allocated, 20);
  EXPECT_EQ(list[0].remaining(), 20);
  EXPECT_EQ(list[0].people, 40);
}

TEST_P(Impact, shares_what_was_handed_over_among_donors_by_what_they_gave) {
  add_donor("mecene", 10);
  const auto donors = ask([&](Reader& reader) { return list_donors(reader, sample().programme); });
  ASSERT_EQ(donors.size(), 2U);
  EXPECT_EQ(donors[0].code, "mecene");
  // 7 top-ups handed over, given 10 to 20: 2.33 and 4.67.
  EXPECT_EQ(donors[0].kinds[0].handed_over, 2);
  EXPECT_EQ(donors[0].volume_gb, 10);
  EXPECT_EQ(donors[1].volume_gb, 25);
  EXPECT_EQ(donors[0].reached.equipped, 0);
  EXPECT_EQ(donors[1].reached.equipped, 5);
  EXPECT_EQ(donors[0].reached.connected + donors[1].reached.connected, 7);
}

TEST_P(Impact, a_donor_whose_devices_wait_in_the_workshop_has_equipped_nobody_yet) {
  write([&](Transaction& transaction) {
    sample_->add(transaction, "collecte", people::OrganisationKind::donor);
    gifts::PledgeDraft pledge{"G-collecte", "collecte", {{"feature_phone", 30, true, {}, {}}}};
    EXPECT_TRUE(gifts::save_pledge(transaction, permit(), sample().catalogue, pledge));
    EXPECT_TRUE(gifts::receive(transaction, permit(), sample().catalogue,
                               {"g1", "G-collecte", "depot-pantin", {{"feature_phone", 30, true}}}));
  });
  const auto donors = ask([&](Reader& reader) { return list_donors(reader, sample().programme); });
  ASSERT_EQ(donors.size(), 2U);
  EXPECT_EQ(donors[0].code, "collecte");
  EXPECT_EQ(donors[0].kinds[0].given, 30);
  EXPECT_EQ(donors[0].kinds[0].handed_over, 0);
  EXPECT_EQ(donors[0].reached.equipped, 0);
  EXPECT_EQ(donors[1].reached.equipped, 5);
}

TEST_P(Impact, the_way_of_the_gifts_loses_nothing) {
  const auto flows = ask([&](Reader& reader) { return list_flows(reader, sample().programme); });
  ASSERT_EQ(flows.size(), 3U);
  const CategoryFlow sims{
      .category = Category::sim_card, .received = 20, .in_transit = 8, .on_shelves = 6, .handed_over = 5, .lost = 1};
  EXPECT_EQ(flows[1], sims);
  for (const auto& flow : flows)
    EXPECT_EQ(flow.received, flow.in_stock + flow.quarantine + flow.workshop + flow.reserved + flow.in_transit +
                                 flow.on_shelves + flow.handed_over + flow.lost + flow.recycled);
}

TEST_P(Impact, of_a_programme_where_nothing_happened_is_zero_everywhere) {
  write([](Transaction& transaction) {
    transaction.execute("DELETE FROM handover_item");
    transaction.execute("DELETE FROM handover_record");
  });
  EXPECT_EQ(ask([&](Reader& reader) { return summarise(reader, sample().programme); }).reached, Reached{});
  EXPECT_TRUE(ask([&](Reader& reader) { return list_networks(reader, sample().programme); }).empty());
}

TEST(ProRata, gives_whole_numbers_that_add_up_by_largest_remainder) {
  EXPECT_EQ(share_pro_rata(10, {1, 1, 1}), (std::vector<std::int64_t>{4, 3, 3}));
  EXPECT_EQ(share_pro_rata(7, {10, 20}), (std::vector<std::int64_t>{2, 5}));
  EXPECT_EQ(share_pro_rata(3, {0, 5}), (std::vector<std::int64_t>{0, 3}));
  EXPECT_EQ(share_pro_rata(3, {0, 0}), (std::vector<std::int64_t>{0, 0}));
  const auto large = share_pro_rata(4'000'000'000'000'000'000, {3'000'000'000, 1'000'000'000, 5});
  EXPECT_EQ(std::accumulate(large.begin(), large.end(), std::int64_t{0}), 4'000'000'000'000'000'000);
}

RELAIS_ON_BOTH_ENGINES(Impact);

}  // namespace
}  // namespace relais::impact
