#include "web/i18n.hpp"

#include <gtest/gtest.h>

namespace relais::web {
namespace {

using base::Language;

TEST(Texts, french_is_the_source_and_english_the_catalogue) {
  EXPECT_EQ(translate(Language::french, "Retour à l’accueil"), "Retour à l’accueil");
  EXPECT_EQ(translate(Language::english, "Retour à l’accueil"), "Back to the home page");
}

TEST(Texts, a_text_without_english_stays_french_and_is_known_to_lack_it) {
  EXPECT_EQ(translate(Language::english, "Texte jamais traduit"), "Texte jamais traduit");
  EXPECT_FALSE(find_translation(Language::english, "Texte jamais traduit"));
  EXPECT_EQ(translate(Language::english, ""), "");
}

TEST(Texts, zero_is_singular_in_french_and_plural_in_english) {
  EXPECT_EQ(format_days(Language::french, 0), "0 jour");
  EXPECT_EQ(format_days(Language::french, 1), "1 jour");
  EXPECT_EQ(format_days(Language::french, 2), "2 jours");
  EXPECT_EQ(format_days(Language::english, 0), "0 days");
  EXPECT_EQ(format_days(Language::english, 1), "1 day");
  EXPECT_EQ(format_days(Language::english, 75000), "75,000 days");
  EXPECT_EQ(format_days(Language::french, 75000), "75\u202F000 jours");
}

TEST(Texts, a_plural_without_english_stays_french) {
  EXPECT_EQ(translate_plural(Language::english, "{} inconnu", "{} inconnus", 2), "2 inconnus");
}

TEST(Texts, writes_days_as_each_language_does) {
  const auto day = base::parse_day("2020-03-26").value();
  EXPECT_EQ(format_day(Language::french, day), "26 mars 2020");
  EXPECT_EQ(format_day(Language::english, day), "26 March 2020");
  EXPECT_EQ(format_day(Language::french, base::parse_day("2020-04-01").value()), "1er avril 2020");
  EXPECT_EQ(format_day(Language::french, base::parse_day("2020-12-31").value()), "31 décembre 2020");
}

TEST(Texts, takes_the_preferred_language_and_else_french) {
  EXPECT_EQ(preferred_language("en-GB,en;q=0.9,fr;q=0.8"), Language::english);
  EXPECT_EQ(preferred_language("fr-FR,fr;q=0.9,en;q=0.8"), Language::french);
  EXPECT_EQ(preferred_language("de, en;q=0.5"), Language::english);
  EXPECT_EQ(preferred_language("de"), Language::french);
  EXPECT_EQ(preferred_language(""), Language::french);
  EXPECT_EQ(preferred_language("en;q=0"), Language::french);
  EXPECT_EQ(preferred_language("en;q=zzz, ,;;,q=1"), Language::english);
}

}  // namespace
}  // namespace relais::web
