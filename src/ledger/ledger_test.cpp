#include "ledger/ledger.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "ledger/chain.hpp"
#include "ledger/refusals.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::ledger {
namespace {

using base::Language;
using base::Result;
using store::Reader;
using store::Transaction;

class Ledger : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](Transaction& transaction) {
      sample_.emplace(transaction);
      donor_ = open_account(transaction, sample_->programme, AccountKind::donor, sample_->donor);
      depot_ = open_account(transaction, sample_->programme, AccountKind::depot, sample_->depot);
      reserved_ = open_account(transaction, sample_->programme, AccountKind::reserved, sample_->depot);
      phone_ = sample_->kind_id("feature_phone");
      sim_ = sample_->kind_id("sim_card");
    });
  }

  EntryOrder order(std::string request, Reason reason, std::vector<Posting> postings) const {
    return {sample_->programme, std::move(request), reason, "G-0001", std::move(postings)};
  }
  Result<Recorded> record_now(const EntryOrder& wanted) {
    return database().write(
        [&](Transaction& transaction) { return record(transaction, people::permit_of_test(), wanted); });
  }
  Result<Recorded> move(std::string request, AccountId from, AccountId to, std::int64_t quantity) {
    auto wanted = order(std::move(request), Reason::adjusted, {});
    add_move(wanted, from, to, phone_, quantity);
    return record_now(wanted);
  }
  std::int64_t balance(AccountId account) {
    return database().read([&](Reader& reader) { return balance_of(reader, account, phone_); });
  }
  Verification verified() {
    return database().read([](Reader& reader) { return verify(reader); });
  }
  std::string fault_after(const char* sql) {
    write([&](Transaction& transaction) { EXPECT_GE(transaction.execute(sql), 1) << sql; });
    return verified().fault_english.value_or("");
  }

  std::optional<testing::SampleProgramme> sample_;
  AccountId donor_, depot_, reserved_;
  KindId phone_, sim_;
};

TEST_P(Ledger, moves_goods_and_keeps_both_balances) {
  ASSERT_TRUE(move("r1", donor_, depot_, 50));
  ASSERT_TRUE(move("r2", depot_, reserved_, 20));
  EXPECT_EQ(balance(donor_), -50);
  EXPECT_EQ(balance(depot_), 30);
  EXPECT_EQ(balance(reserved_), 20);
  const auto verification = verified();
  EXPECT_FALSE(verification.fault) << *verification.fault;
  EXPECT_EQ(verification.entries, 2);
  EXPECT_EQ(verification.postings, 4);
}

TEST_P(Ledger, refuses_to_take_more_than_is_there_and_says_how_much_is) {
  ASSERT_TRUE(move("r1", donor_, depot_, 50));
  const auto result = move("r2", depot_, reserved_, 51);
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.refusal().is(refused::would_go_negative));
  EXPECT_EQ(result.refusal().message(Language::english),
            "Not enough stock: 51 of “Téléphone simple” asked for, 50 available (Essai depot-pantin).");
  EXPECT_EQ(balance(depot_), 50);
  EXPECT_EQ(balance(reserved_), 0);
  EXPECT_FALSE(move("r3", reserved_, depot_, 1)) << "an account never used holds nothing";
}

TEST_P(Ledger, an_entry_with_one_short_line_changes_nothing_at_all) {
  ASSERT_TRUE(move("r1", donor_, depot_, 50));
  auto wanted = order("r2", Reason::reserved, {});
  add_move(wanted, depot_, reserved_, phone_, 10);
  add_move(wanted, depot_, reserved_, sim_, 1);
  EXPECT_FALSE(record_now(wanted));
  EXPECT_EQ(balance(depot_), 50);
  EXPECT_FALSE(verified().fault);
}

TEST_P(Ledger, the_same_request_acts_once) {
  const auto first = move("r1", donor_, depot_, 50);
  const auto second = move("r1", donor_, depot_, 50);
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->repeated);
  EXPECT_EQ(second->entry, first->entry);
  EXPECT_EQ(balance(depot_), 50);
}

TEST_P(Ledger, refuses_a_request_key_that_was_used_for_something_else) {
  ASSERT_TRUE(move("r1", donor_, depot_, 50));
  const auto result = move("r1", donor_, depot_, 49);
  ASSERT_FALSE(result);
  EXPECT_TRUE(result.refusal().is(refused::request_reused));
}

