#include "catalogue/catalogue.hpp"

#include <gtest/gtest.h>

#include "catalogue/refusals.hpp"
#include "testing/catalogue.hpp"
#include "testing/database.hpp"

namespace relais::catalogue {
namespace {

using store::Reader;
using store::Transaction;
using testing::SampleCatalogue;

class Catalogued : public testing::Store {
 protected:
  base::Result<ProgrammeId> save(const Catalogue& draft) {
    return database().write([&](Transaction& transaction) { return save_catalogue(transaction, draft); });
  }
  Catalogue read(ProgrammeId programme) {
    return database().read([&](Reader& reader) { return get_catalogue(reader, programme); });
  }
  /// The code of the refusal of a draft that `change` spoilt.
  std::string refusal_of(const std::function<void(Catalogue&)>& change) {
    auto draft = SampleCatalogue::draft();
    change(draft);
    const auto result = save(draft);
    return result ? "saved" : std::string(result.refusal().code());
  }
};

TEST_P(Catalogued, gives_back_what_was_saved) {
  const auto draft = SampleCatalogue::draft();
  const auto programme = save(draft);
  ASSERT_TRUE(programme);
  const auto catalogue = read(*programme);
  EXPECT_EQ(catalogue.programme.code, "essai");
  EXPECT_TRUE(catalogue.programme.is_illustrative);
  EXPECT_EQ(catalogue.programme.starts_on, SampleCatalogue::day());
  ASSERT_EQ(catalogue.kinds.size(), 4u);
  EXPECT_EQ(catalogue.kinds[1].code, "smartphone");
  EXPECT_EQ(catalogue.kinds[1].serves, std::vector{catalogue.kinds[0].id});
  EXPECT_EQ(catalogue.find_kind("top_up")->volume_gb, 5);
  EXPECT_EQ(catalogue.targets, draft.targets);
}

TEST_P(Catalogued, has_the_kits_then_a_product_per_kind) {
  const auto catalogue = read(*save(SampleCatalogue::draft()));
  ASSERT_EQ(catalogue.products.size(), 5u);
  EXPECT_EQ(catalogue.products[0].code, "phone_kit");
  EXPECT_TRUE(catalogue.products[0].is_kit());
  EXPECT_EQ(catalogue.products[0].parts.size(), 3u);
  EXPECT_EQ(catalogue.products[4].code, "top_up");
  EXPECT_FALSE(catalogue.products[4].is_kit());
  EXPECT_TRUE(catalogue.gives_device(catalogue.products[0]));
  EXPECT_TRUE(catalogue.gives_connection(catalogue.products[0]));
  EXPECT_FALSE(catalogue.gives_device(*catalogue.find_product("sim_card")));
  EXPECT_FALSE(catalogue.gives_connection(*catalogue.find_product("smartphone")));
}

TEST_P(Catalogued, the_same_again_changes_nothing) {
  const auto first = read(*save(SampleCatalogue::draft()));
  clock().advance(std::chrono::hours(1));
  EXPECT_EQ(read(*save(SampleCatalogue::draft())), first);
}

TEST_P(Catalogued, a_changed_draft_is_followed_and_ids_stay) {
  const auto before = read(*save(SampleCatalogue::draft()));
  auto draft = SampleCatalogue::draft();
  draft.kinds[0].name.french = "Téléphone à touches";
  draft.kinds.erase(draft.kinds.begin() + 1);
  draft.products[0].parts = {{KindId{1}, 2}, {KindId{3}, 1}};
  draft.targets.clear();
  const auto after = read(*save(draft));
  EXPECT_EQ(after.kinds[0].id, before.kinds[0].id);
  EXPECT_EQ(after.kinds[0].name.french, "Téléphone à touches");
  EXPECT_EQ(after.find_kind("smartphone"), nullptr);
  EXPECT_EQ(after.find_product("smartphone"), nullptr);
  EXPECT_EQ(after.products[0].id, before.products[0].id);
  EXPECT_EQ(after.products[0].parts, (std::vector<Part>{{before.kinds[0].id, 2}, {before.kinds[3].id, 1}}));
  EXPECT_TRUE(after.targets.empty());
}

TEST_P(Catalogued, refuses_to_remove_a_kind_that_something_refers_to) {
  const auto catalogue = read(*save(SampleCatalogue::draft()));
  write([&](Transaction& transaction) {
    transaction.execute("CREATE TABLE goods (kind_id BIGINT REFERENCES catalogue_kind (id))");
    transaction.execute("INSERT INTO goods VALUES ($1)", {catalogue.find_kind("smartphone")->id});
  });
  auto draft = SampleCatalogue::draft();
  draft.kinds.erase(draft.kinds.begin() + 1);
  draft.products[0].parts = {{KindId{1}, 1}};
  const auto result = save(draft);
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.refusal().is(refused::in_use));
  EXPECT_EQ(read(catalogue.programme.id), catalogue) << "nothing was changed";
}

TEST_P(Catalogued, refuses_a_draft_that_makes_no_sense) {
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.programme.code.clear(); }), "catalogue.code_missing");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.kinds[2].name.english.clear(); }), "catalogue.name_missing");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.programme.ends_on = base::day_from(1); }), "catalogue.dates_reversed");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.products[0].code = "sim_card"; }), "catalogue.code_repeated");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.kinds[0].volume_gb = 5; }), "catalogue.only_top_ups_have_volume");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.kinds[3].volume_gb = -5; }), "catalogue.negative_figure");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.kinds[0].serves = {KindId{5}}; }), "catalogue.kind_unknown");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.products[0].parts[0].kind = KindId{0}; }), "catalogue.kind_unknown");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.kinds[0].serves = {KindId{2}}; }), "catalogue.serves_cycle");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.products[0].parts.clear(); }), "catalogue.product_is_empty");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.products[0].parts[1] = {KindId{1}, 1}; }), "catalogue.part_repeated");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.products[0].parts[0].quantity = 0; }), "catalogue.part_not_positive");
  EXPECT_EQ(refusal_of([](Catalogue& d) { d.targets.push_back(d.targets[0]); }), "catalogue.target_repeated");
}

