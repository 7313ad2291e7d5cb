#include "store/store.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "testing/database.hpp"

namespace relais::store {
namespace {

using base::Refusal;
using base::Result;
using testing::Store;

constexpr base::RefusalReason no{"store_test.no", 409, "non", "no"};

class Stored : public Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([](Transaction& transaction) {
      transaction.execute("CREATE TABLE thing (name TEXT PRIMARY KEY, size BIGINT CHECK (size >= 0))");
    });
  }
  std::int64_t count() {
    return database().read([](Reader& reader) { return reader.integer("SELECT COUNT(*) FROM thing"); });
  }
};

TEST_P(Stored, binds_placeholders_by_number_and_gives_null_text_and_integers_back) {
  database().read([](Reader& reader) {
    auto rows = reader.query("SELECT CAST($2 AS TEXT), CAST($1 AS BIGINT), CAST($3 AS TEXT)",
                             {9007199254740993, "l'été 🌞\t\\N", nullptr});
    EXPECT_TRUE(rows.next());
    EXPECT_EQ(rows.text(0), "l'été 🌞\t\\N");
    EXPECT_EQ(rows.integer(1), 9007199254740993);
    EXPECT_TRUE(rows.is_null(2));
    EXPECT_FALSE(rows.next());
    return 0;
  });
}

TEST_P(Stored, keeps_what_a_write_did_and_undoes_what_it_refused) {
  EXPECT_TRUE(database().write([](Transaction& t) -> Result<> {
    t.execute("INSERT INTO thing VALUES ($1, $2)", {"kept", 1});
    return base::Done{};
  }));
  EXPECT_FALSE(database().write([](Transaction& t) -> Result<> {
    t.execute("INSERT INTO thing VALUES ($1, $2)", {"refused", 1});
    return Refusal(no);
  }));
  EXPECT_THROW(database().write([](Transaction& t) -> Result<> {
    t.execute("INSERT INTO thing VALUES ($1, $2)", {"thrown", 1});
    throw std::runtime_error("a defect");
  }),
               std::runtime_error);
  EXPECT_EQ(count(), 1);
}

TEST_P(Stored, names_the_kind_of_constraint_that_was_violated) {
  auto violate = [&](const char* name, int size) {
    try {
      (void)database().write([&](Transaction& t) -> Result<> {
        t.execute("INSERT INTO thing VALUES ($1, $2)", {name, size});
        return base::Done{};
      });
    } catch (const ConstraintViolated& violated) {
      return std::optional(violated.constraint);
    }
    return std::optional<Constraint>();
  };
  EXPECT_EQ(violate("a", 1), std::nullopt);
  EXPECT_EQ(violate("a", 2), Constraint::unique);
  EXPECT_EQ(violate("b", -1), Constraint::check);
}

TEST_P(Stored, of_writes_that_wait_together_each_is_refused_on_its_own) {
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&, thread] {
      for (int number = 0; number < 25; ++number) {
        const auto result = database().write([&](Transaction& t) -> Result<> {
          t.execute("INSERT INTO thing VALUES ($1, 0)", {std::to_string(thread) + "/" + std::to_string(number)});
          if (number % 5 == 0) return Refusal(no);
          if (number % 5 == 1) t.execute("UPDATE thing SET size = size + 1 WHERE name = $1", {"absent"});
          return base::Done{};
        });
        if (!result) ++refused;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(refused, 8 * 5);
  EXPECT_EQ(count(), 8 * 20);
}

TEST_P(Stored, takes_rows_in_bulk_with_every_awkward_character) {
  const std::string awkward = "tab\t line\n back\\ quote' é \r";
  write([&](Transaction& t) {
    auto bulk = t.bulk_insert("thing", "name, size");
    bulk->row({awkward, 7});
    for (int number = 0; number < 10'000; ++number) bulk->row({std::to_string(number), nullptr});
    EXPECT_EQ(bulk->finish(), 10'001);
  });
  database().read([&](Reader& reader) {
    EXPECT_EQ(reader.integer("SELECT size FROM thing WHERE name = $1", {awkward}), 7);
    EXPECT_EQ(reader.integer("SELECT COUNT(*) FROM thing WHERE size IS NULL"), 10'000);
    return 0;
  });
}

TEST_P(Stored, a_reader_sees_one_state_throughout) {
  database().read([&](Reader& reader) {
    const auto before = reader.integer("SELECT COUNT(*) FROM thing");
    write([](Transaction& t) { t.execute("INSERT INTO thing VALUES ($1, 1)", {"meanwhile"}); });
    EXPECT_EQ(reader.integer("SELECT COUNT(*) FROM thing"), before);
    return 0;
  });
  EXPECT_EQ(count(), 1);
}

TEST_P(Stored, gives_ids_in_order_and_never_twice) {
  write([](Transaction& t) {
    std::int64_t last = 0;
    for (int number = 0; number < 5'000; ++number) {
      const auto id = t.next_id();
      EXPECT_GT(id, last);
      last = id;
    }
  });
}

TEST_P(Stored, refuses_text_with_nul_and_a_wrong_number_of_parameters_as_defects) {
  EXPECT_THROW(
      write([](Transaction& t) { t.execute("INSERT INTO thing VALUES ($1, 0)", {std::string_view("a\0b", 3)}); }),
      base::Defect);
  EXPECT_ANY_THROW(write([](Transaction& t) { t.execute("INSERT INTO thing VALUES ($1, $2)", {"a"}); }));
  EXPECT_EQ(count(), 0);
}

TEST_P(Stored, an_integer_has_64_bits_also_beside_a_literal) {
  database().read([](Reader& reader) {
    EXPECT_EQ(reader.integer("SELECT COUNT(*) FROM thing WHERE $1 = 0 OR size = $1", {std::int64_t{1} << 60}), 0);
    return 0;
  });
}

// SQLite 3.40 makes a table of the list of `x IN ('a', 'b', 'c')` anew for every row that it checks.
TEST_P(Stored, an_insert_builds_no_temporary_table_for_its_checks) {
  if (database().engine() != Engine::sqlite) GTEST_SKIP() << "of SQLite alone";
  write([](Transaction& transaction) {
    std::vector<std::string> tables;
    for (auto rows = transaction.query("SELECT name FROM sqlite_master WHERE type = 'table'"); rows.next();)
      tables.push_back(rows.string(0));
    EXPECT_GT(tables.size(), 10U);
    for (const auto& table : tables)
      for (auto steps = transaction.query("EXPLAIN INSERT INTO " + table + " DEFAULT VALUES"); steps.next();)
        EXPECT_NE(steps.text(1), "OpenEphemeral") << table;
  });
}

TEST_P(Stored, migrates_once) { EXPECT_TRUE(database().migrate().empty()); }

RELAIS_ON_BOTH_ENGINES(Stored);

}  // namespace
}  // namespace relais::store
