#include "tabular/columns.hpp"

#include <gtest/gtest.h>

#include "tabular/refusals.hpp"

namespace relais::tabular {
namespace {

const Columns sample_columns{{"nom", {"nom de la structure", "name"}, Presence::required},
                             {"code_postal", {"postal code"}, Presence::required},
                             {"services", {}},
                             {"source", {}}};

Layout layout_of(const std::vector<std::string>& headings, Mapping mapping = {}) {
  return Layout::match(sample_columns, headings, std::move(mapping)).value();
}

std::string refusal_of(const std::vector<std::string>& headings, Mapping mapping = {}) {
  return Layout::match(sample_columns, headings, std::move(mapping)).refusal().message(base::Language::english);
}

TEST(Layout, recognises_headings_however_they_are_written) {
  for (const std::string nom : {"NOM", " Nom ", "Nomdelastructure", "Nom de la  structure", "Name"}) {
    const auto layout = layout_of({"Téléphone", nom, "Code Postal"});
    const Row row{2, {"06", " Relais ", "64000"}};
    EXPECT_EQ(Record(layout, row).text("nom"), "Relais") << nom;
    EXPECT_EQ(layout.unused(), std::vector<std::string>{"Téléphone"});
  }
}

TEST(Layout, names_the_required_headings_that_are_missing) {
  EXPECT_EQ(refusal_of({"ville"}), "Required columns are missing: nom, code_postal. Headings read: ville.");
}

TEST(Layout, names_the_headings_that_say_the_same) {
  EXPECT_EQ(refusal_of({"nom", "code postal", "Name"}),
            "Several columns for \"nom\": nom (A), Name (C). Keep one, or name it in the mapping.");
}

TEST(Layout, lets_a_mapping_choose_among_headings) {
  const auto mapping =
      parse_mapping("[columns]\nnom = \"Enseigne\"\n[constants]\nsource = \"liste 64\"\n", sample_columns);
  const auto layout = layout_of({"Nom", "Enseigne", "CP", "postal code"}, *mapping);
  const Row row{5, {"x", "Le Phare", "", "64000"}};
  EXPECT_EQ(Record(layout, row).text("nom"), "Le Phare");
  EXPECT_EQ(Record(layout, row).text("source"), "liste 64");
  EXPECT_EQ(layout.unused(), (std::vector<std::string>{"Nom", "CP"}));
}

TEST(Layout, refuses_a_mapping_that_names_what_the_file_lacks) {
  const auto mapping = parse_mapping("[columns]\nnom = \"Enseigne\"\n", sample_columns);
  EXPECT_EQ(refusal_of({"Nom", "code postal"}, *mapping), "The mapping names \"Enseigne\", which the file lacks.");
}

TEST(Mapping, refuses_what_it_does_not_know) {
  for (const auto* toml : {"nom = ", "[columns]\nfoo = \"x\"", "[colonnes]\nnom = \"x\"", "[columns]\nnom = 3",
                           "[separators]\nservices = \"; \"", "columns = 3", "[flags]\nservices = 3"}) {
    const auto mapping = parse_mapping(toml, sample_columns);
    ASSERT_FALSE(mapping.ok()) << toml;
    EXPECT_TRUE(mapping.refusal().is(refusals::bad_mapping)) << toml;
  }
}

TEST(Record, makes_lists_from_separators_and_from_ticked_columns) {
  const auto mapping = parse_mapping(
      "[separators]\nservices = \";\"\n[flags.services]\n\"Ateliers\" = \"Formation\"\n\"Salle\" = \"Accès\"\n"
      "[flags_no]\nservices = [\"pas du tout\"]\n",
      sample_columns);
  const auto layout = layout_of({"nom", "code postal", "services", "Ateliers", "Salle"}, *mapping);
  const Row ticked{2, {"a", "64000", "Aide; Aide ;Prêt", "Souvent", "X"}};
  EXPECT_EQ(Record(layout, ticked).list("services"), (std::vector<std::string>{"Aide", "Prêt", "Formation", "Accès"}));
  const Row quiet{3, {"a", "64000", "", "Pas du tout", ""}};
  EXPECT_TRUE(Record(layout, quiet).list("services").empty());
}

TEST(Record, locates_a_problem_by_row_letter_and_heading) {
  const auto layout = layout_of({"nom", "Code postal"});
  const Row row{7, {"", "64000", "", "trop"}};
  const auto problems = Record(layout, row).check_shape();
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].row, 7);
  EXPECT_EQ(problems[0].column, "A");
  EXPECT_TRUE(problems[0].refusal.is(refusals::required_value));
  EXPECT_EQ(problems[1].column, "D");
  EXPECT_EQ(problems[1].value, "trop");
  EXPECT_TRUE(problems[1].refusal.is(refusals::surplus_cell));
}

TEST(Record, asking_for_a_field_that_is_not_declared_is_a_defect) {
  const auto layout = layout_of({"nom", "Code postal"});
  const Row row{2, {"a", "b"}};
  EXPECT_THROW(Record(layout, row).text("ville"), base::Defect);
}

}  // namespace
}  // namespace relais::tabular
