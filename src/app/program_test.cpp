#include "app/program.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/session.hpp"

namespace relais::app {
namespace {

namespace fs = std::filesystem;

struct Ending {
  int exit;
  std::string out;
  std::string err;
};

/// The program, run in this process on a database of its own.
class Program : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Ending run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"relais", "--lang", "en", "--database", database()});
    return run_as_it_is(std::move(arguments));
  }
  static Ending run_as_it_is(std::vector<std::string> arguments) {
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int exit = run_program(static_cast<int>(argv.size()), argv.data());
    return {exit, ::testing::internal::GetCapturedStdout(), ::testing::internal::GetCapturedStderr()};
  }
  std::string database() const { return (folder_ / "test.db").string(); }
  static std::string data() {
    const char* source = std::getenv("RELAIS_SOURCE");
    return (fs::path(source == nullptr ? "." : source) / "data").string();
  }

  fs::path folder_ = fs::temp_directory_path() / ("relais-program-" + std::to_string(getpid()));
};

TEST_F(Program, says_what_is_wrong_with_the_command_line) {
  EXPECT_EQ(run({}).exit, 64);
  EXPECT_EQ(run({"nonsense"}).exit, 64);
  EXPECT_EQ(run({"load"}).exit, 64);
  EXPECT_EQ(run({"--help"}).exit, 0);
}

TEST_F(Program, every_command_explains_itself_in_both_languages) {
  for (const auto* command : {"migrate", "load", "import", "census", "allocate", "ship", "hand-over", "report",
                              "verify", "serve", "solve", "demo"}) {
    const auto english = run_as_it_is({"relais", "--lang", "en", command, "--help"});
    const auto french = run_as_it_is({"relais", "--lang", "fr", command, "--help"});
    EXPECT_EQ(english.exit, 0) << command;
    EXPECT_EQ(french.exit, 0) << command;
    EXPECT_NE(english.out, french.out) << command;
  }
}

TEST_F(Program, wants_a_database_that_is_there_and_up_to_date) {
  const auto absent = run({"verify"});
  EXPECT_EQ(absent.exit, 66);
  EXPECT_NE(absent.err.find("does not exist"), std::string::npos) << absent.err;
  EXPECT_FALSE(fs::exists(database()));
  std::ofstream(database()) << "";
  EXPECT_EQ(run({"verify"}).exit, 65);
}

TEST_F(Program, tells_an_outage_apart) {
  const auto unreachable = run_as_it_is({"relais", "--database", "postgresql://127.0.0.1:1/relais", "verify"});
  EXPECT_EQ(unreachable.exit, 75) << unreachable.err;
  std::ofstream(database()) << "this is no database, whatever its name says; it is long enough to be read as one";
  EXPECT_EQ(run({"verify"}).exit, 75);
}

TEST_F(Program, migrates_once) {
  EXPECT_NE(run({"migrate"}).out.find("migration(s) applied, geography loaded"), std::string::npos);
  EXPECT_NE(run({"migrate"}).out.find("nothing to do"), std::string::npos);
}

TEST_F(Program, demonstrates_the_whole_way_of_a_gift_and_a_second_time_changes_nothing) {
  const auto first = run({"demo", "--data", data()});
  ASSERT_EQ(first.exit, 0) << first.err;
  EXPECT_NE(first.out.find("data volume received: 700,000 GB"), std::string::npos);
  EXPECT_NE(first.out.find("20,000 granted"), std::string::npos);
  EXPECT_EQ(first.out.find("nothing changed."), std::string::npos);
  EXPECT_EQ(first.out.find("✗"), std::string::npos);
  const auto second = run({"demo", "--data", data()});
  ASSERT_EQ(second.exit, 0) << second.err;
  EXPECT_NE(second.out.find("All was done already: nothing changed."), std::string::npos) << second.out;
  EXPECT_EQ(run({"verify"}).exit, 0);
  EXPECT_EQ(run({"allocate", "explain", "A-0001-1", "nobody"}).exit, 65);
  EXPECT_NE(run({"report"}).out.find("Impact of “Emergency connection” — illustrative data"), std::string::npos);
}

}  // namespace
}  // namespace relais::app
