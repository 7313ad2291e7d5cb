#pragma once
#include <stdexcept>
#include <string>

#include "people/organisations.hpp"
#include "testing/catalogue.hpp"
#include "testing/permit.hpp"

namespace relais::testing {

/// A small programme for tests: four kinds, a kit, and the organisations a gift passes through.
class SampleProgramme {
 public:
  explicit SampleProgramme(store::Transaction& transaction) {
    programme = value(catalogue::save_catalogue(transaction, SampleCatalogue::draft()));
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

  catalogue::ProgrammeId programme;
  catalogue::Catalogue catalogue;
  people::OrganisationId donor, depot, network, structure, other_structure;

 private:
  template <class T>
  static T value(base::Result<T> result) {
    if (!result) throw std::runtime_error(result.refusal().message(base::Language::english));
    return *std::move(result);
  }
};

}  // namespace relais::testing
