#include "gifts/gifts.hpp"

#include <set>

#include <gtest/gtest.h>

#include "gifts/lines.hpp"
#include "gifts/refusals.hpp"
#include "ledger/ledger.hpp"
#include "ledger/refusals.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::gifts {
namespace {

using base::Language;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

constexpr base::Day first_day{std::chrono::days(18'347)};  // 26 March 2020

class Gifts : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](Transaction& transaction) { sample_.emplace(transaction); });
  }

  static PledgeDraft pledge(std::vector<PledgeLineDraft> lines) { return {"don-1", "operateur", std::move(lines)}; }
  static PledgeLineDraft phones(std::int64_t quantity) { return {.kind_code = "feature_phone", .quantity = quantity}; }
  static ReceiptDraft receipt(std::string request, std::vector<ReceiptLineDraft> lines) {
    return {std::move(request), "don-1", "depot-pantin", std::move(lines)};
  }

  Result<SavedPledge> save(const PledgeDraft& draft) {
    return database().write([&](Transaction& transaction) {
      return save_pledge(transaction, people::permit_of_test(), sample_->catalogue, draft);
    });
  }
  Result<Receipt> receive_now(const ReceiptDraft& draft) {
    return database().write([&](Transaction& transaction) {
      return receive(transaction, people::permit_of_test(), sample_->catalogue, draft);
    });
  }
  Result<Receipt> receive_phones(std::string request, std::int64_t quantity) {
    return receive_now(receipt(std::move(request), {{"feature_phone", quantity}}));
  }
  Result<Saved> close() {
    return database().write([&](Transaction& transaction) {
      return close_pledge(transaction, people::permit_of_test(), sample_->programme, "don-1");
    });
  }
  Result<Saved> cancel(ReceiptId id) {
    return database().write(
        [&](Transaction& transaction) { return cancel_receipt(transaction, people::permit_of_test(), id); });
  }
  Gift gift() {
    return database().read([&](Reader& reader) { return find_gift(reader, sample_->programme, "don-1").value(); });
  }
  Progress phone_progress() { return gift().lines.front().progress; }
  std::int64_t balance(ledger::AccountKind account, std::string_view kind) {
    return database().read([&](Reader& reader) {
      const auto holder = account == ledger::AccountKind::donor ? sample_->donor : sample_->depot;
      const auto found = ledger::find_account(reader, account, holder);
      return found ? ledger::balance_of(reader, *found, sample_->kind_id(kind)) : 0;
    });
  }
  void expect_agreement_with_ledger() {
    database().read([&](Reader& reader) {
      EXPECT_EQ(find_difference_with_ledger(reader, sample_->programme), std::nullopt);
      EXPECT_EQ(ledger::verify(reader).fault, std::nullopt);
      return 0;
    });
  }
  template <class T>
  static std::string_view code_of_refusal(const Result<T>& result) {
    return result ? "accepted" : result.refusal().code();
  }

  std::optional<testing::SampleProgramme> sample_;
};

TEST_P(Gifts, a_pledge_is_received_in_parts_and_shows_what_is_still_short) {
  ASSERT_TRUE(save(pledge({phones(100)})));
  ASSERT_TRUE(receive_phones("r1", 60));
  EXPECT_EQ(phone_progress(), (Progress{.pledged = 100, .received = 60, .surplus = 0, .shortfall = 40}));
  ASSERT_TRUE(receive_phones("r2", 40));
  EXPECT_EQ(phone_progress(), (Progress{.pledged = 100, .received = 100, .surplus = 0, .shortfall = 0}));
  EXPECT_EQ(balance(ledger::AccountKind::depot, "feature_phone"), 100);
  EXPECT_EQ(balance(ledger::AccountKind::donor, "feature_phone"), -100);
  expect_agreement_with_ledger();
}

