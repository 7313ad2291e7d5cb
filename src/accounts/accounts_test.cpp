#include "accounts/accounts.hpp"

#include <gtest/gtest.h>

#include "accounts/people_test.hpp"
#include "accounts/refusals.hpp"
#include "accounts/totp.hpp"
#include "people/refusals.hpp"

namespace relais::accounts {
namespace {

using people::Actor;
using people::Right;
using people::Saved;

class Accounts : public PeopleTest {
 protected:
  Actor with(Role role, OrganisationId organisation) const {
    return people::actor_of_test({{sample_->programme, organisation, role}});
  }
  /// What `actor` does with the right over accounts.
  template <class Function>
  auto as(const Actor& actor, Function&& function) {
    using Value = std::invoke_result_t<Function, Transaction&, const people::AccountPermit&>;
    return database().write([&](Transaction& transaction) -> Value {
      RELAIS_TRY(const auto permit, people::permit<Right::manage_accounts>(transaction, actor, sample_->programme));
      return function(transaction, permit);
    });
  }
  auto give_as(const Actor& actor, AccountId account, const RoleDraft& draft) {
    return as(actor, [&](Transaction& transaction, const auto& permit) {
      return give_role(transaction, permit, account, draft);
    });
  }
  auto invite_as(const Actor& actor, const std::string& email, const RoleDraft& draft) {
    return as(actor, [&](Transaction& transaction, const auto& permit) {
      return invite(transaction, permit, {PersonalText(email), draft});
    });
  }
  std::vector<Member> members(const Actor& actor, OrganisationId organisation) {
    return database().read([&](Reader& reader) {
      const auto permit = people::permit<Right::manage_accounts>(reader, actor, sample_->programme);
      return list_members(reader, *permit, sample_->programme, {.organisation = organisation});
    });
  }
  base::Result<AccountId> accept(const PersonalText& token, const std::string& name = "Dominique") {
    return act([&](Transaction& transaction) {
      return accept_invitation(transaction, {token.reveal(), PersonalText(name), password_hash(), "192.0.2.5"});
    });
  }
};

TEST_P(Accounts, are_told_apart_by_their_address_in_lower_case) {
  add("Camille@Exemple.org", Role::donor, sample_->donor);
  const auto again = act([&](Transaction& transaction) {
    return add_account(transaction, people::permit_of_test(),
                       {PersonalText("camille@exemple.ORG"), PersonalText("Autre")});
  });
  EXPECT_EQ(refusal_of(again), refused::email_taken.code);
  for (const auto* wrong : {"", "camille", "camille@", "a b@exemple.org", "<a@b.org>"})
    EXPECT_EQ(refusal_of(act([&](Transaction& transaction) {
                return add_account(transaction, people::permit_of_test(), {PersonalText(wrong), PersonalText("X")});
              })),
              refused::email_malformed.code)
        << wrong;
  EXPECT_EQ(refusal_of(act([&](Transaction& transaction) {
              return add_account(transaction, people::permit_of_test(), {PersonalText("x@y.org"), PersonalText(" ")});
            })),
            refused::name_missing.code);
  const auto found = database().read([&](Reader& reader) { return find_account(reader, "U-0001-1"); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->email.reveal(), "camille@exemple.org");
}

TEST_P(Accounts, have_roles_that_fit_the_organisation) {
  const auto account = add("a@exemple.org", Role::donor, sample_->donor);
  const auto give = [&](Role role, OrganisationId organisation, std::optional<base::Day> until = {}) {
    return refusal_of(act([&](Transaction& transaction) {
      return give_role(transaction, people::permit_of_test(), account, {organisation, role, until});
    }));
  };
  EXPECT_EQ(give(Role::coordinator, sample_->structure), refused::role_unfit.code);
  EXPECT_EQ(give(Role::auditor, sample_->donor), refused::role_unfit.code);
  EXPECT_EQ(give(Role::auditor, coordination_), "");
  EXPECT_EQ(give(Role::structure_volunteer, sample_->structure), refused::end_missing.code);
  EXPECT_EQ(give(Role::structure_volunteer, sample_->structure, today() - std::chrono::days(1)),
            refused::end_past.code);
  EXPECT_EQ(give(Role::structure_volunteer, sample_->structure, today()), "");
  for (const auto kind : {people::OrganisationKind::depot, people::OrganisationKind::structure})
    for (const auto role : roles_of(kind)) EXPECT_TRUE(fits(role, kind));
}

TEST_P(Accounts, are_kept_by_managers_in_their_own_organisation_alone) {
  const auto account = add("a@exemple.org", Role::donor, sample_->donor);
  const auto manager = with(Role::structure_manager, sample_->structure);
  EXPECT_EQ(refusal_of(give_as(manager, account, {sample_->structure, Role::structure_manager})), "");
  EXPECT_EQ(refusal_of(give_as(manager, account, {sample_->other_structure, Role::structure_manager})),
            people::refused::not_yours.code);
  EXPECT_EQ(refusal_of(give_as(manager, account, {coordination_, Role::coordinator})), people::refused::not_yours.code);
  EXPECT_EQ(refusal_of(give_as(with(Role::network_manager, sample_->network), account,
                               {sample_->other_structure, Role::structure_manager})),
            "");
  EXPECT_EQ(refusal_of(give_as(with(Role::structure_volunteer, sample_->structure), account,
                               {sample_->structure, Role::structure_manager})),
            people::refused::not_allowed.code);
  EXPECT_EQ(members(manager, sample_->structure).size(), 1u);
  EXPECT_TRUE(members(manager, sample_->other_structure).empty());
  EXPECT_TRUE(members(manager, {}).empty()) << "the whole programme is not theirs";
  EXPECT_EQ(members(with(Role::network_manager, sample_->network), sample_->network).size(), 2u);
  EXPECT_EQ(members(with(Role::coordinator, coordination_), {}).size(), 3u);
}

TEST_P(Accounts, lose_and_change_roles_at_once) {
  const auto account = add("b@exemple.org", Role::structure_volunteer, sample_->structure, today());
  const auto token = token_of("b@exemple.org");
  const auto manager = with(Role::structure_manager, sample_->structure);
  const auto id = members(manager, sample_->structure).front().membership;
  const auto change = [&](const Actor& actor, Role role) {
    return as(actor, [&](Transaction& transaction, const auto& permit) {
      return change_role(transaction, permit, id, role, std::nullopt);
    });
  };
  EXPECT_EQ(refusal_of(change(with(Role::structure_manager, sample_->other_structure), Role::structure_manager)),
            people::refused::not_yours.code);
  EXPECT_EQ(refusal_of(change(manager, Role::structure_volunteer)), refused::end_missing.code);
  ASSERT_TRUE(change(manager, Role::structure_manager));
  EXPECT_EQ(visitor(token)->actor.memberships().front().role, Role::structure_manager);
  const auto now_id = members(manager, sample_->structure).front().membership;
  const auto end = [&](const Actor& actor) {
    return as(actor,
              [&](Transaction& transaction, const auto& permit) { return end_role(transaction, permit, now_id); });
  };
  EXPECT_EQ(*end(manager), Saved::updated);
  EXPECT_EQ(*end(manager), Saved::unchanged);
  EXPECT_TRUE(visitor(token)->actor.memberships().empty());
  EXPECT_EQ(database().read([&](Reader& reader) { return get_account(reader, account).display_name.reveal(); }),
            "Camille");
}

TEST_P(Accounts, do_not_give_themselves_roles) {
  const auto account = add("m@exemple.org", Role::structure_manager, sample_->structure);
  const auto self = visitor(token_of("m@exemple.org"))->actor;
  EXPECT_EQ(refusal_of(give_as(self, account, {sample_->structure, Role::structure_manager})), refused::own_role.code);
  const auto id = members(self, sample_->structure).front().membership;
  EXPECT_EQ(refusal_of(as(
                self, [&](Transaction& transaction, const auto& permit) { return end_role(transaction, permit, id); })),
            refused::own_role.code);
}

TEST_P(Accounts, come_by_invitation_that_serves_once) {
  const auto manager = with(Role::structure_manager, sample_->structure);
  const RoleDraft volunteer{sample_->structure, Role::structure_volunteer, today() + std::chrono::days(30)};
  const auto made = invite_as(manager, "d@exemple.org", volunteer);
  ASSERT_TRUE(made);
  const auto account = accept(made->token);
  ASSERT_TRUE(account) << account.refusal().code();
  EXPECT_EQ(refusal_of(accept(made->token)), refused::invitation_invalid.code);
  EXPECT_TRUE(enter("d@exemple.org"));
  EXPECT_EQ(members(manager, sample_->structure).size(), 1u);
  // Whoever has an account only gets the role.
  const auto more = invite_as(with(Role::donor, sample_->donor), "d@exemple.org", {sample_->donor, Role::donor});
  EXPECT_EQ(refusal_of(more), people::refused::not_allowed.code);
  const auto second = invite_as(with(Role::coordinator, coordination_), "d@exemple.org", {sample_->donor, Role::donor});
  EXPECT_EQ(*accept(second->token, ""), *account);
}

TEST_P(Accounts, are_not_made_by_an_invitation_that_expired_or_was_withdrawn_or_replaced) {
  const auto manager = with(Role::structure_manager, sample_->structure);
  const RoleDraft role{sample_->structure, Role::structure_manager};
  const auto first = invite_as(manager, "d@exemple.org", role);
  const auto second = invite_as(manager, "D@exemple.org", role);
  EXPECT_EQ(refusal_of(accept(first->token)), refused::invitation_invalid.code) << "replaced";
  const auto withdraw = [&](const Actor& actor) {
    return as(actor, [&](Transaction& transaction, const auto& permit) {
      return withdraw_invitation(transaction, permit, second->id);
    });
  };
  EXPECT_EQ(refusal_of(withdraw(with(Role::structure_manager, sample_->other_structure))),
            people::refused::not_yours.code);
  EXPECT_TRUE(withdraw(manager));
  EXPECT_EQ(refusal_of(accept(second->token)), refused::invitation_invalid.code);
  const auto third = invite_as(manager, "d@exemple.org", role);
  clock().advance(std::chrono::days(7));
  EXPECT_EQ(refusal_of(accept(third->token)), refused::invitation_invalid.code);
  EXPECT_FALSE(enter("d@exemple.org"));
}

TEST_P(Accounts, of_the_demonstration_open_nothing_elsewhere) {
  const DemoAccount draft{"coordination@demo.invalid", "Coordination", new_demo_password(), coordination_,
                          Role::coordinator};
  ASSERT_EQ(*add_demo_account(database(), people::permit_of_test(), key_, draft), Saved::created);
  EXPECT_EQ(*add_demo_account(database(), people::permit_of_test(), key_, draft), Saved::unchanged);
  const auto listed = database().read([&](Reader& reader) { return list_demo_accounts(reader, key_, clock().now()); });
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed.front().password, draft.password);
  EXPECT_EQ(refusal_of(enter(draft.email, draft.password)), refused::sign_in_refused.code);
  const auto entered =
      sign_in(database(), key_, {PersonalText(draft.email), Password(draft.password), {"192.0.2.1", ""}, true});
  ASSERT_TRUE(entered);
  for (int at = 0; at < 2; ++at)
    EXPECT_TRUE(give_second_factor(database(), key_, *visitor(entered->token.reveal()), listed.front().code, "x"));
  EXPECT_TRUE(database().read([](Reader& reader) { return check_demo(reader); }));
  add("vrai@exemple.org", Role::donor, sample_->donor);
  EXPECT_EQ(refusal_of(database().read([](Reader& reader) { return check_demo(reader); })),
            refused::demo_needs_demo_accounts.code);
}

RELAIS_ON_BOTH_ENGINES(Accounts);

}  // namespace
}  // namespace relais::accounts