TEST_P(Catalogued, finds_programmes_by_code_and_lists_the_newest_first) {
  auto older = SampleCatalogue::draft();
  older.programme.code = "ancien";
  older.programme.starts_on -= std::chrono::days(100);
  ASSERT_TRUE(save(older));
  const auto newer = save(SampleCatalogue::draft());
  database().read([&](Reader& reader) {
    EXPECT_EQ(find_programme(reader, "essai")->id, *newer);
    EXPECT_FALSE(find_programme(reader, "autre"));
    const auto programmes = list_programmes(reader);
    EXPECT_EQ(programmes.size(), 2u);
    EXPECT_EQ(programmes.front().code, "essai");
    return 0;
  });
}

RELAIS_ON_BOTH_ENGINES(Catalogued);

TEST(CatalogueCodes, each_value_has_a_code_that_gives_it_back) {
  for (const auto audience : audiences) {
    EXPECT_EQ(parse_audience(code_of(audience)), audience);
    EXPECT_FALSE(label_of(audience).french.empty());
  }
  for (const auto category : {Category::device, Category::sim_card, Category::top_up})
    EXPECT_EQ(parse_category(code_of(category)), category);
  for (const auto tracking : {Tracking::by_count, Tracking::by_serial, Tracking::by_secret_code})
    EXPECT_EQ(parse_tracking(code_of(tracking)), tracking);
  for (const auto measure : {Measure::people_equipped, Measure::people_connected})
    EXPECT_EQ(parse_measure(code_of(measure)), measure);
  EXPECT_FALSE(parse_audience("Pupil"));
}

TEST(CatalogueRefusals, each_has_a_code_a_status_and_both_messages) {
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("catalogue."));
    EXPECT_GE(reason->http_status, 400);
    EXPECT_FALSE(reason->french.empty());
    EXPECT_FALSE(reason->english.empty());
  }
}

}  // namespace
}  // namespace relais::catalogue
