#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/program.hpp"

namespace relais::app {
namespace {

namespace files = std::filesystem;

struct AllocateEnding {
  int exit;
  std::string out, err;
};

/// `relais allocate` on the demonstration's database.
class AllocateSteps : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    files::create_directories(folder());
    const char* source = std::getenv("RELAIS_SOURCE");
    ASSERT_EQ(run({"demo", "--data", (files::path(source == nullptr ? "." : source) / "data").string()}).exit, 0);
  }
  static void TearDownTestSuite() { files::remove_all(folder()); }

  static files::path folder() { return files::temp_directory_path() / ("relais-allocate-" + std::to_string(getpid())); }
  static AllocateEnding run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"relais", "--lang", "en", "--database", (folder() / "test.db").string()});
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int exit = run_program(static_cast<int>(argv.size()), argv.data());
    return {exit, ::testing::internal::GetCapturedStdout(), ::testing::internal::GetCapturedStderr()};
  }
  static AllocateEnding allocate(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "allocate");
    return run(std::move(arguments));
  }
  static std::string rule(const std::string& text) {
    const auto path = folder() / "rule.toml";
    std::ofstream(path) << text;
    return path.string();
  }
  /// The first reference in what was printed.
  static std::string reference_in(const std::string& text) { return text.substr(text.find("A-0"), 8); }
};

TEST_F(AllocateSteps, checks_what_is_recorded_by_an_option_or_a_step) {
  const auto reference = reference_in(allocate({"list"}).out);
  const auto checked = allocate({"--check", reference});
  EXPECT_EQ(checked.exit, 0) << checked.err;
  EXPECT_NE(checked.out.find("No fault."), std::string::npos) << checked.out;
  EXPECT_NE(checked.out.find("on trust"), std::string::npos);
  EXPECT_EQ(allocate({"check", reference}).out, checked.out);
  EXPECT_EQ(allocate({"--check", "A-9999-9"}).exit, 65);
  EXPECT_EQ(allocate({}).exit, 64);
}

TEST_F(AllocateSteps, tries_another_rule_and_compares) {
  const auto reference = reference_in(allocate({"list"}).out);
  const auto strict = rule("seed = 1\nsubstitutes = false\n[serves]\nsmartphone = []\n");
  const auto tried = allocate({"try", reference, "--request", "t1", "--what-if", strict});
  ASSERT_EQ(tried.exit, 0) << tried.err;
  const auto trial = reference_in(tried.out);
  EXPECT_NE(tried.out.find("(trial)"), std::string::npos) << tried.out;
  const auto csv = (folder() / "compared.csv").string();
  const auto compared = allocate({"compare", reference, trial, "--csv", csv});
  ASSERT_EQ(compared.exit, 0) << compared.err;
  EXPECT_NE(compared.out.find("Total:"), std::string::npos);
  std::ifstream in(csv);
  std::string heading, first;
  std::getline(in, heading);
  std::getline(in, first);
  EXPECT_EQ(heading, "code,structure,departement,people,asked,granted_before,granted_after,difference\r");
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(allocate({"approve", trial}).exit, 65);
  const auto unknown = rule("seed = 1\n[serves]\nno_such = []\n");
  EXPECT_EQ(allocate({"try", reference, "--request", "t2", "--what-if", unknown}).exit, 65);
}

TEST_F(AllocateSteps, an_approved_allocation_is_not_adjusted_and_what_was_dispatched_not_released) {
  const auto reference = reference_in(allocate({"list"}).out);
  EXPECT_EQ(allocate({"adjust", reference, "nobody", "--request", "m1", "--quantity", "3", "--reason", "r"}).exit, 65);
  EXPECT_EQ(allocate({"adjust", reference, "nobody", "--request", "m1", "--reason", "r"}).exit, 64);
  EXPECT_EQ(allocate({"adjust", reference, "nobody", "--request", "m1", "--quantity", "3"}).exit, 64);
  EXPECT_EQ(allocate({"release", reference, "nobody", "--request", "l1", "--reason", "r"}).exit, 65);
}

}  // namespace
}  // namespace relais::app
