#pragma once
/// How the tests of pages sign people in.

#include <string>

#include <gtest/gtest.h>

#include "accounts/second_factor.hpp"
#include "accounts/sessions.hpp"
#include "testing/database.hpp"
#include "testing/permit.hpp"

namespace relais::testing {

/// An account with a role in an organisation, for nine days.
inline accounts::AccountId add_person(store::Transaction& transaction, int number, people::Role role,
                                      people::OrganisationId organisation) {
  const auto email = "p" + std::to_string(number) + "@exemple.org";
  const auto account = accounts::add_account(transaction, people::permit_of_test(),
                                             {accounts::PersonalText(email), accounts::PersonalText("Camille")});
  const auto until = std::chrono::floor<std::chrono::days>(transaction.now()) + std::chrono::days(9);
  EXPECT_TRUE(accounts::give_role(transaction, people::permit_of_test(), *account, {organisation, role, until}));
  return *account;
}

/// A new session of the account; a role that owes a second factor gave it.
inline std::string open_session(store::Database& database, base::Instant now, const accounts::Key& key,
                                accounts::AccountId account, people::Role role) {
  std::string token;
  const auto write = [&](auto&& function) {
    ASSERT_TRUE(database.write([&](store::Transaction& transaction) -> base::Result<> {
      function(transaction);
      return base::Done{};
    }));
  };
  write([&](store::Transaction& transaction) { token = accounts::open_session(transaction, account, {}).reveal(); });
  if (!accounts::is_privileged(role)) return token;
  const auto visitor =
      database.read([&](store::Reader& reader) { return *accounts::find_visitor(reader, token, now); });
  write([&](store::Transaction& transaction) {
    accounts::strengthen_session(transaction, visitor.session);
    if (visitor.has_second_factor) return;
    const auto secret = accounts::begin_second_factor(transaction, key, account);
    const auto code = accounts::code_of_step(secret->reveal(), accounts::step_at(now));
    EXPECT_TRUE(accounts::confirm_second_factor(transaction, key, visitor, code));
  });
  return token;
}

}  // namespace relais::testing
