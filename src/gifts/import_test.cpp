#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "gifts/gifts.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::gifts {
namespace {

using tabular::Outcome;

constexpr auto headings = "code;donateur;article;quantité;occasion;dates;attendu au\n";

class GiftsImport : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](store::Transaction& transaction) { sample_.emplace(transaction); });
  }
  base::Result<tabular::ImportReport> import(const std::string& rows, const ImportOptions& options = {}) {
    return import_table(headings + rows, options);
  }
  base::Result<tabular::ImportReport> import_table(const std::string& text, const ImportOptions& options = {}) {
    std::istringstream table(text);
    return import_gifts(database(), people::permit_of_test(), sample_->programme, table, options);
  }
  /// All that a pledge says.
  void receive_all(const std::string& code) {
    const auto gift =
        database().read([&](store::Reader& reader) { return find_gift(reader, sample_->programme, code).value(); });
    const auto received = database().write([&](store::Transaction& transaction) {
      return receive(transaction, people::permit_of_test(), sample_->catalogue,
                     {code, code, "depot-pantin", {{"feature_phone", gift.lines.at(0).progress.pledged}}});
    });
    EXPECT_TRUE(received);
  }
  /// By how many were received.
  std::map<std::int64_t, Earmark> earmarks() {
    std::map<std::int64_t, Earmark> all;
    for (const auto& one :
         database().read([&](store::Reader& reader) { return list_earmarked(reader, sample_->programme); }))
      all[one.received] = one.for_whom;
    return all;
  }
  std::vector<Gift> gifts() {
    return database().read([&](store::Reader& reader) { return list_gifts(reader, sample_->programme); });
  }
  static std::vector<Outcome> outcomes(const tabular::ImportReport& report) {
    std::vector<Outcome> all;
    for (const auto& row : report.rows()) all.push_back(row.outcome);
    return all;
  }

  std::optional<testing::SampleProgramme> sample_;
};

