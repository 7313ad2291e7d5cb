#include "accounts/keys.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "accounts/totp.hpp"
#include "testing/database.hpp"

namespace relais::accounts {
namespace {

TEST(Keys, open_only_what_they_sealed_about_the_same) {
  const auto key = Key::random();
  const auto sealed = key.seal("secret", "account 1");
  EXPECT_EQ(key.open(sealed, "account 1"), "secret");
  EXPECT_FALSE(key.open(sealed, "account 2"));
  EXPECT_FALSE(Key::random().open(sealed, "account 1"));
  auto changed = sealed;
  changed.back() = changed.back() == '0' ? '1' : '0';
  EXPECT_FALSE(key.open(changed, "account 1"));
  EXPECT_FALSE(key.open("", "account 1"));
  EXPECT_FALSE(key.open("zz", "account 1"));
  EXPECT_NE(sealed, key.seal("secret", "account 1"));
  EXPECT_EQ(sealed.find("secret"), std::string::npos);
}

class KeyFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("relais-key-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    file_ = folder_ / "relais.key";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  KeyFault::Kind fault() const {
    try {
      Key::load_or_create(file_);
    } catch (const KeyFault& fault) {
      return fault.kind;
    }
    ADD_FAILURE() << "it was loaded";
    return KeyFault::Kind::unreadable;
  }
  std::filesystem::path folder_, file_;
};

TEST_F(KeyFiles, are_made_once_for_the_owner_alone) {
  const auto sealed = Key::load_or_create(file_).seal("secret", "x");
  struct stat status {};
  ASSERT_EQ(stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(Key::load_or_create(file_).open(sealed, "x"), "secret");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1) << "nothing is left beside";
}

TEST_F(KeyFiles, that_others_may_read_or_that_are_no_key_are_refused) {
  Key::load_or_create(file_);
  chmod(file_.c_str(), 0644);
  EXPECT_EQ(fault(), KeyFault::Kind::too_open);
  std::ofstream(file_) << "abcd\n";
  chmod(file_.c_str(), 0600);
  EXPECT_EQ(fault(), KeyFault::Kind::malformed);
  file_ = folder_ / "absent" / "relais.key";
  EXPECT_EQ(fault(), KeyFault::Kind::unreadable);
}

class KeyOfDatabase : public testing::Store {};

TEST_P(KeyOfDatabase, is_the_first_that_it_was_used_with) {
  const auto key = Key::random();
  EXPECT_TRUE(is_key_of(database(), key));
  EXPECT_TRUE(is_key_of(database(), key));
  EXPECT_FALSE(is_key_of(database(), Key::random()));
}

RELAIS_ON_BOTH_ENGINES(KeyOfDatabase);

// RFC 6238, appendix B, with SHA-1: the last six of its eight digits.
TEST(Codes, are_those_of_the_standard) {
  const std::string secret = "12345678901234567890";
  EXPECT_EQ(code_of_step(secret, 59 / 30), "287082");
  EXPECT_EQ(code_of_step(secret, 1111111109 / 30), "081804");
  EXPECT_EQ(code_of_step(secret, 20000000000 / 30), "353130");
  EXPECT_EQ(readable_secret(secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
}

TEST(Codes, serve_in_their_time_and_once) {
  const auto secret = new_code_secret();
  EXPECT_EQ(secret.size(), 20u);
  const auto now = base::instant_from(1'585'209'600'000);
  const auto step = step_at(now);
  const auto given = [&](std::int64_t of, std::int64_t last) {
    return step_of_code(secret, code_of_step(secret, of), now, last);
  };
  EXPECT_EQ(given(step, 0), step);
  EXPECT_EQ(given(step - 1, 0), step - 1);
  EXPECT_EQ(given(step + 1, 0), step + 1);
  EXPECT_FALSE(given(step - 2, 0));
  EXPECT_FALSE(given(step + 2, 0));
  EXPECT_FALSE(given(step, step)) << "used before";
  EXPECT_FALSE(step_of_code(secret, "12345", now, 0));
  EXPECT_FALSE(step_of_code(secret, "", now, 0));
  auto spaced = code_of_step(secret, step);
  spaced.insert(3, " ");
  EXPECT_TRUE(step_of_code(secret, spaced, now, 0));
}

TEST(Codes, have_an_address_for_the_camera) {
  EXPECT_EQ(key_address("12345678901234567890", "Relais", "a@b.fr"),
            "otpauth://totp/Relais:a%40b%2Efr?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Relais");
}

}  // namespace
}  // namespace relais::accounts
