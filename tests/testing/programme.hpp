#pragma once
#include <stdexcept>
#include <string>

#include "catalogue/catalogue.hpp"
#include "people/organisations.hpp"
#include "testing/permit.hpp"

namespace relais::testing {

/// A small programme for tests: four kinds, a kit, and the organisations a gift passes through.
class SampleProgramme {
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

  explicit SampleProgramme(store::Transaction& transaction) {
    programme = value(catalogue::save_catalogue(transaction, draft()));
    catalogue = catalogue::get_catalogue(transaction, programme);
    donor = add(transaction, "operateur", people::OrganisationKind::donor);
    depot = add(transaction, "depot-pantin", people::OrganisationKind::depot);
    network = add(transaction, "reseau", people::OrganisationKind::network);
    structure = add_structure(transaction, "structure-a");
    other_structure = add_structure(transaction, "structure-b");
  }

  people::OrganisationId add(store::Transaction& transaction, const std::string& code, people::OrganisationKind kind) {
    people::OrganisationDraft draft;
    draft.code = code;
    draft.kind = kind;
    draft.name = "Essai " + code;
    if (kind == people::OrganisationKind::structure) {
      draft.network_code = "reseau";
      draft.departement = "64";
    }
    return value(people::save_organisation(transaction, people::permit_of_test(), programme, draft)).id;
  }

  people::OrganisationId add_structure(store::Transaction& transaction, const std::string& code) {
    const auto id = add(transaction, code, people::OrganisationKind::structure);
    value(people::change_accreditation(transaction, people::permit_of_test(), id, people::Accreditation::accredited,
                                       std::nullopt, "essai"));
    return id;
  }

  catalogue::KindId kind_id(std::string_view code) const { return catalogue.find_kind(code)->id; }
  catalogue::ProductId product_id(std::string_view code) const { return catalogue.find_product(code)->id; }

  static base::Day day() { return base::day_from(18'347); }  // 26 March 2020

  catalogue::ProgrammeId programme;
  catalogue::Catalogue catalogue;
  people::OrganisationId donor, depot, network, structure, other_structure;

 private:
  static catalogue::Kind kind(const char* code, const char* french, const char* english, catalogue::Category category) {
    catalogue::Kind made;
    made.code = code;
    made.name = {french, english};
    made.category = category;
    return made;
  }
  template <class T>
  static T value(base::Result<T> result) {
    if (!result) throw std::runtime_error(result.refusal().message(base::Language::english));
    return *std::move(result);
  }
};

}  // namespace relais::testing