TEST_P(Ledger, refuses_an_entry_that_is_empty_or_not_balanced) {
  const auto lopsided = record_now(order("r1", Reason::adjusted, {{depot_, phone_, 1}}));
  ASSERT_FALSE(lopsided);
  EXPECT_TRUE(lopsided.refusal().is(refused::not_balanced));
  const auto mixed = record_now(order("r2", Reason::adjusted, {{donor_, phone_, -1}, {depot_, sim_, 1}}));
  EXPECT_FALSE(mixed) << "one kind does not balance another";
  const auto nothing = record_now(order("r3", Reason::adjusted, {{depot_, phone_, 1}, {depot_, phone_, -1}}));
  ASSERT_FALSE(nothing);
  EXPECT_TRUE(nothing.refusal().is(refused::empty_entry));
}

TEST_P(Ledger, a_mistake_is_corrected_by_its_opposite_once) {
  const auto mistake = move("r1", donor_, depot_, 50);
  auto undo = [&](const char* request) {
    return database().write([&](Transaction& transaction) {
      return reverse(transaction, people::permit_of_test(), mistake->entry, request, "erreur de saisie");
    });
  };
  const auto reversal = undo("r2");
  ASSERT_TRUE(reversal);
  EXPECT_EQ(balance(depot_), 0);
  EXPECT_TRUE(undo("r2")->repeated);
  EXPECT_TRUE(undo("r3").refusal().is(refused::already_reversed));
  const auto twice = database().write([&](Transaction& transaction) {
    return reverse(transaction, people::permit_of_test(), reversal->entry, "r4", "");
  });
  EXPECT_TRUE(twice.refusal().is(refused::is_a_reversal));
  EXPECT_FALSE(verified().fault);
}

TEST_P(Ledger, a_reversal_cannot_take_back_what_has_left) {
  const auto gift = move("r1", donor_, depot_, 50);
  ASSERT_TRUE(move("r2", depot_, reserved_, 20));
  const auto undone = database().write(
      [&](Transaction& transaction) { return reverse(transaction, people::permit_of_test(), gift->entry, "r3", ""); });
  ASSERT_FALSE(undone);
  EXPECT_TRUE(undone.refusal().is(refused::would_go_negative));
}

TEST_P(Ledger, verify_finds_each_planted_fault) {
  ASSERT_TRUE(move("r1", donor_, depot_, 50));
  ASSERT_TRUE(move("r2", depot_, reserved_, 20));
  ASSERT_TRUE(move("r3", depot_, reserved_, 5));
  ASSERT_FALSE(verified().fault);
  EXPECT_NE(fault_after("UPDATE ledger_balance SET quantity = quantity + 1 WHERE quantity = 25 AND is_outside = 0")
                .find("the entries give 25"),
            std::string::npos);
  write([](Transaction& t) { t.execute("UPDATE ledger_balance SET quantity = quantity - 1 WHERE quantity = 26"); });
  ASSERT_FALSE(verified().fault);
  EXPECT_NE(fault_after("UPDATE ledger_posting SET quantity = quantity * 2 WHERE entry_id = (SELECT id FROM "
                        "ledger_entry WHERE request = 'r2')")
                .find("was changed"),
            std::string::npos);
  write([](Transaction& t) {
    t.execute(
        "UPDATE ledger_posting SET quantity = quantity / 2 WHERE entry_id = (SELECT id FROM ledger_entry WHERE "
        "request = 'r2')");
  });
  ASSERT_FALSE(verified().fault);
  EXPECT_NE(fault_after("UPDATE ledger_entry SET previous_hash = hash WHERE request = 'r3'").find("strand 0 is broken"),
            std::string::npos);
}

TEST_P(Ledger, verify_finds_a_deleted_entry_in_the_middle_and_at_the_end) {
  for (const char* request : {"r1", "r2", "r3"}) ASSERT_TRUE(move(request, donor_, depot_, 1));
  auto remove = [&](const std::string& request) {
    write([&](Transaction& t) {
      t.execute("DELETE FROM ledger_posting WHERE entry_id = (SELECT id FROM ledger_entry WHERE request = $1)",
                {request});
      t.execute("DELETE FROM ledger_entry WHERE request = $1", {request});
    });
    return verified().fault_english.value_or("");
  };
  EXPECT_NE(remove("r3").find("the entries give"), std::string::npos);
  EXPECT_NE(remove("r1").find("entry no. 1 of strand 0 is missing"), std::string::npos);
}

