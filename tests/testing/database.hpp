#pragma once
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "store/store.hpp"

namespace relais::testing {

/// A migrated, empty database of the test's own, removed with it.
class TestDatabase {
 public:
  explicit TestDatabase(store::Engine engine, const base::Clock* clock = nullptr);
  ~TestDatabase();

  store::Database& database() { return *database_; }
  /// For a second process, or a second `Database` on the same data.
  const std::string& url() const { return url_; }
  /// Opens the same data once more; the first handle stays.
  std::unique_ptr<store::Database> open_again() const;

 private:
  const base::Clock* clock_;
  store::Engine engine_;
  std::string url_;
  std::unique_ptr<store::Database> database_;
};

/// A test that runs on SQLite and on PostgreSQL: derive, write TEST_P, end the file with RELAIS_ON_BOTH_ENGINES(Name).
class Store : public ::testing::TestWithParam<store::Engine> {
 protected:
  void SetUp() override { database_ = std::make_unique<TestDatabase>(GetParam(), &clock_); }

  store::Database& database() { return database_->database(); }
  TestDatabase& test_database() { return *database_; }
  base::ManualClock& clock() { return clock_; }

  /// A write that the test expects to be kept.
  void write(const std::function<void(store::Transaction&)>& function) {
    (void)database().write([&](store::Transaction& transaction) -> base::Result<> {
      function(transaction);
      return base::Done{};
    });
  }

 private:
  base::ManualClock clock_{base::instant_from(1'585'209'600'000)};  // 26 March 2020, 8:00 UTC
  std::unique_ptr<TestDatabase> database_;
};

}  // namespace relais::testing

#define RELAIS_ON_BOTH_ENGINES(suite)                                                             \
  INSTANTIATE_TEST_SUITE_P(                                                                       \
      , suite, ::testing::Values(relais::store::Engine::sqlite, relais::store::Engine::postgres), \
      [](const auto& tested) { return tested.param == relais::store::Engine::sqlite ? "sqlite" : "postgres"; })
