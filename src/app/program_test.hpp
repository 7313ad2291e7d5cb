#pragma once
/// What the tests of the commands share: the program, run with arguments on a database of its own.

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "app/program.hpp"

namespace relais::app {

struct Ending {
  int exit;
  std::string out;
  std::string err;
};

/// The program, run in this process on a database of its own.
class Program : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

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
    return (std::filesystem::path(source == nullptr ? "." : source) / "data").string();
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("relais-program-" + std::to_string(getpid()));
};

}  // namespace relais::app
