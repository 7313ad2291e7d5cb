#pragma once
/// What the tests of this slice share: a programme with an open round.

#include <stdexcept>

#include "needs/needs.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::needs {

inline constexpr base::Day today{std::chrono::days(18'347)};  // 26 March 2020

class CensusTest : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](store::Transaction& transaction) {
      sample_.emplace(transaction);
      round_ = value(save_round(transaction, people::permit_of_test(), sample_->programme, round_draft())).id;
    });
  }

  const testing::SampleProgramme& sample() const { return *sample_; }
  static RoundDraft round_draft() {
    return {"vague-1", {"Première vague", "First round"}, today, today + std::chrono::days(14)};
  }
  static NeedDraft phone_kits(std::int64_t people, std::int64_t quantity, std::string structure = "structure-a") {
    return {.round_code = "vague-1",
            .structure_code = std::move(structure),
            .product_code = "phone_kit",
            .people = people,
            .quantity = quantity};
  }
  base::Result<SavedNeed> save(const NeedDraft& draft) {
    return database().write([&](store::Transaction& transaction) {
      return save_need(transaction, people::permit_of_test(), sample_->catalogue, draft);
    });
  }
  std::vector<Need> list() {
    return database().read([&](store::Reader& reader) { return list_needs(reader, round_); });
  }
  void close_round() {
    write([&](store::Transaction& transaction) {
      value(change_round_state(transaction, people::permit_of_test(), round_, RoundState::closed));
    });
  }
  void accredit(std::string_view structure, people::Accreditation state, std::optional<base::Day> until = {}) {
    write([&](store::Transaction& transaction) {
      const auto found = people::find_organisation(transaction, sample_->programme, structure);
      value(people::change_accreditation(transaction, people::permit_of_test(), found->id, state, until, "essai"));
    });
  }
  /// In Corsica, without a network.
  void add_structure_alone(store::Transaction& transaction, const std::string& code) {
    people::OrganisationDraft draft;
    draft.code = code;
    draft.name = code;
    draft.departement = "2A";
    const auto id =
        value(people::save_organisation(transaction, people::permit_of_test(), sample_->programme, draft)).id;
    value(people::change_accreditation(transaction, people::permit_of_test(), id, people::Accreditation::accredited,
                                       std::nullopt, "essai"));
  }

  RoundId round_;

 private:
  template <class T>
  static T value(base::Result<T> result) {
    if (!result) throw std::runtime_error(result.refusal().message(base::Language::english));
    return *std::move(result);
  }

  std::optional<testing::SampleProgramme> sample_;
};

}  // namespace relais::needs
