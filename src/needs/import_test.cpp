#include <sstream>

#include <gtest/gtest.h>

#include "needs/census_test.hpp"

namespace relais::needs {
namespace {

using store::Reader;
using store::Transaction;
using tabular::Outcome;

constexpr auto headings = "structure;public;article;personnes;quantité;urgence\n";

class NeedsImport : public CensusTest {
 protected:
  base::Result<tabular::ImportReport> import(const std::string& rows, const ImportOptions& options = {}) {
    std::istringstream table(headings + rows);
    return import_needs(database(), people::permit_of_test(), sample().programme, "vague-1", table, options);
  }
  static std::vector<Outcome> outcomes(const tabular::ImportReport& report) {
    std::vector<Outcome> all;
    for (const auto& row : report.rows()) all.push_back(row.outcome);
    return all;
  }
};

TEST_P(NeedsImport, reads_codes_and_labels_in_french_or_english) {
  const auto report = import(
      "structure-a;precarious_person;phone_kit;1 200;600;vital\n"
      "structure-a;pupil;top_up;30;60;\n"
      "structure-b;pupil;smartphone;30;30;forte\n"
      "structure-b;pupil;sim_card;30;30;High\n");
  ASSERT_TRUE(report);
  EXPECT_EQ(report->count(Outcome::created), 4) << report->text(base::Language::english);
  const auto needs = list();
  ASSERT_EQ(needs.size(), 4u);
  EXPECT_EQ(needs[0].structure, sample().structure);
  EXPECT_EQ(needs[0].people, 1'200);
  EXPECT_EQ(needs[0].quantity, 600);
  EXPECT_EQ(needs[0].urgency, Urgency::vital);
  EXPECT_EQ(needs[0].state, NeedState::submitted);
  EXPECT_EQ(needs[1].urgency, Urgency::normal);
  EXPECT_EQ(needs[2].urgency, Urgency::high);
  EXPECT_EQ(needs[3].urgency, Urgency::high);
}

TEST_P(NeedsImport, the_same_table_again_changes_nothing) {
  const auto* rows = "structure-a;pupil;phone_kit;60;30;vital\nstructure-b;pupil;phone_kit;20;10;\n";
  ASSERT_TRUE(import(rows));
  EXPECT_EQ(outcomes(*import(rows)), (std::vector{Outcome::unchanged, Outcome::unchanged}));
  for (const auto& need : list()) EXPECT_EQ(need.version, 1);
}

TEST_P(NeedsImport, a_changed_row_has_the_effects_of_a_saved_need) {
  ASSERT_TRUE(import("structure-a;pupil;phone_kit;60;30;\nstructure-b;pupil;phone_kit;20;10;\n"));
  write([&](Transaction& transaction) {
    for (const auto& need : list_needs(transaction, round_))
      ASSERT_TRUE(check_people(transaction, people::permit_of_test(), need.id, need.version, 15));
    EXPECT_EQ(*approve_submitted_needs(transaction, people::permit_of_test(), round_), 2);
  });
  const auto report = import(
      "structure-a;pupil;phone_kit;60;31;\n"
      "structure-b;pupil;phone_kit;21;10;\n"
      "structure-b;pupil;sim_card;21;10;\n");
  EXPECT_EQ(outcomes(*report), (std::vector{Outcome::updated, Outcome::updated, Outcome::created}));
  const auto needs = list();
  ASSERT_EQ(needs.size(), 3u);
  EXPECT_EQ(needs[0].quantity, 31);
  EXPECT_EQ(needs[0].state, NeedState::submitted);
  EXPECT_EQ(needs[0].version, 4);
  EXPECT_EQ(needs[0].people_counted(), 15) << "its people did not change";
  EXPECT_FALSE(needs[1].check);
  EXPECT_EQ(needs[1].people_counted(), 21);
  database().read([](Reader& reader) {
    EXPECT_EQ(reader.integer("SELECT COUNT(*) FROM needs_difference"), 0);
    return 0;
  });
}

TEST_P(NeedsImport, keeps_nothing_when_a_row_is_refused_unless_told_to) {
  const auto* rows =
      "structure-a;pupil;phone_kit;60;30;\n"
      "structure-b;pupil;phone_kit;60;61;\n";
  const auto strict = import(rows);
  ASSERT_TRUE(strict);
  EXPECT_TRUE(strict->is_rolled_back());
  EXPECT_EQ(outcomes(*strict), (std::vector{Outcome::created, Outcome::refused}));
  EXPECT_TRUE(list().empty());

  const auto partial = import(rows, {.is_partial = true});
  EXPECT_FALSE(partial->is_rolled_back());
  EXPECT_EQ(outcomes(*partial), outcomes(*strict));
  ASSERT_EQ(list().size(), 1u);
  EXPECT_EQ(list()[0].structure, sample().structure);
}

TEST_P(NeedsImport, locates_every_fault_of_a_cell) {
  accredit("structure-b", people::Accreditation::suspended);
  const auto report = import(
      "inconnue;pupil;phone_kit;60;30;\n"
      "structure-b;pupil;phone_kit;60;30;\n"
      "structure-a;élève;phone_kit;60;30;\n"
      "structure-a;pupil;minitel;60;trente;\n"
      "structure-a;pupil;phone_kit;0;30;\n"
      "structure-a;pupil;phone_kit;60;61;\n"
      "structure-a;pupil;phone_kit;60;60;pressé\n"
      "structure-a;pupil;phone_kit;60;60;\n"
      "structure-a;pupil;phone_kit;60;60;\n"
      ";pupil;phone_kit;60;60;\n");
  ASSERT_TRUE(report);
  const auto text = report->text(base::Language::english);
  for (const auto* line :
       {"row 2, column A (structure): \"inconnue\": No structure is registered under the code “inconnue”",
        "row 3, column A (structure): \"structure-b\": Structure “structure-b” is not accredited today",
        "row 4, column B (public): \"élève\": this audience is unknown",
        "row 5, column C (article): \"minitel\": “minitel” is neither an item nor a kit",
        "row 5, column E (quantité): \"trente\": this is not a whole number",
        "row 6, column D (personnes): \"0\": The number of people is 0",
        "row 7, column E (quantité): \"61\": 61 of “phone_kit” for 60 people",
        "row 8, column F (urgence): \"pressé\": this urgency is unknown",
        "row 10, column A (structure): \"structure-a\": same structure, audience and product as on row 9",
        "row 11, column A (structure): (empty): a required value is missing"})
    EXPECT_NE(text.find(line), std::string::npos) << line << "\nnot in\n" << text;
  EXPECT_EQ(report->count(Outcome::refused), 9);
}

TEST_P(NeedsImport, refuses_a_round_that_is_closed_or_unknown_and_a_table_without_the_columns) {
  std::istringstream headless("structure;public\n");
  EXPECT_EQ(
      import_needs(database(), people::permit_of_test(), sample().programme, "vague-1", headless).refusal().code(),
      "tabular.missing_headings");
  std::istringstream table(headings);
  EXPECT_EQ(import_needs(database(), people::permit_of_test(), sample().programme, "vague-9", table).refusal().code(),
            "needs.round_unknown");
  close_round();
  EXPECT_EQ(import("structure-a;pupil;phone_kit;60;30;\n").refusal().code(), "needs.round_closed");
}

RELAIS_ON_BOTH_ENGINES(NeedsImport);

}  // namespace
}  // namespace relais::needs
