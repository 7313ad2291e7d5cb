#pragma once
/// What the tests of this slice share: a census that is open, a geography of two communes, somebody who applies.

#include <gtest/gtest.h>

#include "accounts/keys.hpp"
#include "accreditation/accreditation.hpp"
#include "needs/census_test.hpp"
#include "places/geography.hpp"

namespace relais::accreditation {

class ApplicantsTest : public needs::CensusTest {
 protected:
  void SetUp() override {
    CensusTest::SetUp();
    write([&](store::Transaction& transaction) {
      places::Geography geography;
      geography.version = "essai";
      geography.departements = {{"64", "Pyrénées-Atlantiques", "75", "Nouvelle-Aquitaine", "metro"}};
      geography.communes = {{{"64430", "Orthez", "64", "", 10'700, {43'488'000, -770'000}, false}, {"64300"}},
                            {{"64399", "Mesplède", "64", "", 350, {43'480'000, -650'000}, false}, {"64370"}},
                            {{"64073", "Balansun", "64", "", 280, {43'480'000, -700'000}, false}, {"64300"}}};
      places::store_geography(transaction, geography);
    });
  }
  static ApplicationDraft draft(const std::string& request = "k1") {
    ApplicationDraft draft;
    draft.request = request;
    draft.name = "Secours de la vallée";
    draft.address = "3 rue du Pont";
    draft.postal_code = "64300";
    draft.commune = "Orthez";
    draft.pivot = "W643001234";
    draft.network_code = "reseau";
    draft.email = PersonalText("contact@vallee.example");
    draft.hours = "Mo-Fr 09:00-12:00";
    draft.audiences = {Audience::pupil};
    draft.accepts_conditions = true;
    draft.lines = {{Audience::pupil, "phone_kit", 8, 8}};
    return draft;
  }
  base::Result<NewApplication> send(const ApplicationDraft& draft, const std::string& address = "192.0.2.7") {
    return database().write([&](store::Transaction& transaction) {
      return apply(transaction, sample().catalogue, {key_, address}, draft);
    });
  }
  base::Result<people::Saved> confirm_now(const NewApplication& made) {
    return database().write([&](store::Transaction& transaction) { return confirm(transaction, made.token.reveal()); });
  }
  Application read(const std::string& reference) {
    return database().read([&](store::Reader& reader) {
      return *get_application(reader, people::permit_of_test(), sample().programme, reference);
    });
  }
  template <class T>
  static std::string refusal_of(const base::Result<T>& result) {
    return result ? "" : std::string(result.refusal().code());
  }

  const accounts::Key key_ = accounts::Key::random();
};

}  // namespace relais::accreditation
