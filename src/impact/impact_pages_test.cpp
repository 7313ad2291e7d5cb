#include "impact/impact_pages.hpp"

#include "impact/departements_pages.hpp"
#include "impact/flow_pages.hpp"
#include "impact/map_pages.hpp"
#include "impact/words_pages.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"
#include "web/json.hpp"

namespace relais::impact {
namespace {

using base::Language;

web::Frame frame(const web::Request&) {
  return {.programme = "Essai", .navigation = {}, .actor = {}, .sign_out_path = {}};
}

class ImpactPages : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    add_impact_pages(site_, router_, database());
  }

  void load_programme() {
    write([](store::Transaction& transaction) {
      places::load_geography(transaction);
      const testing::SampleProgramme programme(transaction);
      const auto permit = people::permit_of_test();
      const needs::RoundDraft round{
          "mars", {"Mars", "March"}, testing::SampleCatalogue::day(), testing::SampleCatalogue::day()};
      const auto saved = needs::save_round(transaction, permit, programme.programme, round);
      ASSERT_TRUE(saved);
      needs::NeedDraft need;
      need.round_code = "mars";
      need.structure_code = "structure-a";
      need.product_code = "phone_kit";
      need.people = need.quantity = 40;
      ASSERT_TRUE(needs::save_need(transaction, permit, programme.catalogue, need));
      ASSERT_TRUE(needs::approve_submitted_needs(transaction, permit, saved->id));
    });
  }

  web::Response get(const web::Request& request) { return router_(request); }
  web::Response get(const std::string& path) {
    web::Request request;
    request.path = path;
    return get(request);
  }
  web::Json get_json(const std::string& path) { return web::Json::parse(get(path).body); }

 private:
  web::Site site_{frame};
  web::Router router_;
};

TEST_P(ImpactPages, say_that_there_is_no_programme_yet) {
  EXPECT_EQ(get("/").status, 404);
  EXPECT_EQ(get_json("/api/v1/impact")["code"], "catalogue.no_programme");
}

TEST_P(ImpactPages, show_the_programme_and_that_its_data_is_made_up) {
  load_programme();
  const auto page = get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<h1>Essai</h1>"), std::string::npos);
  EXPECT_NE(page.body.find("Données d’illustration."), std::string::npos);
  EXPECT_NE(page.body.find("Pyrénées-Atlantiques (64) : 40 demandés, 0 attribués, 0\u202f%"), std::string::npos);
}

TEST_P(ImpactPages, give_the_needs_of_one_departement_and_refuse_an_unknown_one) {
  load_programme();
  EXPECT_EQ(get("/departements/64").status, 200);
  EXPECT_EQ(get("/departements/999").status, 404);
  const auto json = get_json("/api/v1/departements/64");
  EXPECT_EQ(json["departement"]["asked"], 40);
  EXPECT_EQ(json["departement"]["coverage_permille"], 0);
  EXPECT_EQ(json["needs"][0]["product"], "phone_kit");
  EXPECT_EQ(get_json("/api/v1/departements/999")["status"], 404);
}

TEST_P(ImpactPages, list_every_departement_also_those_where_nobody_asked) {
  load_programme();
  const auto list = get_json("/api/v1/departements")["departements"];
  EXPECT_EQ(list.size(), 109u);
  EXPECT_EQ(list[0]["code"], "01");
  EXPECT_TRUE(list[0]["coverage_permille"].is_null());
}

TEST_P(ImpactPages, order_the_departements_by_the_column_that_was_asked_for) {
  load_programme();
  const auto first_row = [&](const std::string& order) {
    web::Request request;
    request.query.add("sort", order);
    request.path = "/";
    const auto body = get(request).body;
    const auto rows = body.find("<tbody>", body.find("id=\"departements\""));
    return body.substr(body.find("/departements/", rows), 16);
  };
  EXPECT_EQ(first_row("asked"), "/departements/64");
  EXPECT_EQ(first_row("nonsense"), "/departements/01");
}

RELAIS_ON_BOTH_ENGINES(ImpactPages);

TEST(ImpactMap, colours_a_coverage_by_quarters_and_all_apart) {
  EXPECT_EQ(cover_class(std::nullopt), "cover-none");
  EXPECT_EQ(cover_class(0), "cover-0");
  EXPECT_EQ(cover_class(249), "cover-0");
  EXPECT_EQ(cover_class(250), "cover-1");
  EXPECT_EQ(cover_class(999), "cover-3");
  EXPECT_EQ(cover_class(1'000), "cover-4");
}

TEST(ImpactWords, round_a_share_down_and_never_hide_a_little) {
  EXPECT_EQ(per_cent_text(Language::english, 999), "99%");
  EXPECT_EQ(per_cent_text(Language::english, 4), "less than 1%");
  EXPECT_EQ(per_cent_text(Language::french, 0), "0\u202f%");
  EXPECT_EQ(per_cent_text(Language::french, std::nullopt), "–");
}

/// A number of the picture, of one stage.
std::int64_t length(const web::Data& picture, std::size_t stage, const char* name) {
  return std::stoll(picture.get("stages")->list_value()[stage].get(name)->string_value());
}

TEST(ImpactFlow, draws_bars_to_scale_that_narrow_where_goods_wait) {
  CategoryFlow flow;
  flow.pledged = flow.received = 1'000;
  flow.in_stock = 250;
  flow.quarantine = 250;
  flow.handed_over = 500;
  const auto picture = flow_picture(flow, Language::french);
  EXPECT_EQ(length(picture, 0, "going"), 320);
  EXPECT_EQ(length(picture, 1, "going"), 160);
  EXPECT_EQ(length(picture, 1, "waiting"), 80);
  EXPECT_EQ(length(picture, 1, "apart"), 80);
  EXPECT_EQ(length(picture, 1, "band"), 160);
  EXPECT_EQ(length(picture, 5, "going"), 160);
}

TEST(ImpactFlow, draws_nothing_of_nothing_and_a_surplus_within_the_picture) {
  EXPECT_EQ(length(flow_picture({}, Language::french), 0, "going"), 0);
  CategoryFlow surplus;
  surplus.pledged = 100;
  surplus.received = surplus.handed_over = 200;
  surplus.lost = -3;
  const auto picture = flow_picture(surplus, Language::french);
  EXPECT_EQ(length(picture, 0, "going"), 160);
  EXPECT_EQ(length(picture, 1, "going"), 320);
  EXPECT_EQ(length(picture, 1, "apart"), 0);
}

}  // namespace
}  // namespace relais::impact