TEST_P(Ledger, a_hand_that_changes_a_word_of_an_entry_is_found) {
  ASSERT_TRUE(move("r1", donor_, depot_, 50));
  EXPECT_NE(fault_after("UPDATE ledger_entry SET about = 'G-0002'").find("was changed"), std::string::npos);
}

TEST_P(Ledger, the_database_itself_refuses_a_negative_inside_balance) {
  ASSERT_TRUE(move("r1", donor_, depot_, 50));
  EXPECT_THROW(write([](Transaction& t) { t.execute("UPDATE ledger_balance SET quantity = -1 WHERE is_outside = 0"); }),
               store::ConstraintViolated);
}

TEST_P(Ledger, two_nodes_sent_the_same_requests_at_once_act_once) {
  constexpr int requests = 40;
  const auto other = test_database().open_again();
  std::atomic<int> first_times = 0;
  std::vector<std::jthread> threads;
  for (auto* node : {&database(), other.get(), &database(), other.get()})
    threads.emplace_back([&, node] {
      for (int number = 0; number < requests; ++number) {
        auto wanted = order("r" + std::to_string(number), Reason::gift_received, {});
        add_move(wanted, donor_, depot_, phone_, 1);
        const auto result = node->write(
            [&](Transaction& transaction) { return record(transaction, people::permit_of_test(), wanted); });
        if (result && !result->repeated) ++first_times;
      }
    });
  threads.clear();
  EXPECT_EQ(first_times, requests);
  EXPECT_EQ(balance(depot_), requests);
  const auto verification = verified();
  EXPECT_FALSE(verification.fault) << *verification.fault_english;
}

TEST_P(Ledger, on_postgresql_each_node_writes_a_strand_of_its_own) {
  const auto other = test_database().open_again();
  auto gift = [&](store::Database& node, const char* request) {
    auto wanted = order(request, Reason::gift_received, {});
    add_move(wanted, donor_, depot_, phone_, 1);
    return node.write([&](Transaction& transaction) { return record(transaction, people::permit_of_test(), wanted); });
  };
  for (const char* request : {"r1", "r2"}) ASSERT_TRUE(gift(database(), request));
  for (const char* request : {"r3", "r4"}) ASSERT_TRUE(gift(*other, request));
  const auto verification = verified();
  EXPECT_FALSE(verification.fault) << *verification.fault_english;
  EXPECT_EQ(verification.entries, 4);
  EXPECT_EQ(verification.strands, GetParam() == store::Engine::postgres ? 2 : 1);
}

TEST_P(Ledger, lists_what_is_where) {
  ASSERT_TRUE(move("r1", donor_, depot_, 50));
  database().read([&](Reader& reader) {
    const auto balances = list_balances(reader, sample_->programme, AccountKind::depot);
    EXPECT_EQ(balances.size(), 1u);
    EXPECT_EQ(balances.front().holder, sample_->depot);
    EXPECT_EQ(balances.front().quantity, 50);
    EXPECT_EQ(sum_balances(reader, sample_->programme).size(), 2u);
    return 0;
  });
}

RELAIS_ON_BOTH_ENGINES(Ledger);

TEST(LedgerChain, the_hash_of_an_entry_is_what_it_was_when_it_was_published) {
  const EntryFields fields{.strand = 0,
                           .position = 1,
                           .previous_hash = genesis_hash,
                           .id = 7,
                           .programme = 3,
                           .request = "r",
                           .reason = "adjusted",
                           .about = "a",
                           .actor = "cli:x",
                           .recorded_at = 9,
                           .reverses = 0};
  const Posting postings[] = {{AccountId{1}, KindId{2}, -5}, {AccountId{4}, KindId{2}, 5}};
  // printf 'relais entry 1\n0 1\n%064d\n7 3 9 0\n1 r\n8 adjusted\n1 a\n5 cli:x\n1 2 -5\n4 2 5\n' 0 | sha256sum
  EXPECT_EQ(entry_hash(fields, postings), "e256a347158fedb8b81a6045f09c85a3398b06db30b2d0946ded14f4d4b625cd");
}

TEST(LedgerRefusals, each_has_a_code_a_status_and_both_messages) {
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("ledger."));
    EXPECT_GE(reason->http_status, 400);
    EXPECT_FALSE(reason->french.empty());
    EXPECT_FALSE(reason->english.empty());
  }
}

}  // namespace
}  // namespace relais::ledger
