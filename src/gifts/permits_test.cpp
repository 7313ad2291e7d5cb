#include <gtest/gtest.h>

#include <sstream>

#include "gifts/gifts.hpp"
#include "people/refusals.hpp"
#include "people/rights.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::gifts {
namespace {

using people::Right;
using people::Role;
using store::Reader;
using store::Transaction;

/// A donor and a depot worker, and their like elsewhere.
class GiftPermits : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](Transaction& transaction) {
      sample_.emplace(transaction);
      other_donor_ = sample_->add(transaction, "autre", people::OrganisationKind::donor);
      other_depot_ = sample_->add(transaction, "depot-reims", people::OrganisationKind::depot);
    });
  }
  template <Right right>
  GiftPermit permit(Role role, people::OrganisationId organisation) {
    const auto actor = people::actor_of_test({{sample_->programme, organisation, role}});
    return database().read([&](Reader& reader) { return *people::permit<right>(reader, actor, sample_->programme); });
  }
  GiftPermit donor(people::OrganisationId organisation) {
    return permit<Right::pledge_gifts>(Role::donor, organisation);
  }
  GiftPermit worker(people::OrganisationId organisation) {
    return permit<Right::receive_gifts>(Role::depot_worker, organisation);
  }
  template <class Function>
  std::string refusal_of(Function&& function) {
    const auto result = database().write([&](Transaction& transaction) { return function(transaction); });
    return result ? "" : std::string(result.refusal().code());
  }
  std::string save(const GiftPermit& by) {
    return refusal_of([&](Transaction& transaction) {
      return save_pledge(transaction, by, sample_->catalogue, {"don-1", "operateur", {{"feature_phone", 5}}});
    });
  }
  std::string receive_by(const GiftPermit& by, const std::string& request = "r1") {
    return refusal_of([&](Transaction& transaction) {
      return receive(transaction, by, sample_->catalogue, {request, "don-1", "depot-pantin", {{"feature_phone", 2}}});
    });
  }

  std::optional<testing::SampleProgramme> sample_;
  people::OrganisationId other_donor_, other_depot_;
  const std::string not_yours_{people::refused::not_yours.code};
};

TEST_P(GiftPermits, a_donor_pledges_and_closes_its_own_alone) {
  EXPECT_EQ(save(donor(other_donor_)), not_yours_);
  EXPECT_EQ(save(worker(sample_->depot)), not_yours_);
  EXPECT_EQ(save(donor(sample_->donor)), "");
  const auto close = [&](const GiftPermit& by) {
    return refusal_of(
        [&](Transaction& transaction) { return close_pledge(transaction, by, sample_->programme, "don-1"); });
  };
  EXPECT_EQ(close(donor(other_donor_)), not_yours_);
  EXPECT_EQ(close(donor(sample_->donor)), "");
}

TEST_P(GiftPermits, a_depot_receives_and_cancels_its_own_alone) {
  ASSERT_EQ(save(donor(sample_->donor)), "");
  EXPECT_EQ(receive_by(worker(other_depot_)), not_yours_);
  EXPECT_EQ(receive_by(donor(sample_->donor)), not_yours_);
  EXPECT_EQ(receive_by(worker(sample_->depot)), "");
  EXPECT_EQ(receive_by(worker(other_depot_)), not_yours_) << "nor reads it by asking again";
  const auto receipt = database().read([&](Reader& reader) {
    return list_receipts(reader, find_gift(reader, sample_->programme, "don-1")->id).front().id;
  });
  const auto cancel = [&](const GiftPermit& by) {
    return refusal_of([&](Transaction& transaction) { return cancel_receipt(transaction, by, receipt); });
  };
  EXPECT_EQ(cancel(worker(other_depot_)), not_yours_);
  EXPECT_EQ(cancel(worker(sample_->depot)), "");
}

TEST_P(GiftPermits, an_import_refuses_the_rows_of_other_donors) {
  std::istringstream table("code,donor,kind,quantity\ndon-1,operateur,feature_phone,5\ndon-2,autre,feature_phone,5\n");
  const auto report = import_gifts(database(), donor(sample_->donor), sample_->programme, table, {.is_partial = true});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->count(tabular::Outcome::refused), 1);
  EXPECT_EQ(report->count(tabular::Outcome::created), 1);
}

RELAIS_ON_BOTH_ENGINES(GiftPermits);

}  // namespace
}  // namespace relais::gifts