TEST_P(Gifts, what_comes_beyond_the_pledge_is_surplus_in_an_entry_of_its_own) {
  ASSERT_TRUE(save(pledge({phones(100)})));
  ASSERT_TRUE(receive_phones("r1", 60));
  const auto second = receive_phones("r2", 50);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->lines.front().surplus, 10);
  EXPECT_EQ(phone_progress(), (Progress{.pledged = 100, .received = 110, .surplus = 10, .shortfall = 0}));
  EXPECT_EQ(balance(ledger::AccountKind::depot, "feature_phone"), 110);
  database().read([](Reader& reader) {
    EXPECT_EQ(reader.integer("SELECT SUM(p.quantity) FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id "
                             "WHERE e.reason = 'surplus_received' AND p.quantity > 0"),
              10);
    return 0;
  });
  expect_agreement_with_ledger();
}

TEST_P(Gifts, a_kind_that_nobody_announced_is_all_surplus) {
  ASSERT_TRUE(save(pledge({phones(100)})));
  ASSERT_TRUE(receive_now(receipt("r1", {{"feature_phone", 100}, {"top_up", 7}})));
  const auto lines = gift().lines;
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[1].kind, sample_->kind_id("top_up"));
  EXPECT_EQ(lines[1].progress,
            (Progress{.pledged = 0, .received = 7, .surplus = 7, .shortfall = 0, .received_gb = 35}));
  expect_agreement_with_ledger();
}

TEST_P(Gifts, second_hand_devices_wait_in_the_workshop) {
  ASSERT_TRUE(save(pledge({{.kind_code = "smartphone", .quantity = 5},
                           {.kind_code = "smartphone", .quantity = 8, .is_second_hand = true}})));
  ASSERT_TRUE(receive_now(receipt("r1", {{"smartphone", 5}, {"smartphone", 6, true}})));
  EXPECT_EQ(balance(ledger::AccountKind::depot, "smartphone"), 5);
  EXPECT_EQ(balance(ledger::AccountKind::workshop, "smartphone"), 6);
  const auto lines = gift().lines;
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].progress.shortfall, 0);
  EXPECT_EQ(lines[1].progress.shortfall, 2);
}

TEST_P(Gifts, the_same_receipt_sent_twice_counts_once) {
  ASSERT_TRUE(save(pledge({phones(100)})));
  const auto first = receive_phones("r1", 60);
  const auto again = receive_phones("r1", 60);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(phone_progress().received, 60);
  EXPECT_EQ(code_of_refusal(receive_phones("r1", 61)), "gifts.request_reused");
}

TEST_P(Gifts, a_closed_pledge_records_its_shortfall_and_takes_no_more) {
  ASSERT_TRUE(save(pledge({phones(100)})));
  ASSERT_TRUE(receive_phones("r1", 60));
  EXPECT_EQ(*close(), Saved::updated);
  EXPECT_EQ(*close(), Saved::unchanged);
  const auto late = receive_phones("r2", 40);
  EXPECT_EQ(code_of_refusal(late), "gifts.pledge_closed");
  EXPECT_EQ(late.refusal().message(Language::english),
            "Pledge don-1 is closed: save a new pledge for what is still coming.");
  EXPECT_TRUE(receive_phones("r1", 60)->repeated) << "a repeated request is answered, not refused";
  EXPECT_EQ(code_of_refusal(save(pledge({phones(60)}))), "gifts.pledge_closed");
  EXPECT_EQ(save(pledge({phones(100)}))->outcome, Saved::unchanged);
  EXPECT_EQ(gift().state, PledgeState::closed);
  database().read([](Reader& reader) {
    EXPECT_EQ(reader.integer("SELECT shortfall_at_closing FROM gifts_pledge_line"), 40);
    return 0;
  });
}

TEST_P(Gifts, saving_says_what_it_did) {
  EXPECT_EQ(save(pledge({phones(100)}))->outcome, Saved::created);
  EXPECT_EQ(save(pledge({phones(100)}))->outcome, Saved::unchanged);
  EXPECT_EQ(save(pledge({phones(120), {.kind_code = "top_up", .quantity = 10}}))->outcome, Saved::updated);
  EXPECT_EQ(save(pledge({{.kind_code = "top_up", .quantity = 10}, phones(120)}))->outcome, Saved::unchanged)
      << "the order of lines means nothing";
  auto dated = phones(120);
  dated.expected_from = first_day;
  EXPECT_EQ(save(pledge({dated}))->outcome, Saved::updated);
  ASSERT_EQ(gift().lines.size(), 1u);
  EXPECT_EQ(gift().lines.front().expected_from, first_day);
}

