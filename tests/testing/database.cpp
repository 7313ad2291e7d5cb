#include "testing/database.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

namespace relais::testing {
namespace {

std::string output_of(const std::string& command) {
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  RELAIS_CHECK(pipe != nullptr);
  for (std::array<char, 256> part{}; std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr;)
    text += part.data();
  const int status = pclose(pipe);
  if (status != 0) throw std::runtime_error(fmt::format("{} ended with {}", command, status));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

/// The suite's PostgreSQL when `make test` started one; otherwise one of this program's own, stopped at its end.
class Server {
 public:
  Server() {
    if (const char* given = std::getenv("RELAIS_TEST_POSTGRES"); given != nullptr) {
      url_ = given;
      return;
    }
    folder_ = fmt::format("/tmp/relais-postgres-{}", getpid());
    url_ = output_of(fmt::format("{} start {}", RELAIS_POSTGRES_SCRIPT, folder_));
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    if (folder_.empty()) return;
    const auto command = fmt::format("{} stop {}", RELAIS_POSTGRES_SCRIPT, folder_);
    if (std::system(command.c_str()) != 0) std::fputs("the tests' PostgreSQL did not stop\n", stderr);
  }
  const std::string& url() const { return url_; }
  std::string url_of(const std::string& name) const {
    auto url = url_;
    return url.replace(url.find("/postgres?"), 10, "/" + name + "?");
  }

 private:
  std::string folder_;
  std::string url_;
};

Server& server() {
  static Server one;
  return one;
}

std::string unique_name() {
  static std::atomic<int> count = 0;
  return fmt::format("relais_{}_{}", getpid(), ++count);
}

void administer(const std::string& sql) {
  output_of(fmt::format("psql -qAtX -v ON_ERROR_STOP=1 '{}' -c '{}' 2>&1", server().url(), sql));
}

std::unique_ptr<store::Database> open(const std::string& url, const base::Clock* clock) {
  return store::Database::open({.url = url, .durable = false, .clock = clock});
}

/// The migrated, empty database that each test's own is copied from.
const std::string& postgres_template() {
  static const std::string name = [] {
    const auto fresh = unique_name() + "_template";
    administer("CREATE DATABASE " + fresh);
    open(server().url_of(fresh), nullptr)->migrate();
    return fresh;
  }();
  return name;
}

std::string create_postgres() {
  const auto& origin = postgres_template();
  const auto name = unique_name();
  administer(fmt::format("CREATE DATABASE {} TEMPLATE {}", name, origin));
  return server().url_of(name);
}

std::filesystem::path sqlite_folder() {
  const std::filesystem::path memory = "/dev/shm";
  return std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

TestDatabase::TestDatabase(store::Engine engine, const base::Clock* clock) : clock_(clock), engine_(engine) {
  url_ = engine == store::Engine::sqlite ? (sqlite_folder() / (unique_name() + ".db")).string() : create_postgres();
  database_ = open(url_, clock_);
  if (engine == store::Engine::sqlite) database_->migrate();
}

TestDatabase::~TestDatabase() {
  database_.reset();
  if (engine_ == store::Engine::sqlite) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(url_ + suffix);
    return;
  }
  const auto start = url_.find("///") + 3;
  try {
    administer("DROP DATABASE IF EXISTS " + url_.substr(start, url_.find('?') - start) + " WITH (FORCE)");
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
  }
}

std::unique_ptr<store::Database> TestDatabase::open_again() const { return open(url_, clock_); }

}  // namespace relais::testing
