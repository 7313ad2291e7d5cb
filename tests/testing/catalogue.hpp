#pragma once
#include "catalogue/catalogue.hpp"

namespace relais::testing {

/// The draft of a small catalogue for tests: four kinds and a kit.
class SampleCatalogue {
 public:
  static catalogue::Catalogue draft() {
    using namespace catalogue;
    Catalogue draft;
    draft.programme = {.id = {},
                       .code = "essai",
                       .name = {"Essai", "Trial"},
                       .starts_on = day(),
                       .ends_on = {},
                       .is_illustrative = true};
    draft.kinds = {kind("feature_phone", "Téléphone simple", "Feature phone", Category::device),
                   kind("smartphone", "Smartphone", "Smartphone", Category::device),
                   kind("sim_card", "Carte SIM", "SIM card", Category::sim_card),
                   kind("top_up", "Recharge 5 Go", "5 GB top-up", Category::top_up)};
    draft.kinds[1].serves = {KindId{1}};
    draft.kinds[3].volume_gb = 5;
    draft.products = {{.id = {},
                       .code = "phone_kit",
                       .name = {"Lot téléphone", "Phone kit"},
                       .parts = {{KindId{1}, 1}, {KindId{3}, 1}, {KindId{4}, 1}}}};
    draft.targets = {{Audience::precarious_person, Measure::people_connected, 100}};
    return draft;
  }

  static base::Day day() { return base::day_from(18'347); }  // 26 March 2020

 private:
  static catalogue::Kind kind(const char* code, const char* french, const char* english, catalogue::Category category) {
    catalogue::Kind made;
    made.code = code;
    made.name = {french, english};
    made.category = category;
    return made;
  }
};

}  // namespace relais::testing
