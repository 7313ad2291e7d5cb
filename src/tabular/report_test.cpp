#include "tabular/report.hpp"

#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tabular/refusals.hpp"
#include "tabular/writer.hpp"

namespace relais::tabular {
namespace {

ImportReport sample() {
  ImportReport report;
  report.add({2, Outcome::created, {}, {{2, "E", "Code postal", "1000", "01000"}}});
  report.add({3, Outcome::refused, {{3, "C", "Nom", "", base::Refusal(refusals::required_value)}}, {}});
  report.add({4, Outcome::unchanged});
  return report;
}

TEST(ImportReport, says_what_became_of_each_row_in_both_languages) {
  auto report = sample();
  report.set_unused_headings({"cle_ban"});
  EXPECT_EQ(report.text(base::Language::french),
            "3 lignes : 1 créées, 0 modifiées, 1 inchangées, 1 refusées\n"
            "colonnes non lues : cle_ban\n"
            "ligne 2, colonne E (Code postal) : « 1000 » -> « 01000 »\n"
            "ligne 3, colonne C (Nom) : (vide) : valeur obligatoire absente.\n");
  report.set_rolled_back();
  EXPECT_NE(report.text(base::Language::english).find("Nothing was kept"), std::string::npos);
}

TEST(ImportReport, is_a_table_that_a_french_spreadsheet_opens) {
  EXPECT_EQ(sample().csv(base::Language::english),
            "\xEF\xBB\xBFrow;outcome;column;heading;value;became;reason;code\r\n"
            "2;created;E;Code postal;1000;01000;;\r\n"
            "3;refused;C;Nom;;;a required value is missing.;tabular.required_value\r\n"
            "4;unchanged;;;;;;\r\n");
}

TEST(SafeValue, shows_one_short_line_without_invisible_characters) {
  EXPECT_EQ(safe_value("a\nb\x1B[31m\u202Ec"), "a b [31m c");
  EXPECT_EQ(safe_value("éééé", 3), "ééé…");
  EXPECT_EQ(safe_value("\xFF\xFE"), "  ");
}

TEST(CsvWriter, neutralises_formulas_for_spreadsheets_only) {
  for (const std::string cell : {"=1+1", "+33442645975", "-cmd", "@x", "\tx"}) {
    std::ostringstream excel, schema;
    CsvWriter(excel, Dialect::french_excel).row({cell});
    CsvWriter(schema, Dialect::schema).row({cell});
    EXPECT_NE(excel.str().find("'" + cell), std::string::npos);
    EXPECT_EQ(schema.str().find("'"), std::string::npos);
  }
  std::ostringstream number;
  CsvWriter(number, Dialect::french_excel).row({"-1,5", "-3"});
  EXPECT_EQ(number.str(), "\xEF\xBB\xBF-1,5;-3\r\n");
}

TEST(CsvWriter, quotes_what_needs_it) {
  std::ostringstream out;
  CsvWriter(out, Dialect::schema).row({"a,b", "c\"d", "e\nf", " g", "h"});
  EXPECT_EQ(out.str(), "\"a,b\",\"c\"\"d\",\"e\nf\",\" g\",h\n");
}

TEST(CsvWriter, runs_no_formula_in_any_spreadsheet) {
  std::ostringstream out;
  CsvWriter(out, Dialect::spreadsheet).row({"=1+1", "-3", "-A1", "a,b", "c\"d", "@x"});
  EXPECT_EQ(out.str(), "'=1+1,-3,'-A1,\"a,b\",\"c\"\"d\",'@x\r\n");
}

TEST(CsvWriter, writes_decimals_as_each_dialect_has_them) {
  EXPECT_EQ(format_decimal(43370176, 6, Dialect::schema), "43.370176");
  EXPECT_EQ(format_decimal(-629337, 6, Dialect::french_excel), "-0,629337");
  EXPECT_EQ(format_decimal(0, 2, Dialect::schema), "0.00");
}

TEST(Refusals, have_distinct_codes_and_both_languages) {
  std::set<std::string_view> codes;
  for (const auto* reason : refusals::all) {
    EXPECT_TRUE(codes.insert(reason->code).second) << reason->code;
    EXPECT_TRUE(reason->code.starts_with("tabular."));
    EXPECT_FALSE(reason->french.empty() || reason->english.empty());
  }
}

}  // namespace
}  // namespace relais::tabular
