#include "allocation/distances.hpp"
#include "allocation/way_test.hpp"
#include "gifts/gifts.hpp"

namespace relais::allocation {
namespace {

class Floors : public testing::Way {
 protected:
  /// A gift of so many items, received at the first depot.
  void give(const std::string& code, const std::string& kind_code, std::int64_t quantity, gifts::Earmark for_whom) {
    write([&](Transaction& transaction) {
      gifts::PledgeDraft draft{code, "operateur", {{kind_code, quantity}}};
      draft.lines.front().for_whom = std::move(for_whom);
      EXPECT_TRUE(gifts::save_pledge(transaction, permit(), sample().catalogue, draft));
      EXPECT_TRUE(gifts::receive(transaction, permit(), sample().catalogue,
                                 {"reception-" + code, code, "depot-pantin", {{kind_code, quantity}}}));
    });
  }
  void add_structure_in(const std::string& code, const std::string& departement) {
    write([&](Transaction& transaction) {
      people::OrganisationDraft draft;
      draft.code = code;
      draft.name = "Essai " + code;
      draft.departement = departement;
      const auto saved = people::save_organisation(transaction, permit(), sample().programme, draft);
      EXPECT_TRUE(people::change_accreditation(transaction, permit(), saved->id, people::Accreditation::accredited,
                                               std::nullopt, "essai"));
    });
  }
  Line line(AllocationId allocation, NeedId need) {
    for (auto& one : ask([&](Reader& reader) { return list_lines(reader, allocation); }))
      if (one.need == need) return one;
    return {};
  }
};

TEST_P(Floors, what_a_donor_meant_for_a_departement_goes_there_first) {
  add_structure_in("structure-corse", "2A");
  give("don-1", "smartphone", 10, {.departement = "2A"});
  const auto small = need("structure-corse", 6, 6, "smartphone"), large = need("structure-a", 600, 600, "smartphone");
  const auto id = propose(order("r1"));
  EXPECT_EQ(granted(id, small), 6) << "as far as it is asked for";
  EXPECT_EQ(granted(id, large), 4) << "the rest serves the others";
  EXPECT_EQ(line(id, small).guarantee.earmarked, 6);
  const auto text = ask([&](Reader& reader) { return explain(reader, id, small); });
  EXPECT_NE(text->french.find("Dont 6 fléchés par un donateur"), std::string::npos) << text->french;
}

TEST_P(Floors, an_earmark_is_spent_by_what_was_granted_before) {
  add_structure_in("structure-corse", "2A");
  give("don-1", "smartphone", 10, {.departement = "2A"});
  const auto small = need("structure-corse", 4, 4, "smartphone");
  allocate("r1");
  const auto later = need("structure-corse", 4, 4, "smartphone", Urgency::high);
  EXPECT_EQ(later, small);
  need("structure-a", 600, 600, "smartphone");
  const auto more = need("structure-corse", 20, 20, "smartphone");
  const auto id = propose(order("r2"));
  EXPECT_EQ(line(id, more).guarantee.earmarked, 6);
}

TEST_P(Floors, an_earmark_asks_for_no_goods_that_are_not_there) {
  give("don-1", "feature_phone", 10, {.audience = Audience::precarious_person});
  for (const auto* code : {"sim_card", "top_up"}) stock(sample().depot, code, 3);
  const auto wanted = need("structure-a", 10, 10);
  const auto id = propose(order("r1"));
  EXPECT_EQ(line(id, wanted).guarantee.earmarked, 3) << "three kits can be made";
  EXPECT_EQ(granted(id, wanted), 3);
}

TEST_P(Floors, of_an_audience_say_nothing_of_another) {
  give("don-1", "smartphone", 10, {.audience = Audience::pupil});
  const auto wanted = need("structure-a", 10, 10, "smartphone");
  EXPECT_EQ(line(propose(order("r1")), wanted).floor, 0);
}

TEST_P(Floors, come_in_parts_that_add_up) {
  stock_kits(30);
  const auto promised = need("structure-a", 10, 10);
  const auto first = propose(order("r1"));
  const auto other = need("structure-b", 100, 100);
  auto keeping = order("r2");
  keeping.keeps_grants_of = first;
  keeping.policy.departement_floor = 25;
  const auto id = propose(keeping);
  EXPECT_EQ(line(id, promised).guarantee, (Guarantee{.promised = 10}));
  EXPECT_EQ(line(id, other).guarantee, (Guarantee{.departement = 15})) << "the promise counts towards the floor";
  const auto text = ask([&](Reader& reader) { return explain(reader, id, other); });
  EXPECT_NE(text->english.find("Of these, 15 by the floor of the département (25 of each item or kit)."),
            std::string::npos)
      << text->english;
}

RELAIS_ON_BOTH_ENGINES(Floors);

TEST(Distances, are_whole_kilometres_within_some_percent_of_the_great_circle) {
  const places::Point pau{43'300'000, -370'000}, lille{50'630'000, 3'060'000}, paris{48'856'000, 2'352'000};
  EXPECT_EQ(plane_distance_km(pau, pau), 0);
  for (const auto& [from, to] : {std::pair(pau, lille), std::pair(paris, pau), std::pair(lille, paris)}) {
    const auto exact = places::distance_m(from, to) / 1'000;
    EXPECT_LE(std::abs(plane_distance_km(from, to) - exact), 3 * exact / 100);
    EXPECT_EQ(plane_distance_km(from, to), plane_distance_km(to, from));
  }
}

}  // namespace
}  // namespace relais::allocation
