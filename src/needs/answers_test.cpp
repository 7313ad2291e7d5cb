#include "needs/answers.hpp"

#include <gtest/gtest.h>

#include "needs/census_test.hpp"
#include "needs/doubts.hpp"
#include "needs/participation.hpp"
#include "needs/refusals.hpp"
#include "people/rights.hpp"

namespace relais::needs {
namespace {

using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

class Answers : public CensusTest {
 protected:
  static AnswerLine kits(std::int64_t people) { return {Audience::pupil, "phone_kit", people, people}; }
  AnswerDraft draft(std::string request, std::vector<AnswerLine> lines) {
    return {std::move(request), "vague-1", "structure-a", version(), lines.empty(), std::move(lines)};
  }
  Result<SavedAnswer> answer(const AnswerDraft& draft) {
    return database().write([&](Transaction& transaction) {
      return save_answer(transaction, people::permit_of_test(), sample().catalogue, draft);
    });
  }
  std::string refusal_of(const AnswerDraft& draft) {
    const auto result = answer(draft);
    return result ? "" : std::string(result.refusal().code());
  }
  std::optional<Answer> found() {
    return database().read([&](Reader& reader) { return find_answer(reader, round_, sample().structure); });
  }
  std::int64_t version() {
    const auto answer = found();
    return answer ? answer->version : 0;
  }
  Result<ApprovedAnswer> approve(std::int64_t seen) {
    return database().write([&](Transaction& transaction) {
      return approve_answer(transaction, people::permit_of_test(), round_, sample().structure, seen);
    });
  }
  Result<Saved> send(std::int64_t seen, std::string_view reason) {
    return database().write([&](Transaction& transaction) {
      return send_back(transaction, people::permit_of_test(), round_, sample().structure, seen, reason);
    });
  }
  std::int64_t approved_people() {
    std::int64_t people = 0;
    database().read([&](Reader& reader) {
      list_approved_needs(reader, round_, today, [&](const ApprovedNeed& need) { people += need.people; });
      return 0;
    });
    return people;
  }
  Standing standing(std::string_view code) {
    return database().read([&](Reader& reader) {
      for (const auto& one :
           list_participants(reader, get_round(reader, round_), clock().now(), people::Coverage::everything()))
        if (one.code == code) return one.standing;
      throw std::runtime_error("not asked");
    });
  }
  /// A second round, that follows the one of the fixture.
  void open_next_round(const RoundTerms& terms) {
    auto next = round_draft();
    next.code = "vague-2";
    next.opens_on += std::chrono::days(30);
    next.closes_on += std::chrono::days(30);
    next.terms = terms;
    write([&](Transaction& transaction) {
      round_ = save_round(transaction, people::permit_of_test(), sample().programme, next)->id;
    });
  }
};

TEST_P(Answers, an_answer_says_all_and_sending_it_twice_acts_once) {
  const auto first = draft("k1", {kits(12), {Audience::pupil, "top_up", 5, 10, Urgency::vital, today}});
  EXPECT_FALSE(answer(first)->repeated);
  EXPECT_TRUE(answer(first)->repeated);
  const auto saved = found();
  ASSERT_EQ(saved->needs.size(), 2u);
  EXPECT_EQ(saved->needs[1].waiting_since, today);
  EXPECT_EQ(saved->count(NeedState::submitted), 2);
  EXPECT_FALSE(answer(draft("k2", {kits(13)}))->repeated);
  ASSERT_EQ(found()->needs.size(), 1u) << "what no line names is withdrawn";
  EXPECT_EQ(found()->needs[0].people, 13);
  EXPECT_EQ(list().size(), 2u) << "and kept";
  EXPECT_FALSE(answer(draft("k3", {}))->repeated) << "nobody needs anything";
  EXPECT_TRUE(found()->needs.empty());
  EXPECT_EQ(standing("structure-a"), Standing::reviewed);
}

TEST_P(Answers, an_answer_changed_meanwhile_is_told_and_kept) {
  ASSERT_TRUE(answer(draft("k1", {kits(12)})));
  const auto mine = draft("k2", {kits(13)});
  ASSERT_TRUE(answer(draft("k3", {kits(14)})));
  EXPECT_EQ(refusal_of(mine), "needs.answer_changed");
  EXPECT_EQ(found()->needs[0].people, 14);
  const auto seen = version();
  ASSERT_TRUE(approve(seen));
  EXPECT_EQ(approve(seen)->repeated, true);
  auto late = draft("k4", {kits(15)});
  late.version_seen = seen;
  EXPECT_EQ(refusal_of(late), "needs.answer_changed") << "approved meanwhile";
}

TEST_P(Answers, an_answer_is_refused_with_the_reason) {
  EXPECT_EQ(refusal_of({"k", "vague-1", "structure-a", 0, false, {}}), "needs.answer_is_empty");
  EXPECT_EQ(refusal_of({"k", "vague-1", "structure-a", 0, true, {kits(1)}}), "needs.answer_not_empty");
  EXPECT_EQ(refusal_of(draft("k", {kits(1), kits(2)})), "needs.line_repeated");
  EXPECT_EQ(refusal_of(draft("k", {kits(0)})), "needs.people_not_positive");
  auto line = kits(3);
  line.waiting_since = today + std::chrono::days(1);
  EXPECT_EQ(refusal_of(draft("k", {line})), "needs.waiting_since_future");
  close_round();
  EXPECT_EQ(refusal_of(draft("k", {kits(1)})), "needs.round_closed");
  EXPECT_FALSE(found());
}

TEST_P(Answers, what_is_sent_back_no_longer_counts_until_it_is_answered_again) {
  ASSERT_TRUE(answer(draft("k1", {kits(12)})));
  ASSERT_TRUE(approve(version()));
  EXPECT_EQ(approved_people(), 12);
  EXPECT_EQ(send(version(), "  ").refusal().code(), "needs.reason_missing");
  EXPECT_EQ(*send(version(), "comptez les fratries une fois"), Saved::updated);
  EXPECT_EQ(*send(0, "comptez les fratries une fois"), Saved::unchanged);
  EXPECT_EQ(approved_people(), 0);
  EXPECT_EQ(standing("structure-a"), Standing::sent_back);
  EXPECT_EQ(found()->sent_back->reason, "comptez les fratries une fois");
  ASSERT_TRUE(answer(draft("k2", {kits(12)})));
  EXPECT_EQ(found()->count(NeedState::submitted), 1) << "the same figure again is to be reviewed again";
  EXPECT_FALSE(found()->sent_back);
}

TEST_P(Answers, an_answer_grows_stale_and_saying_the_same_again_makes_it_fresh) {
  EXPECT_EQ(standing("structure-a"), Standing::unanswered);
  ASSERT_TRUE(answer(draft("k1", {kits(12)})));
  EXPECT_EQ(standing("structure-a"), Standing::to_review);
  clock().advance(std::chrono::days(30));
  EXPECT_EQ(standing("structure-a"), Standing::to_review);
  clock().advance(std::chrono::milliseconds(1));
  EXPECT_EQ(standing("structure-a"), Standing::stale);
  ASSERT_TRUE(answer(draft("k2", {kits(12)})));
  EXPECT_EQ(standing("structure-a"), Standing::to_review);
}

TEST_P(Answers, a_doubtful_figure_counts_once_it_was_verified) {
  ASSERT_TRUE(answer(draft("k1", {kits(60)})));
  open_next_round({});
  const auto before = database().read(
      [&](Reader& reader) { return find_answer_before(reader, get_round(reader, round_), sample().structure); });
  EXPECT_EQ(before->needs.at(0).people, 60) << "what the new answer starts from";
  auto many = draft("k2", {kits(181)});
  many.round_code = "vague-2";
  ASSERT_TRUE(answer(many)) << "not refused";
  const auto need = found()->needs.at(0);
  EXPECT_EQ(need.doubt, Doubt::past);
  EXPECT_EQ(standing("structure-a"), Standing::to_verify);
  EXPECT_TRUE(approve(version())->repeated) << "nothing may be approved";
  const auto approve_all = [&] {
    std::int64_t approved = 0;
    write([&](Transaction& transaction) {
      approved = *approve_submitted_needs(transaction, people::permit_of_test(), round_);
      const auto one = review_need(transaction, people::permit_of_test(), need.id, need.version, NeedState::approved);
      EXPECT_TRUE(one.ok() || one.refusal().code() == "needs.people_not_verified");
    });
    return approved;
  };
  EXPECT_EQ(approve_all(), 0);
  EXPECT_EQ(approved_people(), 0);
  write([&](Transaction& transaction) {
    ASSERT_TRUE(check_people(transaction, people::permit_of_test(), need.id, need.version, 150));
  });
  EXPECT_EQ(found()->needs.at(0).check->actor, "test");
  EXPECT_EQ(approve(version())->approved, 1);
  EXPECT_EQ(approved_people(), 150) << "as verified, not as stated";
  many.request = "k3";
  many.version_seen = version();
  many.lines[0].people = many.lines[0].quantity = 200;
  ASSERT_TRUE(answer(many));
  EXPECT_EQ(approved_people(), 0) << "new people: the check is void, and the approval too";
  EXPECT_EQ(standing("structure-a"), Standing::to_verify);
}

TEST_P(Answers, a_round_asks_what_its_terms_say) {
  open_next_round({.audiences = {Audience::pupil}, .products = {"phone_kit"}, .departements = {"64"}});
  auto asked = draft("k1", {kits(5)});
  asked.round_code = "vague-2";
  ASSERT_TRUE(answer(asked));
  asked.version_seen = version();
  asked.request = "k2";
  asked.lines = {{Audience::pupil, "top_up", 5, 5}};
  EXPECT_EQ(refusal_of(asked), "needs.not_asked_for");
  asked.lines = {{Audience::precarious_person, "phone_kit", 5, 5}};
  EXPECT_EQ(refusal_of(asked), "needs.not_asked_for");
  write([&](Transaction& transaction) { add_structure_alone(transaction, "corse"); });
  EXPECT_THROW(standing("corse"), std::runtime_error) << "in 2A, which this round does not ask";
  asked.structure_code = "corse";
  asked.version_seen = 0;
  asked.lines = {kits(5)};
  EXPECT_EQ(refusal_of(asked), "needs.not_asked_for");
}

RELAIS_ON_BOTH_ENGINES(Answers);

TEST(Doubts, many_for_the_commune_or_far_from_the_past) {
  EXPECT_EQ(doubt_of({}, Audience::pupil, 1'000'000), Doubt::none) << "nothing is known";
  const Known village{.population = 600};
  EXPECT_EQ(doubt_of(village, Audience::pupil, 100), Doubt::none) << "it may serve its neighbours";
  EXPECT_EQ(doubt_of(village, Audience::pupil, 101), Doubt::population);
  const Known town{.population = 12'000, .people_before = {{Audience::pupil, 300}}};
  EXPECT_EQ(doubt_of(town, Audience::pupil, 900), Doubt::none);
  EXPECT_EQ(doubt_of(town, Audience::pupil, 901), Doubt::past);
  EXPECT_EQ(doubt_of(town, Audience::pupil, 2'001), Doubt::population_and_past);
  EXPECT_EQ(doubt_of(town, Audience::precarious_person, 1'200), Doubt::none);
  EXPECT_EQ(doubt_of(town, Audience::precarious_person, 1'201), Doubt::population);
  EXPECT_EQ(doubt_of(town, Audience::pupil, 100), Doubt::none);
  EXPECT_EQ(doubt_of(town, Audience::pupil, 99), Doubt::past) << "a slip downwards hurts the structure";
}

}  // namespace
}  // namespace relais::needs
