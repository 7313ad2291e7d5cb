#include "people/rights.hpp"

#include <set>

#include <gtest/gtest.h>

#include "people/organisations.hpp"
#include "people/refusals.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::people {
namespace {

using store::Reader;
using store::Transaction;

constexpr Right every_right(int at) { return static_cast<Right>(at); }

TEST(RightCodes, each_right_and_role_has_a_code_that_gives_it_back) {
  std::set<std::string_view> codes;
  for (int at = 0; at < right_count; ++at) {
    EXPECT_EQ(parse_right(code_of(every_right(at))), every_right(at));
    codes.insert(code_of(every_right(at)));
  }
  EXPECT_EQ(codes.size(), static_cast<std::size_t>(right_count));
  EXPECT_FALSE(parse_right("unknown"));
  for (const auto role : all_roles) {
    EXPECT_EQ(parse_role(code_of(role)), role);
    EXPECT_FALSE(label_of(role).french.empty());
    EXPECT_FALSE(label_of(role).english.empty());
  }
}

/// The rights of a role, as `right:reach`; the table said once more, from the other side.
std::set<std::string> rights_of(Role role) {
  std::set<std::string> all;
  for (int at = 0; at < right_count; ++at) {
    const auto right = every_right(at);
    constexpr const char* names[] = {"", ":own", ":with", ":dept", ":all"};
    if (const auto reach = reach_of(role, right); reach != Reach::none)
      all.insert(std::string(code_of(right)) + names[static_cast<int>(reach)]);
  }
  return all;
}

using Rights = std::set<std::string>;

TEST(RightTable, gives_a_coordinator_all_but_the_audit_trail) {
  const auto rights = rights_of(Role::coordinator);
  EXPECT_EQ(rights.size(), static_cast<std::size_t>(right_count - 1));
  EXPECT_FALSE(rights.contains("read_audit:all"));
  for (const auto& right : rights) EXPECT_TRUE(right.ends_with(":all")) << right;
}

TEST(RightTable, keeps_a_depot_worker_to_its_depot) {
  EXPECT_EQ(rights_of(Role::depot_worker),
            (Rights{"receive_gifts:own", "move_stock:own", "ship:own", "read_programme:all", "read_gifts:all",
                    "read_stock:own", "read_allocations:all", "read_shipments:own", "read_impact:all"}));
}

TEST(RightTable, keeps_a_network_manager_to_its_structures) {
  EXPECT_EQ(rights_of(Role::network_manager),
            (Rights{"manage_accounts:with", "accredit:with", "run_census:with", "state_needs:with",
                    "receive_shipments:with", "read_programme:all", "read_stock:with", "read_needs:with",
                    "read_allocations:with", "read_shipments:with", "read_hand_overs:with", "read_impact:with"}));
}

TEST(RightTable, keeps_a_structure_to_its_own) {
  EXPECT_EQ(rights_of(Role::structure_manager),
            (Rights{"manage_accounts:own", "state_needs:own", "receive_shipments:own", "hand_over:own",
                    "read_programme:all", "read_stock:own", "read_needs:own", "read_allocations:own",
                    "read_shipments:own", "read_hand_overs:own", "read_impact:own"}));
  EXPECT_EQ(rights_of(Role::structure_volunteer),
            (Rights{"receive_shipments:own", "hand_over:own", "read_programme:all", "read_stock:own",
                    "read_shipments:own", "read_hand_overs:own", "read_impact:own"}));
}

TEST(RightTable, lets_a_donor_pledge_and_see_what_it_became) {
  EXPECT_EQ(rights_of(Role::donor),
            (Rights{"pledge_gifts:own", "read_programme:all", "read_gifts:own", "read_impact:own"}));
  EXPECT_EQ(rights_of(Role::hotline_agent), (Rights{"answer_calls:all", "read_programme:all"}));
}

TEST(RightTable, lets_authorities_and_auditors_only_read) {
  for (const auto role : {Role::authority, Role::auditor}) {
    for (const auto& right : rights_of(role)) EXPECT_TRUE(right.starts_with("read_")) << right;
  }
  for (const auto& right : rights_of(Role::auditor)) EXPECT_TRUE(right.ends_with(":all")) << right;
  EXPECT_EQ(rights_of(Role::auditor).size(), 9u);
  EXPECT_EQ(rights_of(Role::authority).size(), 8u);
}

class RightsOf : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](Transaction& transaction) {
      sample_.emplace(transaction);
      alone_ = sample_->add_structure(transaction, "seule");
      OrganisationDraft draft;
      draft.code = draft.name = "seule";
      draft.departement = "33";
      ASSERT_TRUE(save_organisation(transaction, permit_of_test(), sample_->programme, draft));
      local_ = authority(transaction, "dept-64", "64");
      national_ = authority(transaction, "etat", "");
    });
  }
  OrganisationId authority(Transaction& transaction, const char* code, const char* departement) {
    OrganisationDraft draft;
    draft.code = draft.name = code;
    draft.kind = OrganisationKind::authority;
    draft.departement = departement;
    return save_organisation(transaction, permit_of_test(), sample_->programme, draft)->id;
  }
  Actor with(Role role, OrganisationId organisation) const {
    return actor_of_test({{sample_->programme, organisation, role}});
  }
  template <Right right>
  auto permit_for(const Actor& actor) {
    return database().read([&](Reader& reader) { return permit<right>(reader, actor, sample_->programme); });
  }

  std::optional<testing::SampleProgramme> sample_;
  OrganisationId alone_, local_, national_;
};