TEST_P(Gifts, a_pledge_does_not_go_below_what_was_received) {
  ASSERT_TRUE(save(pledge({phones(100), {.kind_code = "top_up", .quantity = 10}})));
  ASSERT_TRUE(receive_phones("r1", 60));
  EXPECT_EQ(code_of_refusal(save(pledge({phones(59)}))), "gifts.below_received");
  EXPECT_EQ(code_of_refusal(save(pledge({{.kind_code = "top_up", .quantity = 10}}))), "gifts.below_received");
  EXPECT_TRUE(save(pledge({phones(60)})));
}

TEST_P(Gifts, a_cancelled_receipt_no_longer_counts) {
  ASSERT_TRUE(save(pledge({phones(100)})));
  const auto mistake = receive_phones("r1", 160);
  EXPECT_EQ(*cancel(mistake->id), Saved::updated);
  EXPECT_EQ(*cancel(mistake->id), Saved::unchanged);
  EXPECT_EQ(phone_progress(), (Progress{.pledged = 100, .received = 0, .surplus = 0, .shortfall = 100}));
  EXPECT_EQ(balance(ledger::AccountKind::depot, "feature_phone"), 0);
  EXPECT_EQ(code_of_refusal(cancel(ReceiptId{1})), "gifts.receipt_unknown");
  expect_agreement_with_ledger();
}

TEST_P(Gifts, a_receipt_is_not_cancelled_once_its_goods_have_left) {
  ASSERT_TRUE(save(pledge({phones(100)})));
  const auto received = receive_phones("r1", 60);
  write([&](Transaction& transaction) {
    ledger::EntryOrder order{sample_->programme, "away", ledger::Reason::reserved, "X", {}};
    const auto account = [&](ledger::AccountKind kind) {
      return ledger::open_account(transaction, sample_->programme, kind, sample_->depot);
    };
    ledger::add_move(order, account(ledger::AccountKind::depot), account(ledger::AccountKind::reserved),
                     sample_->kind_id("feature_phone"), 1);
    ASSERT_TRUE(ledger::record(transaction, people::permit_of_test(), order));
  });
  EXPECT_TRUE(cancel(received->id).refusal().is(ledger::refused::would_go_negative));
  EXPECT_EQ(phone_progress().received, 60);
  expect_agreement_with_ledger();
}

TEST_P(Gifts, refuses_a_pledge_with_the_reason) {
  EXPECT_EQ(code_of_refusal(save({"", "operateur", {phones(1)}})), "gifts.pledge_needs_code");
  EXPECT_EQ(code_of_refusal(save({"don-1", "inconnu", {phones(1)}})), "gifts.donor_not_registered");
  EXPECT_EQ(code_of_refusal(save({"don-1", "structure-a", {phones(1)}})), "gifts.donor_not_registered");
  EXPECT_EQ(code_of_refusal(save(pledge({}))), "gifts.pledge_is_empty");
  EXPECT_EQ(code_of_refusal(save(pledge({{.kind_code = "minitel", .quantity = 1}}))), "gifts.kind_unknown");
  EXPECT_EQ(code_of_refusal(save(pledge({phones(0)}))), "gifts.quantity_not_positive");
  EXPECT_EQ(code_of_refusal(save(pledge({phones(-3)}))), "gifts.quantity_not_positive");
  EXPECT_EQ(code_of_refusal(save(pledge({phones(quantity_max + 1)}))), "gifts.quantity_too_large");
  EXPECT_EQ(code_of_refusal(save(pledge({{.kind_code = "top_up", .quantity = 1, .is_second_hand = true}}))),
            "gifts.second_hand_is_for_devices");
  EXPECT_EQ(code_of_refusal(save(pledge({phones(1), phones(2)}))), "gifts.line_repeated");
  auto reversed = phones(1);
  reversed.expected_from = first_day;
  reversed.expected_until = first_day - std::chrono::days(1);
  EXPECT_EQ(code_of_refusal(save(pledge({reversed}))), "gifts.dates_reversed");
  ASSERT_TRUE(save(pledge({phones(1)})));
  write([&](Transaction& transaction) { sample_->add(transaction, "autre", people::OrganisationKind::donor); });
  EXPECT_EQ(code_of_refusal(save({"don-1", "autre", {phones(1)}})), "gifts.donor_changed");
}

