#include "directory/directory_pages.hpp"

#include <set>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "directory/hours.hpp"
#include "directory/import.hpp"
#include "directory/phone.hpp"
#include "places/geography.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::directory {
namespace {

using base::Language;
using nlohmann::json;

class DirectoryPages : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](store::Transaction& transaction) {
      places::store_geography(transaction, some_communes());
      sample_.emplace(transaction);
    });
    site_.emplace([](const web::Request&) { return web::Frame{"Essai", {}, {}, {}}; });
    router_.emplace(
        [this](const web::Request& request, const base::Refusal& refusal) { return site_->refusal(request, refusal); });
    add_directory_pages(*site_, *router_, database(), &clock(), "https://relais.example");
  }

  static const places::Geography& some_communes() {
    static const auto some = [] {
      auto geography = places::read_geography();
      const std::set<std::string> kept{"64", "93", "974"};
      std::erase_if(geography.communes, [&](const auto& line) { return !kept.contains(line.commune.departement); });
      geography.version = "some";
      geography.former_names.clear();
      geography.former_codes.clear();
      return geography;
    }();
    return some;
  }

  void import(const std::string& rows, bool is_illustrative = false,
              people::Accreditation state = people::Accreditation::accredited) {
    std::istringstream table("id,nom,adresse,commune,code_postal,telephone,site_web,horaires,services\n" + rows);
    ImportOptions options;
    options.list = "essai";
    options.accreditation = state;
    options.is_illustrative = is_illustrative;
    ASSERT_TRUE(import_places(database(), people::permit_of_test(), sample_->programme, table, {}, options));
  }

  web::Response get(const std::string& path, const std::vector<std::pair<std::string, std::string>>& query = {},
                    Language language = Language::french) {
    web::Request request;
    request.path = path;
    for (const auto& [name, value] : query) request.query.add(name, value);
    request.language = language;
    return (*router_)(request);
  }
  static bool says(const web::Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
  }

  std::optional<testing::SampleProgramme> sample_;
  std::optional<web::Site> site_;
  std::optional<web::Router> router_;
};

const std::string three =
    "1,Relais de Bayonne,1 rue A,Bayonne,64100,+33559000001,,Mo-Fr 09:00-12:00,Accès internet\n"
    "2,Relais de Pau,2 rue B,Pau,64000,05 59 00 00 02,https://exemple.fr/,lundi matin,\n"
    "3,Relais de Jurançon,3 rue C,Jurançon,64110,,,,\n";

TEST_P(DirectoryPages, list_every_departement_overseas_included) {
  import(three);
  const auto page = get("/directory");
  EXPECT_EQ(page.keep, web::Keep::revalidate);
  EXPECT_TRUE(says(page, "974 La Réunion"));
  EXPECT_TRUE(says(page, "<span class=\"count\">5 structures</span>"));
  EXPECT_TRUE(says(get("/directory", {}, Language::english), "By département"));
  EXPECT_EQ(json::parse(get("/api/v1/directory").body)["departements"].size(), 109U);
}

TEST_P(DirectoryPages, show_how_to_reach_a_structure) {
  import(three);
  const auto page = get("/directory/departements/64");
  for (const auto* text : {"href=\"tel:+33559000001\"", "05 59 00 00 01", "lundi–vendredi : 9:00–12:00", "lundi matin",
                           "https://exemple.fr/", "Accès internet", "1 rue A"})
    EXPECT_TRUE(says(page, text)) << text;
  EXPECT_TRUE(says(get("/directory/departements/64", {}, Language::english), "Monday–Friday: 9:00–12:00"));
}

TEST_P(DirectoryPages, show_accredited_structures_only) {
  import(three, false, people::Accreditation::applied);
  EXPECT_FALSE(says(get("/directory/departements/64"), "Relais de Pau"));
  EXPECT_FALSE(says(get("/directory/search", {{"q", "64000"}}), "Relais de Pau"));
  EXPECT_FALSE(says(get("/api/v1/directory/search", {{"q", "64000"}}), "Relais de Pau"));
}

TEST_P(DirectoryPages, mark_structures_that_are_made_up) {
  import(three);
  EXPECT_FALSE(says(get("/directory/departements/64"), "exemple</span>"));
  import(three, true);
  EXPECT_TRUE(says(get("/directory/departements/64"), "exemple</span>"));
  EXPECT_TRUE(json::parse(get("/api/v1/directory/search", {{"q", "Pau"}}).body)["structures"][0]["is_illustrative"]);
}

