#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "allocation/adjust.hpp"
#include "allocation/release.hpp"
#include "allocation/way_test.hpp"
#include "app/program.hpp"

namespace relais::app {
namespace {

using ledger::AccountKind;

struct StepEnding {
  int exit;
  std::string out, err;
};

/// `relais allocate` on thirty kits that two structures need: structure-a 40 of them, structure-b 20.
class AllocateWay : public testing::Way {
 protected:
  void SetUp() override {
    Way::SetUp();
    stock_kits(30);
    of_a_ = need("structure-a", 40, 40);
    of_b_ = need("structure-b", 20, 20);
    const auto proposed = step({"propose", "--request", "r1", "--day", "2020-03-26"});
    ASSERT_EQ(proposed.exit, 0) << proposed.err;
    first_ = reference_in(proposed.out);
  }

  StepEnding step(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"relais", "--lang", "en", "--database", test_database().url(), "allocate"});
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int exit = run_program(static_cast<int>(argv.size()), argv.data());
    return {exit, ::testing::internal::GetCapturedStdout(), ::testing::internal::GetCapturedStderr()};
  }
  StepEnding adjust(const std::string& reference, std::vector<std::string> more, const std::string& request = "m1") {
    more.insert(more.begin(), {"adjust", reference, "structure-a", "--request", request, "--reason", "Inondation"});
    return step(std::move(more));
  }
  static std::string reference_in(const std::string& text) { return text.substr(text.find("A-0"), 8); }
  static bool says(const std::string& text, std::string_view wanted) { return text.find(wanted) != std::string::npos; }

  allocation::Allocation get(const std::string& reference) {
    return ask(
        [&](Reader& reader) { return allocation::find_allocation(reader, sample().programme, reference).value(); });
  }
  std::vector<allocation::Adjustment> adjustments() {
    return ask([&](Reader& reader) { return allocation::list_adjustments(reader, round_); });
  }

  needs::NeedId of_a_, of_b_;
  std::string first_;
};

TEST_P(AllocateWay, an_adjustment_sets_its_line_shares_the_rest_anew_and_is_in_the_register) {
  ASSERT_EQ(granted(get(first_).id, of_a_), 20);
  const auto adjusted = adjust(first_, {"--quantity", "15"});
  ASSERT_EQ(adjusted.exit, 0) << adjusted.err;
  const auto second = reference_in(adjusted.out);
  EXPECT_NE(second, first_);
  EXPECT_EQ(granted(get(second).id, of_a_), 15);
  EXPECT_EQ(granted(get(second).id, of_b_), 15);
  EXPECT_EQ(get(first_).state, allocation::State::superseded);
  EXPECT_EQ(get(second).state, allocation::State::proposed);
  ASSERT_EQ(adjustments().size(), 1U);
  const auto row = adjustments().front();
  EXPECT_EQ(row.need, of_a_);
  EXPECT_EQ(row.granted_before, 20);
  EXPECT_EQ(row.quantity, 15);
  EXPECT_EQ(row.reason, "Inondation");
  EXPECT_FALSE(row.actor.empty());
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "top_up"), 30);  // nothing is reserved

  EXPECT_TRUE(says(adjust(first_, {"--quantity", "15"}).out, "Done already by the same request."));
  EXPECT_EQ(adjustments().size(), 1U);
  EXPECT_EQ(adjust(first_, {"--quantity", "14"}, "m2").exit, 65);  // superseded
  EXPECT_EQ(adjust(second, {"--quantity", "41"}, "m2").exit, 65);  // more than it asks
  EXPECT_EQ(adjustments().size(), 1U);
}

TEST_P(AllocateWay, an_adjustment_is_withdrawn_and_both_steps_stay_in_the_register) {
  const auto second = reference_in(adjust(first_, {"--quantity", "5"}).out);
  EXPECT_EQ(granted(get(second).id, of_b_), 20);
  const auto withdrawn = adjust(second, {"--withdraw"}, "m2");
  ASSERT_EQ(withdrawn.exit, 0) << withdrawn.err;
  EXPECT_EQ(granted(get(reference_in(withdrawn.out)).id, of_a_), 20);
  ASSERT_EQ(adjustments().size(), 2U);
  EXPECT_EQ(adjust(reference_in(withdrawn.out), {"--withdraw"}, "m3").exit, 65);
  EXPECT_EQ(adjustments().size(), 2U);
}

