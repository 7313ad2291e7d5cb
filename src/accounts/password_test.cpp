#include "accounts/password.hpp"

#include <gtest/gtest.h>

#include "accounts/refusals.hpp"

namespace relais::accounts {
namespace {

using Texts = std::vector<base::Personal<std::string>>;

std::string refusal_of(const std::string& password, const Texts& about = {}) {
  const auto result = check_password(Password(password), about);
  return result ? "" : std::string(result.refusal().code());
}

TEST(Passwords, are_long_and_need_no_special_signs) {
  EXPECT_EQ(refusal_of("onze lettre"), refused::password_too_short.code);
  EXPECT_EQ(refusal_of("éééééééééét"), refused::password_too_short.code) << "characters count, not bytes";
  EXPECT_EQ(refusal_of("cheval agrafe pile correct"), "");
  EXPECT_EQ(refusal_of("la pluie du matin"), "");
  EXPECT_EQ(refusal_of(std::string(201, 'a')), refused::password_too_long.code);
}

TEST(Passwords, that_are_guessed_first_are_refused) {
  for (const auto* common :
       {"passwordpassword", "!!password2020!", "Motdepasse2020", "123456789012", "aaaaaaaaaaaa", "abcabcabcabc",
        "azertyuiopqsdf", "qwertyuiopas", "000000000000", "bonjour123456", "20200326!!!!!", "Relais2020!!!"})
    EXPECT_EQ(refusal_of(common), refused::password_common.code) << common;
}

TEST(Passwords, that_repeat_the_name_or_address_are_refused) {
  const Texts about{base::Personal<std::string>("camille.durand@exemple.org"),
                    base::Personal<std::string>("Camille Durand")};
  EXPECT_EQ(refusal_of("camille.durand", about), refused::password_about_you.code);
  EXPECT_EQ(refusal_of("Camille-2020!!", about), refused::password_about_you.code);
  EXPECT_EQ(refusal_of("camille aime la pluie", about), "");
}

TEST(Passwords, are_kept_as_argon2id_and_told_from_others) {
  const auto hash = hash_password(Password("la pluie du matin"));
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_NE(hash, hash_password(Password("la pluie du matin")));
  EXPECT_TRUE(is_password(hash, Password("la pluie du matin")));
  EXPECT_FALSE(is_password(hash, Password("la pluie du soir")));
  EXPECT_FALSE(is_password("", Password("nobody has this password")));
}

TEST(AccountRefusals, each_has_a_code_a_status_and_both_messages) {
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("accounts."));
    EXPECT_GE(reason->http_status, 400);
    EXPECT_FALSE(reason->french.empty());
    EXPECT_FALSE(reason->english.empty());
  }
}

}  // namespace
}  // namespace relais::accounts
