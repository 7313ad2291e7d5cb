#include <fcntl.h>

#include "app/program_test.hpp"

namespace relais::app {
namespace {

/// The commands `relais user`, on a database with the programme of the demonstration's folder.
class UserCommands : public Program {
 protected:
  void SetUp() override {
    Program::SetUp();
    ASSERT_EQ(run({"migrate"}).exit, 0);
    ASSERT_EQ(run({"load", data() + "/connexion-urgence"}).exit, 0);
  }
  /// With a password on a file descriptor.
  Ending run_with(const std::string& password, std::vector<std::string> arguments) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const auto line = password + "\n";
    EXPECT_EQ(write(ends[1], line.data(), line.size()), static_cast<ssize_t>(line.size()));
    close(ends[1]);
    arguments.insert(arguments.end(), {"--password-fd", std::to_string(ends[0])});
    auto ending = run(std::move(arguments));
    close(ends[0]);
    return ending;
  }
  Ending create(const std::string& password, const std::string& role = "coordinator") {
    return run_with(password, {"user", "create", "--email", "a@example.org", "--name", "A. Person", "--organisation",
                               "association", "--role", role});
  }
};

TEST_F(UserCommands, make_the_first_coordinator_and_say_what_is_wrong) {
  auto ending = create("motdepasse1234");
  EXPECT_EQ(ending.exit, 65);
  EXPECT_NE(ending.err.find("tried first"), std::string::npos) << ending.err;
  EXPECT_EQ(create("the rain of the morning", "queen").exit, 64);
  EXPECT_EQ(create("the rain of the morning", "depot_worker").exit, 65);
  ending = create("the rain of the morning");
  EXPECT_EQ(ending.exit, 0) << ending.err;
  EXPECT_NE(ending.out.find("U-0001-1"), std::string::npos);
  EXPECT_EQ(create("the rain of the morning").exit, 65);
  const auto list = run({"user", "list"});
  EXPECT_NE(list.out.find("a@example.org"), std::string::npos);
  EXPECT_EQ(run({"verify"}).exit, 0);
}

TEST_F(UserCommands, invite_give_end_and_reset) {
  ASSERT_EQ(create("the rain of the morning").exit, 0);
  const auto invited = run({"user", "invite", "--email", "b@example.org", "--organisation", "operateur", "--role",
                            "donor", "--url", "https://relais.example"});
  EXPECT_NE(invited.out.find("https://relais.example/invitations/"), std::string::npos) << invited.err;
  const std::vector<std::string> whose{"--email", "a@example.org", "--organisation", "operateur", "--role", "donor"};
  const auto with = [&](const char* command) {
    std::vector<std::string> arguments{"user", command};
    arguments.insert(arguments.end(), whose.begin(), whose.end());
    return run(arguments);
  };
  EXPECT_EQ(with("role").exit, 0);
  EXPECT_NE(with("role").out.find("already"), std::string::npos);
  EXPECT_EQ(with("end").exit, 0);
  EXPECT_EQ(with("end").exit, 65);
  EXPECT_EQ(run_with("the snow of the winter", {"user", "reset-password", "--email", "a@example.org"}).exit, 0);
  EXPECT_EQ(run_with("x", {"user", "reset-password", "--email", "nobody@example.org"}).exit, 65);
}

TEST_F(UserCommands, refuse_a_password_from_nowhere) {
  const int before = dup(STDIN_FILENO);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  const auto ending = run({"user", "reset-password", "--email", "a@example.org"});
  EXPECT_NE(ending.exit, 0);
  const auto made = run({"user", "create", "--email", "a@example.org", "--name", "A", "--organisation", "association",
                         "--role", "coordinator"});
  EXPECT_EQ(made.exit, 64);
  EXPECT_NE(made.err.find("--password-fd"), std::string::npos);
  dup2(before, STDIN_FILENO);
  close(before);
  close(nothing);
}

}  // namespace
}  // namespace relais::app