TEST_P(GiftsImport, rows_with_one_code_make_one_pledge) {
  const auto report = import(
      "d1;operateur;feature_phone;15 000;;26/03/2020;30/04/2020\n"
      "d2;operateur;smartphone;20;oui;2020-03-26 - 2020-04-02;\n"
      "d1;operateur;top_up;20000;non;;\n");
  ASSERT_TRUE(report);
  EXPECT_EQ(outcomes(*report), (std::vector{Outcome::created, Outcome::created, Outcome::created}));
  const auto all = gifts();
  ASSERT_EQ(all.size(), 2u);
  ASSERT_EQ(all[0].lines.size(), 2u);
  EXPECT_EQ(all[0].lines[0].progress.pledged, 15'000);
  EXPECT_EQ(all[0].lines[0].expected_until, base::parse_day("2020-04-30"));
  EXPECT_EQ(all[0].lines[1].progress.pledged_gb, 100'000);
  EXPECT_TRUE(all[1].lines[0].is_second_hand);
  EXPECT_EQ(all[1].lines[0].expected_until, base::parse_day("2020-04-02"));
}

TEST_P(GiftsImport, the_same_table_again_changes_nothing_and_a_changed_one_says_what) {
  ASSERT_TRUE(import("d1;operateur;feature_phone;100;;;\nd2;operateur;top_up;5;;;\n"));
  EXPECT_EQ(outcomes(*import("d1;operateur;feature_phone;100;;;\nd2;operateur;top_up;5;;;\n")),
            (std::vector{Outcome::unchanged, Outcome::unchanged}));
  EXPECT_EQ(outcomes(*import("d1;operateur;feature_phone;101;;;\nd2;operateur;top_up;5;;;\n")),
            (std::vector{Outcome::updated, Outcome::unchanged}));
  EXPECT_EQ(gifts()[0].lines[0].progress.pledged, 101);
}

TEST_P(GiftsImport, keeps_nothing_when_a_row_is_refused_unless_told_to) {
  const auto* rows =
      "d1;operateur;feature_phone;100;;;\n"
      "d2;operateur;minitel;5;;;\n"
      "d2;operateur;top_up;5;;;\n"
      "d3;inconnu;top_up;5;;;\n";
  const auto strict = import(rows);
  ASSERT_TRUE(strict);
  EXPECT_TRUE(strict->is_rolled_back());
  EXPECT_EQ(outcomes(*strict), (std::vector{Outcome::created, Outcome::refused, Outcome::refused, Outcome::refused}));
  EXPECT_TRUE(gifts().empty());
  const auto text = strict->text(base::Language::english);
  EXPECT_NE(text.find("row 3, column C (article): \"minitel\": Item kind “minitel” is not in the programme"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("row 4, column A (code): \"d2\": another row of pledge d2 is refused"), std::string::npos);
  EXPECT_NE(text.find("row 5, column B (donateur): \"inconnu\": No donor is registered"), std::string::npos);

  EXPECT_FALSE(import(rows, {.is_partial = true})->is_rolled_back());
  ASSERT_EQ(gifts().size(), 1u);
  EXPECT_EQ(gifts()[0].code, "d1");
}

TEST_P(GiftsImport, locates_every_fault_of_a_cell) {
  const auto text = import(
                        "d1;operateur;feature_phone;beaucoup;;;\n"
                        "d2;operateur;feature_phone;0;;;\n"
                        "d3;operateur;feature_phone;1;peut-être;31/02/2020;\n"
                        "d4;operateur;top_up;1;oui;;\n"
                        "d5;operateur;feature_phone;1;;2020-04-02;2020-03-26\n"
                        "d6;operateur;top_up;1;;;\n"
                        "d6;autre;sim_card;1;;;\n"
                        "d7;operateur;top_up;1;;;\n"
                        "d7;operateur;top_up;2;;;\n"
                        ";operateur;top_up;1;;;\n")
                        ->text(base::Language::english);
  for (const auto* line : {"row 2, column D (quantité): \"beaucoup\": this is not a whole number",
                           "row 3, column D (quantité): \"0\": The quantity of “feature_phone” is 0",
                           "row 4, column E (occasion): \"peut-être\": answer yes or no",
                           "row 4, column F (dates): \"31/02/2020\": this is not a date",
                           "row 5, column E (occasion): \"oui\": “top_up” is not a device",
                           "row 6, column G (attendu au): \"2020-03-26\": “feature_phone” is expected until 2020-03-26",
                           "row 8, column B (donateur): \"autre\": pledge d6 has another donor on row 7",
                           "row 10, column C (article): \"top_up\": “top_up” is on two lines",
                           "row 11, column A (code): (empty): a required value is missing"})
    EXPECT_NE(text.find(line), std::string::npos) << line << "\nnot in\n" << text;
}

TEST_P(GiftsImport, a_donor_may_say_for_whom_the_goods_are) {
  const auto* table =
      "code;donateur;article;quantité;pour le public;pour le département\n"
      "d1;operateur;feature_phone;10;pupil;\n"
      "d2;operateur;feature_phone;20;;2A\n"
      "d3;operateur;feature_phone;30;usual_beneficiary;974\n"
      "d4;operateur;feature_phone;40;;\n";
  const auto report = import_table(table);
  ASSERT_TRUE(report);
  EXPECT_EQ(outcomes(*report), (std::vector{Outcome::created, Outcome::created, Outcome::created, Outcome::created}));
  for (const auto* code : {"d1", "d2", "d3", "d4"}) receive_all(code);
  auto earmarked = earmarks();
  ASSERT_EQ(earmarked.size(), 3U);
  EXPECT_EQ(earmarked[10], (Earmark{catalogue::Audience::pupil, ""}));
  EXPECT_EQ(earmarked[20], (Earmark{std::nullopt, "2A"}));
  EXPECT_EQ(earmarked[30], (Earmark{catalogue::Audience::usual_beneficiary, "974"}));
  EXPECT_EQ(outcomes(*import_table(table)),
            (std::vector{Outcome::unchanged, Outcome::unchanged, Outcome::unchanged, Outcome::unchanged}));
  const auto changed = import_table("code;donateur;article;quantité;pour le public\nd1;operateur;feature_phone;10;\n");
  EXPECT_EQ(outcomes(*changed), (std::vector{Outcome::updated}));
  EXPECT_FALSE(earmarks().contains(10));
}

TEST_P(GiftsImport, an_audience_that_is_none_is_refused_in_its_cell) {
  const auto report = import_table(
      "code;donor;kind;quantity;for_audience\n"
      "d1;operateur;feature_phone;10;écoliers\n");
  ASSERT_TRUE(report);
  EXPECT_EQ(outcomes(*report), (std::vector{Outcome::refused}));
  EXPECT_NE(report->text(base::Language::english)
                .find("row 2, column E (for_audience): \"écoliers\": There is no such audience"),
            std::string::npos)
      << report->text(base::Language::english);
  EXPECT_TRUE(gifts().empty());
}

TEST_P(GiftsImport, refuses_a_table_without_the_columns) {
  std::istringstream table("code;donateur\nd1;operateur\n");
  const auto report = import_gifts(database(), people::permit_of_test(), sample_->programme, table);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.refusal().code(), "tabular.missing_headings");
}

RELAIS_ON_BOTH_ENGINES(GiftsImport);

}  // namespace
}  // namespace relais::gifts
