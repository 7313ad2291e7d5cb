#include "needs/needs.hpp"

#include <set>

#include <gtest/gtest.h>

#include "needs/census_test.hpp"
#include "needs/refusals.hpp"
#include "needs/rules.hpp"

namespace relais::needs {
namespace {

using base::Language;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

class Needs : public CensusTest {
 protected:
  Result<SavedRound> save_round_now(const RoundDraft& draft) {
    return database().write([&](Transaction& transaction) {
      return save_round(transaction, people::permit_of_test(), sample().programme, draft);
    });
  }
  Result<Saved> review(const Need& seen, NeedState state) {
    return database().write([&](Transaction& transaction) {
      return review_need(transaction, people::permit_of_test(), seen.id, seen.version, state);
    });
  }
  Result<Saved> check(const Need& seen, std::int64_t people) {
    return database().write([&](Transaction& transaction) {
      return check_people(transaction, people::permit_of_test(), seen.id, seen.version, people);
    });
  }
  std::int64_t approve_all(OrganisationId network = {}) {
    std::int64_t approved = 0;
    write([&](Transaction& transaction) {
      approved = *approve_submitted_needs(transaction, people::permit_of_test(), round_, network);
    });
    return approved;
  }
  Need need(NeedId id) {
    return database().read([&](Reader& reader) { return get_need(reader, id); });
  }
  std::vector<ApprovedNeed> approved() {
    return database().read([&](Reader& reader) {
      std::vector<ApprovedNeed> needs;
      list_approved_needs(reader, round_, today, [&](const ApprovedNeed& need) { needs.push_back(need); });
      return needs;
    });
  }
  std::string fingerprint() {
    return database().read([&](Reader& reader) { return fingerprint_of_approved_needs(reader, round_, today); });
  }
  template <class T>
  static std::string_view code_of_refusal(const Result<T>& result) {
    return result ? "accepted" : result.refusal().code();
  }
};

TEST_P(Needs, a_round_is_saved_once_and_keeps_its_state) {
  EXPECT_EQ(save_round_now(round_draft())->outcome, Saved::unchanged);
  close_round();
  auto later = round_draft();
  later.closes_on += std::chrono::days(7);
  EXPECT_EQ(save_round_now(later)->outcome, Saved::updated);
  database().read([&](Reader& reader) {
    EXPECT_EQ(find_round(reader, sample().programme, "vague-1")->state, RoundState::closed);
    EXPECT_EQ(get_round(reader, round_).closes_on, later.closes_on);
    EXPECT_EQ(list_rounds(reader, sample().programme).size(), 1u);
    return 0;
  });
  auto draft = round_draft();
  draft.code = "";
  EXPECT_EQ(code_of_refusal(save_round_now(draft)), "needs.round_needs_code");
  draft = round_draft();
  draft.name.english = "";
  EXPECT_EQ(code_of_refusal(save_round_now(draft)), "needs.round_needs_name");
  draft = round_draft();
  draft.closes_on = draft.opens_on - std::chrono::days(1);
  EXPECT_EQ(code_of_refusal(save_round_now(draft)), "needs.round_days_reversed");
}

TEST_P(Needs, saving_says_what_it_did) {
  const auto first = save(phone_kits(60, 30));
  EXPECT_EQ(first->outcome, Saved::created);
  EXPECT_EQ(save(phone_kits(60, 30))->outcome, Saved::unchanged);
  const auto second = save(phone_kits(60, 31));
  EXPECT_EQ(second->outcome, Saved::updated);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(need(first->id).version, 2);
  EXPECT_EQ(need(first->id).quantity, 31);
  auto other = phone_kits(60, 31);
  other.audience = Audience::pupil;
  EXPECT_EQ(save(other)->outcome, Saved::created);
  EXPECT_EQ(list().size(), 2u);
}

TEST_P(Needs, refuses_a_need_with_the_reason) {
  auto draft = phone_kits(60, 30);
  draft.round_code = "vague-9";
  EXPECT_EQ(code_of_refusal(save(draft)), "needs.round_unknown");
  draft = phone_kits(60, 30);
  draft.structure_code = "inconnue";
  EXPECT_EQ(code_of_refusal(save(draft)), "needs.structure_unknown");
  draft.structure_code = "operateur";
  EXPECT_EQ(code_of_refusal(save(draft)), "needs.structure_unknown");
  draft = phone_kits(60, 30);
  draft.product_code = "minitel";
  EXPECT_EQ(code_of_refusal(save(draft)), "needs.product_unknown");
  EXPECT_EQ(code_of_refusal(save(phone_kits(0, 30))), "needs.people_not_positive");
  EXPECT_EQ(code_of_refusal(save(phone_kits(-1, 30))), "needs.people_not_positive");
  EXPECT_EQ(code_of_refusal(save(phone_kits(60, 0))), "needs.quantity_not_positive");
  EXPECT_EQ(code_of_refusal(save(phone_kits(count_max + 1, 1))), "needs.count_too_large");
  const auto greedy = save(phone_kits(60, 61));
  EXPECT_EQ(code_of_refusal(greedy), "needs.exceeds_people");
  EXPECT_EQ(greedy.refusal().message(Language::english),
            "61 of “phone_kit” for 60 people: each is given one at most. Lower the quantity, or mend the number of "
            "people.");
  EXPECT_TRUE(list().empty());
}

TEST_P(Needs, several_top_ups_a_person_are_accepted_and_flagged) {
  auto draft = phone_kits(60, 120);
  draft.product_code = "top_up";
  const auto saved = save(draft);
  ASSERT_TRUE(saved);
  EXPECT_TRUE(need(saved->id).asks_more_than_people());
  draft.product_code = "smartphone";
  EXPECT_EQ(code_of_refusal(save(draft)), "needs.exceeds_people") << "a device is given once";
}

TEST_P(Needs, a_structure_that_is_not_accredited_cannot_ask) {
  accredit("structure-a", people::Accreditation::suspended);
  EXPECT_EQ(code_of_refusal(save(phone_kits(60, 30))), "needs.structure_not_accredited");
  accredit("structure-a", people::Accreditation::accredited, today);
  EXPECT_TRUE(save(phone_kits(60, 30))) << "the last day counts";
  clock().advance(std::chrono::hours(24));
  EXPECT_EQ(code_of_refusal(save(phone_kits(60, 31))), "needs.structure_not_accredited");
}

TEST_P(Needs, a_closed_round_takes_no_need_until_it_is_opened_again) {
  close_round();
  EXPECT_EQ(code_of_refusal(save(phone_kits(60, 30))), "needs.round_closed");
  write([&](Transaction& transaction) {
    EXPECT_EQ(*change_round_state(transaction, people::permit_of_test(), round_, RoundState::open), Saved::updated);
    EXPECT_EQ(*change_round_state(transaction, people::permit_of_test(), round_, RoundState::open), Saved::unchanged);
    EXPECT_EQ(code_of_refusal(change_round_state(transaction, people::permit_of_test(), RoundId{1}, RoundState::open)),
              "needs.round_unknown");
  });
  EXPECT_TRUE(save(phone_kits(60, 30)));
}

TEST_P(Needs, a_review_is_of_the_version_that_was_seen) {
  const auto id = save(phone_kits(60, 30))->id;
  const auto seen = need(id);
  ASSERT_TRUE(save(phone_kits(60, 31)));
  EXPECT_EQ(code_of_refusal(review(seen, NeedState::approved)), "needs.need_changed");
  EXPECT_EQ(*review(need(id), NeedState::approved), Saved::updated);
  EXPECT_EQ(*review(seen, NeedState::approved), Saved::unchanged) << "it is approved already";
  EXPECT_EQ(*review(need(id), NeedState::rejected), Saved::updated);
  EXPECT_EQ(*review(need(id), NeedState::submitted), Saved::updated);
  EXPECT_EQ(need(id).version, 5);
  auto absent = need(id);
  absent.id = NeedId{1};
  EXPECT_EQ(code_of_refusal(review(absent, NeedState::approved)), "needs.need_unknown");
}

TEST_P(Needs, a_changed_need_is_reviewed_again_and_its_check_falls_with_its_people) {
  const auto id = save(phone_kits(60, 30))->id;
  ASSERT_TRUE(check(need(id), 50));
  ASSERT_TRUE(review(need(id), NeedState::approved));
  EXPECT_EQ(save(phone_kits(60, 30))->outcome, Saved::unchanged);
  EXPECT_EQ(need(id).state, NeedState::approved);
  ASSERT_TRUE(save(phone_kits(60, 40)));
  EXPECT_EQ(need(id).state, NeedState::submitted);
  EXPECT_EQ(need(id).people_counted(), 50) << "the people are as they were";
  ASSERT_TRUE(save(phone_kits(70, 40)));
  EXPECT_FALSE(need(id).check);
  EXPECT_EQ(need(id).people_counted(), 70);
}

TEST_P(Needs, a_check_says_who_and_when_and_counts_instead_of_what_was_stated) {
  const auto id = save(phone_kits(60, 55))->id;
  clock().advance(std::chrono::minutes(5));
  EXPECT_EQ(*check(need(id), 50), Saved::updated);
  EXPECT_EQ(*check(need(id), 50), Saved::unchanged);
  const auto checked = need(id);
  EXPECT_EQ(checked.people, 60);
  EXPECT_EQ(checked.people_counted(), 50);
  EXPECT_TRUE(checked.asks_more_than_people());
  EXPECT_EQ(checked.check->actor, "test");
  EXPECT_EQ(checked.check->at, clock().now());
  EXPECT_EQ(code_of_refusal(check(checked, 0)), "needs.people_not_positive");
  auto stale = checked;
  stale.version -= 1;
  EXPECT_EQ(code_of_refusal(check(stale, 40)), "needs.need_changed");
}

TEST_P(Needs, a_network_approves_its_own_structures) {
  write([&](Transaction& transaction) { add_structure_alone(transaction, "sans-reseau"); });
  ASSERT_TRUE(save(phone_kits(60, 30)));
  ASSERT_TRUE(save(phone_kits(60, 30, "structure-b")));
  ASSERT_TRUE(save(phone_kits(60, 30, "sans-reseau")));
  EXPECT_EQ(approve_all(sample().network), 2);
  EXPECT_EQ(approve_all(), 1);
  EXPECT_EQ(approve_all(), 0);
}

TEST_P(Needs, an_allocation_sees_approved_needs_of_accredited_structures_in_order) {
  const auto first = save(phone_kits(60, 30, "structure-b"))->id;
  const auto second = save(phone_kits(20, 10, "structure-a"))->id;
  ASSERT_TRUE(check(need(second), 15));
  EXPECT_TRUE(approved().empty());
  EXPECT_EQ(approve_all(), 2);
  ASSERT_EQ(approved().size(), 2u);
  EXPECT_EQ(approved()[0].id, first);
  EXPECT_EQ(approved()[0].people, 60);
  EXPECT_FALSE(approved()[0].is_checked);
  EXPECT_EQ(approved()[1].id, second);
  EXPECT_EQ(approved()[1].people, 15);
  EXPECT_TRUE(approved()[1].is_checked);
  accredit("structure-b", people::Accreditation::suspended);
  ASSERT_EQ(approved().size(), 1u);
  EXPECT_EQ(approved()[0].id, second);
}

TEST_P(Needs, the_fingerprint_changes_with_what_an_allocation_sees_and_only_then) {
  const auto id = save(phone_kits(60, 30))->id;
  EXPECT_EQ(approve_all(), 1);
  const auto before = fingerprint();
  EXPECT_EQ(fingerprint(), before);
  ASSERT_TRUE(save(phone_kits(20, 10, "structure-b")));
  EXPECT_EQ(fingerprint(), before) << "a need that is not approved does not take part";
  EXPECT_EQ(approve_all(), 1);
  EXPECT_NE(fingerprint(), before);
  const auto both = fingerprint();
  ASSERT_TRUE(check(need(id), 59));
  EXPECT_NE(fingerprint(), both);
  ASSERT_TRUE(check(need(id), 60));
  EXPECT_NE(fingerprint(), both) << "the same number, but checked now";
  const auto checked = fingerprint();
  auto urgent = phone_kits(60, 30);
  urgent.urgency = Urgency::vital;
  ASSERT_TRUE(save(urgent));
  EXPECT_EQ(approve_all(), 1);
  EXPECT_NE(fingerprint(), checked);
  ASSERT_TRUE(save(phone_kits(60, 30)));
  EXPECT_EQ(approve_all(), 1);
  EXPECT_EQ(fingerprint(), checked) << "changed there and back";
  accredit("structure-b", people::Accreditation::suspended);
  EXPECT_NE(fingerprint(), checked);
}

TEST_P(Needs, are_added_up_by_any_of_their_keys) {
  write([&](Transaction& transaction) { add_structure_alone(transaction, "sans-reseau"); });
  const auto id = save(phone_kits(60, 30))->id;
  ASSERT_TRUE(save(phone_kits(20, 10, "structure-b")));
  ASSERT_TRUE(save(phone_kits(7, 5, "sans-reseau")));
  auto pupils = phone_kits(100, 100);
  pupils.audience = Audience::pupil;
  pupils.product_code = "smartphone";
  ASSERT_TRUE(save(pupils));
  ASSERT_TRUE(check(need(id), 50));
  const auto sums = database().read([&](Reader& reader) { return sum_needs(reader, round_); });
  ASSERT_EQ(sums.size(), 3u);

  const auto all = roll_up(sums, {});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].needs, 4);
  EXPECT_EQ(all[0].people, 50 + 20 + 7 + 100);
  EXPECT_EQ(all[0].people_unchecked, 20 + 7 + 100);
  EXPECT_EQ(all[0].quantity, 145);