TEST_P(DirectoryPages, search_from_the_nearest_with_distances) {
  import(three);
  const auto page = get("/directory/search", {{"q", "64000"}});
  const auto pau = page.body.find("Relais de Pau"), bayonne = page.body.find("Relais de Bayonne");
  EXPECT_LT(pau, bayonne);
  EXPECT_NE(bayonne, std::string::npos);
  EXPECT_TRUE(says(page, "Autour de Pau (64)"));
  EXPECT_TRUE(says(page, "À moins de 1 km"));
  EXPECT_TRUE(says(page, " km</p>"));
  const auto found = json::parse(get("/api/v1/directory/search", {{"q", "jurancon"}}).body);
  EXPECT_EQ(found["structures"][0]["name"], "Relais de Jurançon");
  EXPECT_EQ(found["structures"][0]["distance_m"], 0);
}

TEST_P(DirectoryPages, offer_the_communes_that_a_question_may_mean) {
  import(three);
  const auto page = get("/directory/search", {{"q", "saint-denis"}});
  EXPECT_TRUE(says(page, "Saint-Denis (93)"));
  EXPECT_TRUE(says(page, "Saint-Denis (974)"));
  const auto chosen = get("/directory/search", {{"q", "saint-denis"}, {"commune", "93066"}});
  EXPECT_TRUE(says(chosen, "Autour de Saint-Denis (93)"));
  EXPECT_EQ(get("/directory/search", {{"q", "x"}, {"commune", "00000"}}).status, 422);
}

TEST_P(DirectoryPages, say_what_to_do_when_nothing_is_found) {
  import(three);
  const auto unknown = get("/directory/search", {{"q", "Nullepart"}});
  EXPECT_EQ(unknown.status, 422);
  EXPECT_TRUE(says(unknown, "Essayez le code postal seul"));
  EXPECT_TRUE(says(unknown, "value=\"Nullepart\"")) << "the form keeps what was typed";
  EXPECT_TRUE(says(get("/directory/search", {{"q", "97400"}}), "Aucune structure habilitée à moins de 100 km"));
  EXPECT_TRUE(says(get("/directory/departements/974"), "Aucune structure n’est habilitée"));
  EXPECT_EQ(get("/api/v1/directory/search", {{"q", "Nullepart"}}).headers.find("Content-Type"),
            "application/problem+json");
}

TEST_P(DirectoryPages, answer_404_to_a_departement_that_is_not_one) {
  for (const auto* path : {"/directory/departements/20", "/directory/departements/%3Cb%3E"}) {
    EXPECT_EQ(get(path).status, 404) << path;
    EXPECT_EQ(get(std::string("/api/v1") + path).status, 404) << path;
  }
  EXPECT_EQ(get("/directory/departements/64", {{"after", "nonsense"}}).status, 400);
}

TEST_P(DirectoryPages, page_through_a_departement_once) {
  std::string rows;
  for (int number = 100; number < 220; ++number)
    rows += std::to_string(number) + ",Relais " + std::to_string(number) + ",1 rue A,Pau,64000,,,,\n";
  import(rows);
  std::set<std::string> names;
  std::string after;
  int pages = 0;
  do {
    const auto answer = json::parse(get("/api/v1/directory/departements/64", {{"after", after}}).body);
    for (const auto& structure : answer["structures"]) EXPECT_TRUE(names.insert(structure["name"]).second);
    const auto next = answer["next"].is_null() ? "" : answer["next"].get<std::string>();
    after = next.empty() ? "" : next.substr(next.find("after=") + 6);
    for (auto at = after.find("%20"); at != after.npos; at = after.find("%20")) after.replace(at, 3, " ");
    ++pages;
  } while (!after.empty() && pages < 5);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(names.size(), 122U);  // two of the sample programme
}

TEST_P(DirectoryPages, say_who_is_near_the_visitor) {
  import(three);
  const auto page = get("/directory/search", {{"near", "43.30,-0.37"}});
  EXPECT_TRUE(says(page, "Autour de vous"));
  EXPECT_LT(page.body.find("Relais de Pau"), page.body.find("Relais de Bayonne"));
  EXPECT_EQ(page.headers.find("Permissions-Policy"), "geolocation=(self)");
  EXPECT_TRUE(json::parse(get("/api/v1/directory/search", {{"near", "43.30,-0.37"}}).body)["around"].is_null());
  for (const auto* here : {"43.30", "91,0", "x,y", "43.30;-0.37"})
    EXPECT_EQ(get("/directory/search", {{"near", here}}).status, 422) << here;
}

