#include "directory/national_schema.hpp"

#include "base/text.hpp"
#include "directory/lists_test.hpp"
#include "directory/open_data.hpp"

namespace relais::directory {
namespace {

class NationalFile : public Directory {
 protected:
  std::string exported(std::string_view departement = {}) {
    return database().read([&](store::Reader& reader) {
      const auto data = describe_open_data(reader, departement, today());
      return places_csv(reader, *data, departement, today());
    });
  }
  PublishedCounts counted() {
    return database().read([&](store::Reader& reader) { return describe_open_data(reader, {}, today())->counts; });
  }
};
RELAIS_ON_BOTH_ENGINES(NationalFile);

// Every column filled, several values where there may be, a separator, quotes and a line break inside cells.
const std::string whole_file = [] {
  std::string headings;
  for (const auto heading : national_headings()) headings += (headings.empty() ? "" : ",") + std::string(heading);
  return headings +
         "\n"
         "essai-1,43493312300029,\"L'Atelier, \"\"le vrai\"\"\",Pau,64000,64445,12 BIS RUE DE L'ÉCOLE,Le patio,43.2951,"
         "-0.370797,ASSO|TIERS_LIEUX,+33559000001,contact@atelier.example|accueil@atelier.example,"
         "https://atelier.example/|https://social.example/atelier,\"Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00\","
         "Des outils numériques pour tous.,\"Un atelier.\nSur rendez-vous, et le samedi.\",Hubik,Itinérant|Fixe,"
         "21640445900017,2020-03-01,Aide aux démarches administratives|Accès internet et matériel informatique,"
         "Jeunes|Femmes,Surdité|Langues étrangères (anglais),Gratuit|Gratuit sous condition,"
         "Aidants Connect|Relais numérique (Emmaüs Connect),Formé à « Mon Espace Santé »|SUD LABS (PACA),Label d'ici,"
         "Se présenter|Téléphoner,En autonomie|À distance,https://acceslibre.example/atelier,https://rdv.example/a\n";
}();

TEST_P(NationalFile, goes_in_and_out_without_loss) {
  const auto report = import(whole_file, accredited());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->count(tabular::Outcome::created), 1);
  EXPECT_TRUE(report->rows().front().repairs.empty());
  auto expected = whole_file;
  expected.replace(expected.find("essai-1"), 7, "essai-essai-1");  // the list's name makes identifiers unique
  EXPECT_EQ(exported(), expected);
}

TEST_P(NationalFile, of_its_own_making_changes_nothing_when_it_comes_back) {
  ASSERT_TRUE(import(whole_file, accredited()));
  auto options = accredited();
  options.list = "retour";
  ASSERT_TRUE(import(exported(), options));
  EXPECT_EQ(import(exported("64"), options)->count(tabular::Outcome::unchanged), 1);
}

TEST_P(NationalFile, leaves_out_what_the_schema_cannot_hold_and_counts_it) {
  auto made_up = accredited();
  made_up.list = "exemples";
  made_up.is_illustrative = true;
  ASSERT_TRUE(import(whole_file, made_up));
  ASSERT_TRUE(import("nom,adresse,code_postal,commune\nSans pivot,1 rue A,64000,Pau\n", accredited()));
  EXPECT_EQ(exported(), whole_file.substr(0, whole_file.find('\n') + 1));
  EXPECT_EQ(counted().published, 0);
  EXPECT_EQ(counted().left_out, 3);  // two of the sample programme
  EXPECT_EQ(counted().made_up, 1);
}

TEST_P(NationalFile, drops_words_that_the_schema_does_not_know_and_says_so) {
  const auto report = import(
      "nom,adresse,code_postal,commune,pivot,publics_specifiquement_adresses\n"
      "A,1 rue A,64000,Pau,W641234567,Jeunes|Martiens\n",
      accredited());
  ASSERT_EQ(report->rows().front().repairs.size(), 1U);
  EXPECT_EQ(report->rows().front().repairs.front().became, "Jeunes");
  EXPECT_NE(exported().find(",Jeunes,"), std::string::npos);
}

TEST_P(NationalFile, refuses_a_summary_that_is_too_long_and_a_booking_page_that_is_none) {
  const auto report = import("nom,adresse,code_postal,commune,presentation_resume,prise_rdv\nA,1 rue A,64000,Pau," +
                                 std::string(281, 'x') + ",javascript:alert(1)\n",
                             accredited());
  ASSERT_EQ(report->rows().front().problems.size(), 2U);
  EXPECT_EQ(report->rows().front().problems[0].column, "E");
  EXPECT_EQ(report->rows().front().problems[1].column, "F");
}

TEST_P(NationalFile, forgets_a_suspended_structure_at_once) {
  ASSERT_TRUE(import(whole_file, accredited()));
  const auto suspended = database().write([&](store::Transaction& transaction) {
    const auto one = people::find_organisation(transaction, sample_->programme, "essai-essai-1");
    return people::change_accreditation(transaction, people::permit_of_test(), one->id,
                                        people::Accreditation::suspended, {}, "contrôle");
  });
  ASSERT_TRUE(suspended);
  EXPECT_EQ(exported(), whole_file.substr(0, whole_file.find('\n') + 1));
}

TEST(InternationalPhone, follows_the_plan_of_the_departement) {
  EXPECT_EQ(international_phone("05 59 80 58 84", "64"), "+33559805884");
  EXPECT_EQ(international_phone("+33442645975", "13"), "+33442645975");
  EXPECT_EQ(international_phone("0262 90 00 00", "974"), "+262262900000");
  EXPECT_EQ(international_phone("0596.60.00.00", "972"), "+596596600000");
  EXPECT_EQ(international_phone("05 59 00 00 01 / 05 59 00 00 02", "64"), "");
  EXPECT_EQ(international_phone("3949", "64"), "");
  EXPECT_EQ(international_phone("", "64"), "");
}

}  // namespace
}  // namespace relais::directory