TEST_P(Gifts, refuses_a_receipt_with_the_reason) {
  ASSERT_TRUE(save(pledge({phones(100)})));
  EXPECT_EQ(code_of_refusal(receive_now({"", "don-1", "depot-pantin", {{"feature_phone", 1}}})),
            "gifts.request_is_empty");
  EXPECT_EQ(code_of_refusal(receive_now({"r", "don-2", "depot-pantin", {{"feature_phone", 1}}})),
            "gifts.pledge_unknown");
  EXPECT_EQ(code_of_refusal(receive_now({"r", "don-1", "operateur", {{"feature_phone", 1}}})), "gifts.depot_unknown");
  EXPECT_EQ(code_of_refusal(receive_now(receipt("r", {}))), "gifts.receipt_is_empty");
  EXPECT_EQ(code_of_refusal(receive_now(receipt("r", {{"minitel", 1}}))), "gifts.kind_unknown");
  EXPECT_EQ(code_of_refusal(receive_phones("r", 0)), "gifts.quantity_not_positive");
  EXPECT_EQ(code_of_refusal(receive_now(receipt("r", {{"feature_phone", 1}, {"feature_phone", 1}}))),
            "gifts.line_repeated");
  EXPECT_EQ(phone_progress().received, 0);
}

TEST_P(Gifts, totals_are_by_donor_and_kind_and_what_was_given_is_in_the_ledger) {
  ASSERT_TRUE(save(pledge({phones(100), {.kind_code = "top_up", .quantity = 20}})));
  ASSERT_TRUE(save({"don-2", "operateur", {phones(10)}}));
  ASSERT_TRUE(receive_now(receipt("r1", {{"feature_phone", 90}, {"top_up", 20}})));
  ASSERT_TRUE(receive_now({"r2", "don-2", "depot-pantin", {{"feature_phone", 15}}}));
  database().read([&](Reader& reader) {
    const auto totals = list_donor_totals(reader, sample_->programme);
    EXPECT_EQ(totals.size(), 2u);
    EXPECT_EQ(totals[0].progress, (Progress{.pledged = 110, .received = 105, .surplus = 5, .shortfall = 10}));
    EXPECT_EQ(totals[1].progress.received_gb, 100);
    const auto given = list_given(reader, sample_->programme);
    EXPECT_EQ(given.size(), 2u);
    EXPECT_EQ(given[0].donor, sample_->donor);
    EXPECT_EQ(given[0].quantity, 105);
    EXPECT_EQ(list_gifts(reader, sample_->programme).size(), 2u);
    EXPECT_FALSE(find_gift(reader, sample_->programme, "don-3"));
    const auto receipts = list_receipts(reader, find_gift(reader, sample_->programme, "don-1")->id);
    EXPECT_EQ(receipts.size(), 1u);
    EXPECT_EQ(receipts.front().lines.size(), 2u);
    return 0;
  });
}

TEST_P(Gifts, a_receipt_changed_behind_the_ledger_is_found) {
  ASSERT_TRUE(save(pledge({phones(100)})));
  ASSERT_TRUE(receive_phones("r1", 60));
  ASSERT_TRUE(receive_phones("r2", 30));
  write([](Transaction& transaction) {
    transaction.execute("UPDATE gifts_receipt_line SET quantity = 31 WHERE quantity = 30");
  });
  database().read([&](Reader& reader) {
    EXPECT_EQ(find_difference_with_ledger(reader, sample_->programme), "r2");
    return 0;
  });
}

RELAIS_ON_BOTH_ENGINES(Gifts);

TEST(GiftsRefusals, each_has_a_code_of_its_own_a_status_and_both_messages) {
  std::set<std::string_view> codes;
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("gifts."));
    EXPECT_TRUE(codes.insert(reason->code).second) << reason->code;
    EXPECT_GE(reason->http_status, 400);
    EXPECT_FALSE(reason->french.empty() || reason->english.empty());
  }
}

}  // namespace
}  // namespace relais::gifts