TEST_P(DirectoryPages, print_a_poster_whose_code_leads_to_the_list) {
  import(three, true);
  const auto poster = get("/directory/departements/64/poster");
  EXPECT_TRUE(says(poster, "https://relais.example/directory/departements/64"));
  EXPECT_TRUE(says(poster, "Relais de Pau"));
  EXPECT_TRUE(says(poster, "exemple</span>"));
  EXPECT_EQ(get("/directory/departements/20/poster").status, 404);
}

TEST_P(DirectoryPages, let_only_the_list_for_it_be_framed) {
  import(three);
  const auto framed = get("/directory/departements/64/embed");
  EXPECT_TRUE(says(framed, "Relais de Pau"));
  EXPECT_FALSE(says(framed, "<form"));
  EXPECT_NE(framed.headers.find("Content-Security-Policy")->find("frame-ancestors *"), std::string::npos);
  EXPECT_FALSE(get("/directory/departements/64").headers.find("Content-Security-Policy"));
}

TEST_P(DirectoryPages, publish_files_for_other_directories) {
  import(three);
  const auto page = get("/directory/open-data", {{"departement", "64"}});
  EXPECT_TRUE(says(page, "5 structures"));  // two of the sample programme
  EXPECT_TRUE(says(page, "places.csv?departement=64"));
  EXPECT_EQ(get("/directory/open-data/places.csv", {{"departement", "<b>"}}).status, 404);
  const auto structures = json::parse(get("/directory/open-data/structures.json").body);
  EXPECT_EQ(structures.size(), 5U);
  EXPECT_EQ(json::parse(get("/directory/open-data/services.json").body).size(), 5U);
  EXPECT_EQ(json::parse(get("/directory/open-data/places.json").body).size(), 0U) << "none has a SIRET or an RNA";
  import(three, true);
  EXPECT_EQ(json::parse(get("/directory/open-data/structures.json").body).size(), 2U) << "made-up ones never leave";
}

TEST_P(DirectoryPages, escape_what_people_wrote) {
  import("1,<script>x</script>,\"\"\"><b>\",Pau,64000,,,\"<i>\n\"\"\",<u>\n");
  for (const auto& page : {get("/directory/departements/64"), get("/directory/search", {{"q", "64000"}}),
                           get("/directory/search", {{"q", "\"><script>"}})})
    for (const auto* text : {"<script>", "<b>", "<i>", "<u>"}) EXPECT_FALSE(says(page, text)) << text;
}

RELAIS_ON_BOTH_ENGINES(DirectoryPages);

TEST(Phone, is_read_aloud_in_pairs_and_called_without_blanks) {
  EXPECT_EQ(phone_text("+33442645975"), "04 42 64 59 75");
  EXPECT_EQ(phone_text("0559805884"), "05 59 80 58 84");
  EXPECT_EQ(phone_text("3949"), "3949");
  EXPECT_EQ(phone_text("05 59 80 58 84 / 06 00 00 00 00"), "05 59 80 58 84 / 06 00 00 00 00");
  EXPECT_EQ(phone_link("05 59 80 58 84 / 06 00 00 00 00"), "0559805884");
  EXPECT_EQ(phone_link("+33 (0)5 59 80 58 84"), "+33559805884");
  EXPECT_EQ(phone_link(""), "");
}

TEST(Hours, are_put_into_words_or_left_as_written) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(hours_lines("Mo-Fr 08:00-12:15,13:15-16:30; Sa off", Language::french),
            (Lines{"lundi–vendredi : 8:00–12:15, 13:15–16:30", "samedi : fermé"}));
  EXPECT_EQ(hours_lines("Tu,Th 14:00-17:00", Language::english), Lines{"Tuesday, Thursday: 14:00–17:00"});
  EXPECT_EQ(hours_lines("Mo-Fr 08h-12h", Language::french), Lines{"Mo-Fr 08h-12h"});
  EXPECT_EQ(hours_lines("Lundi\n  mardi ", Language::french), (Lines{"Lundi", "mardi"}));
  EXPECT_TRUE(hours_lines("", Language::french).empty());
}

}  // namespace
}  // namespace relais::directory