  const auto departements = roll_up(sums, {.departement = true});
  ASSERT_EQ(departements.size(), 2u);
  EXPECT_EQ(departements[0].departement, "2A");
  EXPECT_EQ(departements[0].people, 7);
  EXPECT_EQ(departements[1].departement, "64");
  EXPECT_EQ(departements[1].quantity, 140);

  const auto networks = roll_up(sums, {.network = true});
  ASSERT_EQ(networks.size(), 2u);
  EXPECT_FALSE(networks[0].network);
  EXPECT_EQ(networks[1].network, sample().network);

  const auto audiences = roll_up(sums, {.audience = true});
  ASSERT_EQ(audiences.size(), 2u);
  EXPECT_EQ(audiences[1].audience, Audience::pupil);
  EXPECT_EQ(audiences[1].people, 100);
  EXPECT_EQ(roll_up(sums, {.product = true}).size(), 2u);
  EXPECT_EQ(roll_up(sums, {.state = true}).size(), 1u);
}

TEST_P(Needs, are_listed_page_by_page) {
  std::vector<NeedId> ids;
  for (const auto* structure : {"structure-a", "structure-b"})
    for (const auto* product : {"phone_kit", "sim_card"}) {
      auto draft = phone_kits(9, 3, structure);
      draft.product_code = product;
      ids.push_back(save(draft)->id);
    }
  database().read([&](Reader& reader) {
    const auto first = list_needs(reader, round_, {.needs_max = 3});
    EXPECT_EQ(first.size(), 3u);
    const auto rest = list_needs(reader, round_, {.after = first.back().id, .needs_max = 3});
    EXPECT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest.front().id, ids.back());
    EXPECT_EQ(list_needs(reader, round_, {.structure = sample().structure}).size(), 2u);
    EXPECT_TRUE(list_needs(reader, round_, {.state = NeedState::approved}).empty());
    return 0;
  });
}

RELAIS_ON_BOTH_ENGINES(Needs);

TEST(NeedsRefusals, each_has_a_code_of_its_own_a_status_and_both_messages) {
  std::set<std::string_view> codes;
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("needs."));
    EXPECT_TRUE(codes.insert(reason->code).second) << reason->code;
    EXPECT_GE(reason->http_status, 400);
    EXPECT_FALSE(reason->french.empty() || reason->english.empty());
  }
}

}  // namespace
}  // namespace relais::needs