TEST_P(RightsOf, an_actor_are_refused_to_a_role_without_them) {
  const auto donor = with(Role::donor, sample_->donor);
  EXPECT_FALSE(has_right(donor, Right::allocate, sample_->programme));
  EXPECT_TRUE(permit_for<Right::allocate>(donor).refusal().is(refused::not_allowed));
  EXPECT_TRUE(permit_for<Right::allocate>(actor_of_test({})).refusal().is(refused::not_allowed));
}

TEST_P(RightsOf, reach_the_own_organisation_and_no_other) {
  const auto manager = with(Role::structure_manager, sample_->structure);
  const auto permit = permit_for<Right::state_needs>(manager);
  ASSERT_TRUE(permit);
  EXPECT_EQ(permit->actor(), "account:test");
  EXPECT_TRUE(permit->check(sample_->programme, sample_->structure));
  EXPECT_TRUE(permit->check(sample_->programme, sample_->other_structure).refusal().is(refused::not_yours));
  EXPECT_TRUE(permit->check(sample_->programme).refusal().is(refused::not_yours));
  EXPECT_TRUE(permit->check(ProgrammeId{1}, sample_->structure).refusal().is(refused::not_yours));
}

TEST_P(RightsOf, of_a_network_reach_its_structures) {
  const auto permit = permit_for<Right::run_census>(with(Role::network_manager, sample_->network));
  EXPECT_TRUE(permit->check(sample_->programme, sample_->network));
  EXPECT_TRUE(permit->check(sample_->programme, sample_->structure));
  EXPECT_FALSE(permit->check(sample_->programme, alone_));
  EXPECT_FALSE(permit->check(sample_->programme));
}

TEST_P(RightsOf, of_an_authority_reach_its_departement_and_of_the_state_all) {
  const auto local = permit_for<Right::read_needs>(with(Role::authority, local_));
  EXPECT_TRUE(local->check(sample_->programme, sample_->structure));
  EXPECT_FALSE(local->check(sample_->programme, alone_));
  const auto national = permit_for<Right::read_needs>(with(Role::authority, national_));
  EXPECT_TRUE(national->check(sample_->programme, alone_));
  EXPECT_TRUE(national->check(sample_->programme));
}

TEST_P(RightsOf, of_several_roles_add_up_and_stay_in_their_programme) {
  const auto actor = actor_of_test({{sample_->programme, sample_->structure, Role::structure_volunteer},
                                    {sample_->programme, sample_->other_structure, Role::structure_manager},
                                    {ProgrammeId{7}, OrganisationId{8}, Role::coordinator}});
  const auto permit = permit_for<Right::hand_over>(actor);
  EXPECT_TRUE(permit->check(sample_->programme, sample_->structure));
  EXPECT_TRUE(permit->check(sample_->programme, sample_->other_structure));
  EXPECT_FALSE(permit->check(sample_->programme));
  EXPECT_FALSE(permit_for<Right::state_needs>(actor)->check(sample_->programme, sample_->structure));
  EXPECT_EQ(organisations_with_right(actor, Right::state_needs, sample_->programme).size(), 1u);
}

TEST_P(RightsOf, of_the_command_line_cover_everything) {
  const GiftPermit permit = permit_of_test();
  EXPECT_TRUE(permit.check(sample_->programme));
  EXPECT_TRUE(permit.check(ProgrammeId{1}, sample_->donor));
}

TEST_P(RightsOf, keep_organisations_and_accreditation_to_those_whom_they_cover) {
  const auto network = with(Role::network_manager, sample_->network);
  const auto accredit = [&](const Actor& actor, OrganisationId structure) {
    return database().write([&](Transaction& transaction) -> base::Result<Saved> {
      RELAIS_TRY(const auto given, permit<Right::accredit>(transaction, actor, sample_->programme));
      return change_accreditation(transaction, given, structure, Accreditation::suspended, {}, "essai");
    });
  };
  EXPECT_TRUE(accredit(network, sample_->structure));
  EXPECT_TRUE(accredit(network, alone_).refusal().is(refused::not_yours));
  // What covers a part of the programme does not make organisations; the coordinator of another programme does not.
  const auto other = actor_of_test({{ProgrammeId{7}, OrganisationId{8}, Role::coordinator}});
  const auto made = database().write([&](Transaction& transaction) -> base::Result<SavedOrganisation> {
    RELAIS_TRY(const auto given, permit<Right::change_programme>(transaction, other, ProgrammeId{7}));
    OrganisationDraft draft;
    draft.code = draft.name = "x";
    return save_organisation(transaction, given, sample_->programme, draft);
  });
  EXPECT_TRUE(made.refusal().is(refused::not_yours));
}

RELAIS_ON_BOTH_ENGINES(RightsOf);

}  // namespace
}  // namespace relais::people
