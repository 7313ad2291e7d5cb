#include "places/places.hpp"

#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "places/geography.hpp"
#include "places/refusals.hpp"
#include "testing/database.hpp"

namespace relais::places {
namespace {

/// The whole geography takes a second to load: once for each engine, for the tests that only read it.
class France : public ::testing::TestWithParam<store::Engine> {
 protected:
  static void TearDownTestSuite() { loaded().clear(); }

  template <class Function>
  auto read(Function&& function) {
    auto& france = loaded()[GetParam()];
    if (!france) {
      france = std::make_unique<testing::TestDatabase>(GetParam());
      (void)france->database().write([](store::Transaction& t) -> base::Result<> {
        load_geography(t);
        return base::Done{};
      });
    }
    return france->database().read(function);
  }

  base::Result<Match> match(const PlaceText& text) {
    return read([&](store::Reader& reader) { return match_commune(reader, text); });
  }

  std::string why(const PlaceText& text) {
    const auto result = match(text);
    return result ? "matched " + result->commune.insee : result.refusal().message(base::Language::english);
  }

 private:
  static std::map<store::Engine, std::unique_ptr<testing::TestDatabase>>& loaded() {
    static std::map<store::Engine, std::unique_ptr<testing::TestDatabase>> databases;
    return databases;
  }
};

std::vector<std::string> codes(const std::vector<Commune>& communes) {
  std::vector<std::string> found;
  for (const auto& commune : communes) found.push_back(commune.insee);
  return found;
}

using Codes = std::vector<std::string>;

TEST_P(France, has_109_departements_overseas_included) {
  const auto departements = read([](store::Reader& r) { return list_departements(r); });
  ASSERT_EQ(departements.size(), 109U);
  for (const auto* code : {"2A", "2B", "971", "975", "976", "977", "978", "984", "986", "987", "988", "989"}) {
    EXPECT_TRUE(read([&](store::Reader& r) { return find_departement(r, code); })) << code;
  }
  EXPECT_EQ(read([](store::Reader& r) { return find_departement(r, "64"); })->region, "Nouvelle-Aquitaine");
  EXPECT_FALSE(read([](store::Reader& r) { return find_departement(r, "20"); }));
}

TEST_P(France, is_known_to_be_loaded_without_reading_it_all) {
  EXPECT_EQ(read([](store::Reader& r) { return stored_geography_version(r); }), geography_version());
}

TEST_P(France, gives_every_commune_of_a_postal_code_even_in_two_departements) {
  const auto communes = read([](store::Reader& r) { return list_communes_by_postal_code(r, "01410"); });
  std::set<std::string> departements;
  for (const auto& commune : communes) departements.insert(commune.departement);
  EXPECT_EQ(departements, (std::set<std::string>{"01", "39"}));
  EXPECT_EQ(codes(read([](store::Reader& r) { return list_communes_by_postal_code(r, "75013"); })), Codes{"75056"});
}

TEST_P(France, finds_a_commune_by_its_name_then_by_its_beginning_the_most_populated_first) {
  const auto search = [&](const char* name, int most) {
    return codes(read([&](store::Reader& r) { return search_communes(r, name, most); }));
  };
  EXPECT_EQ(search("pau", 3).front(), "64445");
  EXPECT_EQ(search("MARSEIL", 1), Codes{"13055"});
  EXPECT_EQ(search("y", 5), Codes{"80829"});
  EXPECT_EQ(search("st denis", 2), (Codes{"97411", "93066"}));
  EXPECT_TRUE(search("zzz", 5).empty());
  EXPECT_TRUE(search("--", 5).empty());
}

TEST_P(France, lists_the_nearest_communes_in_order) {
  const Point pau_castle{43'294'700, -374'600};
  const auto nearest = read([&](store::Reader& r) { return list_nearest_communes(r, pau_castle, 40); });
  ASSERT_EQ(nearest.size(), 40U);
  for (std::size_t at = 1; at < nearest.size(); ++at) {
    EXPECT_LE(distance_m(pau_castle, nearest[at - 1].centre), distance_m(pau_castle, nearest[at].centre));
  }
  const Point mid_pacific{-15'000'000, -130'000'000};
  EXPECT_EQ(read([&](store::Reader& r) { return list_nearest_communes(r, mid_pacific, 3); }).size(), 3U);
}

TEST_P(France, matches_a_postal_code_and_a_name_however_written) {
  const auto luz = match({.postal_code = "64500", .commune = "ST JEAN DE LUZ"});
  ASSERT_TRUE(luz.ok());
  EXPECT_EQ(luz->commune.insee, "64483");
  EXPECT_TRUE(luz->mended.empty());
}

TEST_P(France, mends_lost_leading_zeros_and_says_so) {
  const auto bourg = match({.postal_code = "1000", .commune = "Bourg-en-Bresse", .insee = "1053"});
  ASSERT_TRUE(bourg.ok());
  EXPECT_EQ(bourg->commune.insee, "01053");
  EXPECT_EQ(bourg->postal_code, "01000");
  ASSERT_EQ(bourg->mended.size(), 2U);
  EXPECT_EQ(bourg->mended[0].became, "01000");
  EXPECT_EQ(bourg->mended[1].became, "01053");
}

TEST_P(France, mends_a_name_or_a_code_older_than_a_merger_and_a_name_cut_short) {
  const auto cut = match({.postal_code = "64470", .commune = "TARDETS"});
  ASSERT_TRUE(cut.ok());
  EXPECT_EQ(cut->mended.at(0).became, "Tardets-Sorholus");
  const auto merged = match({.postal_code = "01300", .commune = "Arbignieu"});
  ASSERT_TRUE(merged.ok());
  EXPECT_EQ(merged->mended.at(0).became, "Arboys en Bugey");
  const auto recoded = match({.postal_code = "69400", .commune = "Porte des Pierres Dorées", .insee = "69159"});
  ASSERT_TRUE(recoded.ok());
  EXPECT_EQ(recoded->commune.insee, "69114");
  ASSERT_EQ(recoded->mended.size(), 1U);
  EXPECT_EQ(recoded->mended[0].became, "69114");
}

TEST_P(France, tells_the_arrondissement_of_a_city) {
  for (const PlaceText& text :
       {PlaceText{.postal_code = "13008", .commune = "Marseille"},
        PlaceText{.postal_code = "13008", .commune = "MARSEILLE 08"}, PlaceText{.commune = "Marseille 8e"},
        PlaceText{.postal_code = "13008", .commune = "Marseille", .insee = "13208"},
        PlaceText{.postal_code = "13008", .insee = "13055"}}) {
    const auto found = match(text);
    ASSERT_TRUE(found.ok()) << found.refusal().message(base::Language::english);
    EXPECT_EQ(found->commune.insee, "13055");
    ASSERT_TRUE(found->arrondissement);
    EXPECT_EQ(found->arrondissement->insee, "13208");
    EXPECT_TRUE(found->mended.empty());
  }
}

TEST_P(France, refuses_statements_that_disagree) {
  EXPECT_EQ(
      why({.postal_code = "75013", .commune = "Paris 12"}),
      "\"Paris 12\" is no commune of the postal code 75013, which has: Paris (75), Paris 13e Arrondissement (75).");
  EXPECT_EQ(why({.postal_code = "64000", .commune = "Pau", .insee = "64102"}),
            "\"Pau\" is not the name of commune 64102, which is Bayonne.");
  EXPECT_EQ(why({.postal_code = "64100", .insee = "64445"}), "\"64100\" is no postal code of Pau (64445).");
  EXPECT_EQ(why({.postal_code = "00000", .commune = "Pau"}), "no commune has the postal code \"00000\".");
  EXPECT_EQ(why({.insee = "64999"}), "no commune has the INSEE code \"64999\": mend it or empty the cell.");
  EXPECT_EQ(why({.commune = "Trifouillis"}), "no commune is named \"Trifouillis\".");
  EXPECT_EQ(why({}), "neither commune nor postal code: give both.");
}

TEST_P(France, refuses_to_choose_between_communes) {
  EXPECT_EQ(match({.postal_code = "64470"}).refusal().code(), refusals::commune_is_ambiguous.code);
  EXPECT_EQ(why({.commune = "Sainte-Colombe"}).substr(0, 20), "several communes fit");
  EXPECT_EQ(why({.postal_code = "64000"}), "matched 64445");
}

TEST_P(France, names_the_cell_at_fault) {
  EXPECT_EQ(field_of(match({.postal_code = "64100", .insee = "64445"}).refusal()), PlaceField::postal_code);
  EXPECT_EQ(field_of(match({.insee = "64999"}).refusal()), PlaceField::insee);
  EXPECT_EQ(field_of(match({.commune = "Trifouillis"}).refusal()), PlaceField::commune);
}

INSTANTIATE_TEST_SUITE_P(, France, ::testing::Values(store::Engine::sqlite, store::Engine::postgres),
                         [](const auto& tested) {
                           return tested.param == store::Engine::sqlite ? "sqlite" : "postgres";
                         });

class LoadingGeography : public testing::Store {
 protected:
  Loaded load(const Geography& geography) {
    return database()
        .write([&](store::Transaction& t) -> base::Result<Loaded> { return store_geography(t, geography); })
        .value();
  }
  std::optional<Commune> find(const char* insee) {
    return database().read([&](store::Reader& r) { return find_commune(r, insee); });
  }

  Geography small() {
    return {"1",
            {{"64", "Pyrénées-Atlantiques", "75", "Nouvelle-Aquitaine", "metro"}},
            {{{"64445", "Pau", "64", "", 77'000, {43'300'000, -370'000}, false}, {"64000"}},
             {{"64001", "Aast", "64", "", 190, {43'290'000, -80'000}, false}, {"64460"}}},
            {},
            {}};
  }
};

TEST_P(LoadingGeography, twice_changes_nothing) {
  EXPECT_EQ(load(small()), Loaded::updated);
  EXPECT_EQ(load(small()), Loaded::unchanged);
}

TEST_P(LoadingGeography, of_a_newer_version_updates_adds_and_keeps_what_is_no_more) {
  load(small());
  auto newer = small();
  newer.version = "2";
  newer.communes.pop_back();
  newer.communes[0].commune.population = 78'000;
  newer.communes[0].postal_codes = {"64000", "64999"};
  newer.communes.push_back({{"64002", "Abère", "64", "", 180, {43'400'000, -160'000}, false}, {"64160"}});
  newer.former_names.push_back({"Aast", "64002"});
  EXPECT_EQ(load(newer), Loaded::updated);
  EXPECT_EQ(find("64445")->population, 78'000);
  EXPECT_TRUE(find("64002"));
  EXPECT_TRUE(find("64001"));
  database().read([](store::Reader& r) {
    EXPECT_TRUE(list_communes_by_postal_code(r, "64460").empty());
    EXPECT_EQ(codes(list_communes_by_postal_code(r, "64999")), Codes{"64445"});
    EXPECT_EQ(codes(search_communes(r, "aast")), Codes{"64002"});
    return 0;
  });
}

TEST_P(LoadingGeography, by_two_processes_at_once_loads_it_once) {
  const auto other = test_database().open_again();
  const auto geography = small();
  std::atomic<int> updated = 0;
  const auto load_in = [&](store::Database& database) {
    const auto loaded =
        database.write([&](store::Transaction& t) -> base::Result<Loaded> { return store_geography(t, geography); });
    if (loaded.value() == Loaded::updated) ++updated;
  };
  {
    const std::jthread first([&] { load_in(database()); });
    const std::jthread second([&] { load_in(*other); });
  }
  EXPECT_EQ(updated, 1);
}

RELAIS_ON_BOTH_ENGINES(LoadingGeography);

TEST(Refusals, have_distinct_codes_and_both_languages) {
  std::set<std::string_view> seen;
  for (const auto* reason : refusals::all) {
    EXPECT_TRUE(seen.insert(reason->code).second) << reason->code;
    EXPECT_FALSE(reason->french.empty() || reason->english.empty()) << reason->code;
  }
}

}  // namespace
}  // namespace relais::places
