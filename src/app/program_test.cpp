#include "app/program_test.hpp"

#include <fstream>

namespace relais::app {
namespace {

TEST_F(Program, says_what_is_wrong_with_the_command_line) {
  EXPECT_EQ(run({}).exit, 64);
  EXPECT_EQ(run({"nonsense"}).exit, 64);
  EXPECT_EQ(run({"load"}).exit, 64);
  EXPECT_EQ(run({"--help"}).exit, 0);
}

TEST_F(Program, every_command_explains_itself_in_both_languages) {
  for (const auto* command : {"migrate", "load", "import", "census", "allocate", "ship", "hand-over", "report",
                              "outbox", "verify", "serve", "solve", "demo"}) {
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
  EXPECT_FALSE(std::filesystem::exists(database()));
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
