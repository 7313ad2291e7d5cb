#pragma once
/// What the tests of this slice share: a programme with people who may sign in.

#include "accounts/demo.hpp"
#include "accounts/invitations.hpp"
#include "accounts/second_factor.hpp"
#include "accounts/sign_in.hpp"
#include "people/rights.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::accounts {

class PeopleTest : public testing::Store {
 protected:
  using Reader = store::Reader;
  using Transaction = store::Transaction;

  void SetUp() override {
    Store::SetUp();
    write([&](Transaction& transaction) {
      sample_.emplace(transaction);
      coordination_ = sample_->add(transaction, "coordination", people::OrganisationKind::coordinator);
    });
  }

  static const std::string& password() {
    static const std::string chosen = "la pluie du matin";
    return chosen;
  }
  static const std::string& password_hash() {
    static const std::string hash = hash_password(Password(password()));
    return hash;
  }
  AccountId add(const std::string& email, Role role, OrganisationId organisation, std::optional<base::Day> until = {}) {
    AccountId id;
    write([&](Transaction& transaction) {
      const auto made = add_account(transaction, people::permit_of_test(),
                                    {PersonalText(email), PersonalText("Camille"), password_hash()});
      ASSERT_TRUE(made) << made.refusal().code();
      id = *made;
      ASSERT_TRUE(give_role(transaction, people::permit_of_test(), id, {organisation, role, until}));
    });
    return id;
  }
  base::Result<SignedIn> enter(const std::string& email, const std::string& typed = password(),
                               const std::string& address = "192.0.2.1") {
    return sign_in(database(), key_, {PersonalText(email), Password(typed), {address, "Firefox, Linux"}});
  }
  std::string token_of(const std::string& email) { return enter(email)->token.reveal(); }
  std::optional<Visitor> visitor(const std::string& token) {
    return database().read([&](Reader& reader) { return find_visitor(reader, token, clock().now()); });
  }
  template <class Function>
  auto act(Function&& function) {
    return database().write([&](Transaction& transaction) { return function(transaction); });
  }
  template <class T>
  static std::string refusal_of(const base::Result<T>& result) {
    return result ? "" : std::string(result.refusal().code());
  }
  base::Day today() { return std::chrono::floor<std::chrono::days>(clock().now()); }

  const Key key_ = Key::random();
  std::optional<testing::SampleProgramme> sample_;
  OrganisationId coordination_;
};

}  // namespace relais::accounts
