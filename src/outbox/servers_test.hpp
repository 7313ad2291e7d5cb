#pragma once
/// Real servers for the tests of the outbox: programs of tests/outbox, each in a process and a folder of its own.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/check.hpp"

namespace relais::outbox {

inline std::filesystem::path outbox_scripts() {
  const char* source = std::getenv("RELAIS_SOURCE");
  return std::filesystem::path(source == nullptr ? "." : source) / "tests" / "outbox";
}

/// A folder that goes with its owner.
class ScratchFolder {
 public:
  ScratchFolder() : path_((std::filesystem::temp_directory_path() / "relais-outbox-XXXXXX").string()) {
    RELAIS_CHECK(mkdtemp(path_.data()) != nullptr);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A server that prints its port and ends when its standard input closes.
class ScriptServer {
 public:
  explicit ScriptServer(const std::string& script, std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.begin(), {"/usr/bin/python3", (outbox_scripts() / script).string(), folder_.path()});
    start(arguments);
    FILE* lines = fdopen(output_, "r");
    RELAIS_CHECK(std::fscanf(lines, "%d", &port_) == 1);
    std::fclose(lines);
  }
  ScriptServer(const ScriptServer&) = delete;
  ScriptServer& operator=(const ScriptServer&) = delete;
  ~ScriptServer() { stop(); }

  int port() const { return port_; }
  void stop() {
    if (process_ <= 0) return;
    close(input_);
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  /// What it kept, in the order of arrival.
  std::vector<std::string> kept(const std::string& extension) const {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
      if (entry.path().extension() == extension) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> files;
    for (const auto& path : paths) {
      std::ifstream in(path, std::ios::binary);
      files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return files;
  }

 private:
  void start(const std::vector<std::string>& arguments) {
    int to_child[2];
    int from_child[2];
    RELAIS_CHECK(pipe2(to_child, O_CLOEXEC) == 0 && pipe2(from_child, O_CLOEXEC) == 0);
    std::vector<char*> argv;
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    process_ = fork();
    RELAIS_CHECK(process_ >= 0);
    if (process_ == 0) {
      dup2(to_child[0], STDIN_FILENO);
      dup2(from_child[1], STDOUT_FILENO);
      execv(argv[0], argv.data());
      _exit(127);
    }
    close(to_child[0]);
    close(from_child[1]);
    input_ = to_child[1];
    output_ = from_child[0];
  }

  ScratchFolder folder_;
  pid_t process_ = 0;
  int input_ = -1;
  int output_ = -1;
  int port_ = 0;
};

/// A certificate that nobody else trusts.
class TestCertificate {
 public:
  TestCertificate() {
    const auto command = fmt::format("{} {}", (outbox_scripts() / "certificate").string(), folder_.path());
    RELAIS_CHECK(std::system(command.c_str()) == 0);
  }
  const std::string& folder() const { return folder_.path(); }
  std::string file() const { return folder_.path() + "/cert.pem"; }

 private:
  ScratchFolder folder_;
};

}  // namespace relais::outbox