TEST_P(AllocateWay, of_several_needs_the_command_asks_which) {
  need("structure-a", 5, 5, "smartphone");
  stock(sample().depot, "smartphone", 2);
  const auto reference = reference_in(step({"propose", "--request", "r2", "--day", "2020-03-26"}).out);
  const auto asked = adjust(reference, {"--quantity", "1"});
  EXPECT_EQ(asked.exit, 65);
  EXPECT_TRUE(says(asked.err, "structure-a/precarious_person/smartphone")) << asked.err;
  EXPECT_TRUE(says(asked.err, "structure-a/precarious_person/phone_kit"));
  EXPECT_EQ(adjust(reference, {"--quantity", "1", "--product", "smartphone"}).exit, 0);
  EXPECT_EQ(adjustments().size(), 1U);
}

TEST_P(AllocateWay, a_release_gives_the_goods_back_and_says_how_many) {
  ASSERT_EQ(step({"approve", first_, "--day", "2020-03-26"}).exit, 0);
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "sim_card"), 30);
  const std::vector<std::string> release{"release", first_, "structure-a", "--request", "l1", "--reason", "Fermeture"};
  const auto released = step(release);
  ASSERT_EQ(released.exit, 0) << released.err;
  EXPECT_EQ(released.out, "60 items released.\n");
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "sim_card"), 10);
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "sim_card"), 20);
  const auto kept = ask([&](Reader& reader) { return allocation::list_releases(reader, get(first_).id); });
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].structure, sample().structure);
  EXPECT_EQ(kept[0].items, 60);
  EXPECT_EQ(kept[0].reason, "Fermeture");
  for (const auto& one : ask([&](Reader& reader) { return allocation::list_reservations(reader, get(first_).id); }))
    EXPECT_EQ(one.is_open, one.structure != sample().structure);
  EXPECT_EQ(step(release).out, "60 items released (done already by the same request).\n");
  EXPECT_EQ(balance(AccountKind::depot, sample().depot, "sim_card"), 20);
  EXPECT_EQ(ledger_fault(), "");
}

TEST_P(AllocateWay, a_trial_changes_nothing_and_the_comparison_says_who_gains) {
  need("structure-b", 20, 20, "phone_kit", needs::Urgency::vital);
  const auto before = reference_in(step({"propose", "--request", "r2", "--day", "2020-03-26"}).out);
  const auto rule = std::filesystem::temp_directory_path() / ("relais-rule-" + std::to_string(getpid()) + ".toml");
  std::ofstream(rule) << "seed = 1\n[urgency]\nvital = { tier = 0, weight = 1 }\n";
  const auto tried = step({"try", before, "--request", "t1", "--what-if", rule.string()});
  std::filesystem::remove(rule);
  ASSERT_EQ(tried.exit, 0) << tried.err;
  const auto trial = reference_in(tried.out);
  EXPECT_TRUE(says(tried.out, "(trial)")) << tried.out;
  EXPECT_TRUE(says(tried.out, "A trial changes nothing. To compare: relais allocate compare " + before + " " + trial));
  EXPECT_EQ(get(before).state, allocation::State::proposed);
  EXPECT_EQ(granted(get(before).id, of_b_), 20);
  EXPECT_EQ(granted(get(trial).id, of_b_), 10);

  const auto compared = step({"compare", before, trial});
  ASSERT_EQ(compared.exit, 0) << compared.err;
  EXPECT_EQ(compared.out,
            "département        asked      before       after  difference     more     less\n"
            "64                    60          30          30          +0        1        1\n"
            "Total: 30 granted before, 30 after.\n");
  EXPECT_EQ(step({"compare", before, "A-9999-X"}).exit, 65);
}

RELAIS_ON_BOTH_ENGINES(AllocateWay);

}  // namespace
}  // namespace relais::app
