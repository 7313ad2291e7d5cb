#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/program.hpp"

namespace relais::app {
namespace {

namespace fs = std::filesystem;

/// `relais solve`, run in this process on files of its own.
class SolveCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_);
    write("request.json", R"({"seed": 1, "stock": {"phone": 5}, "components": {"phone": ["phone"]},
      "products": {"phone": {"recipes": [{"phone": 1}]}},
      "lines": [{"id": "a", "product": "phone", "tier": 0, "weight": 3, "cap": 9},
                {"id": "b", "product": "phone", "tier": 0, "weight": 2, "cap": 9}]})");
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }

  /// Exit code; what was printed is in `out_` and `err_`.
  int run(std::vector<std::string> arguments, const char* language = "en") {
    arguments.insert(arguments.begin(), {"relais", "--lang", language, "solve"});
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int exit = run_program(static_cast<int>(argv.size()), argv.data());
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return exit;
  }

  fs::path folder_ = fs::temp_directory_path() / ("relais-solve-" + std::to_string(getpid()));
  std::string out_, err_;
};

TEST_F(SolveCommand, checks_the_plan_that_it_wrote) {
  ASSERT_EQ(run({path("request.json")}), 0) << err_;
  write("plan.json", out_);
  EXPECT_EQ(run({"--check", path("plan.json"), path("request.json")}), 0) << err_;
  EXPECT_EQ(out_,
            "Refusals proved by prices: 1; by searching all recipes: 0; on trust: 0.\n"
            "Fewest substitutions: proved by prices; fewest other recipes: proved by prices.\nThe plan holds.\n");
}

TEST_F(SolveCommand, names_the_fault_of_a_plan_and_ends_with_one) {
  ASSERT_EQ(run({path("request.json")}), 0) << err_;
  auto plan = out_;
  const std::string right = "\"unmet\":6";
  plan.replace(plan.find(right), right.size(), "\"unmet\":5");
  write("plan.json", plan);
  EXPECT_EQ(run({"--check", path("plan.json"), path("request.json")}), 1);
  EXPECT_NE(out_.find("line a: its unmet is wrong"), std::string::npos) << out_;
  EXPECT_NE(err_.find("1 fault(s) in the plan."), std::string::npos) << err_;
  EXPECT_EQ(run({"--check", path("plan.json"), path("request.json")}, "fr"), 1);
  EXPECT_NE(out_.find("ligne a : « unmet » est faux"), std::string::npos) << out_;
}

TEST_F(SolveCommand, refuses_what_is_no_plan_with_the_place_and_the_reason) {
  write("plan.json", R"({"lines": []})");
  EXPECT_EQ(run({"--check", path("plan.json"), path("request.json")}), 65);
  EXPECT_NE(err_.find("/: the field \"certificate\" is missing."), std::string::npos) << err_;
  EXPECT_EQ(run({"--check", path("absent.json"), path("request.json")}), 66);
  EXPECT_EQ(run({"--check", "-", "-"}), 64);
}

}  // namespace
}  // namespace relais::app
