#pragma once
/// What the tests along the way of a gift share: a programme with goods at two depots and a census round.

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "allocation/allocation.hpp"
#include "ledger/ledger.hpp"
#include "needs/needs.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::testing {

class Way : public Store {
 protected:
  using Transaction = store::Transaction;
  using Reader = store::Reader;

  void SetUp() override {
    Store::SetUp();
    write([&](Transaction& transaction) {
      sample_.emplace(transaction);
      second_depot_ = sample_->add(transaction, "depot-reims", people::OrganisationKind::depot);
      const auto saved = needs::save_round(transaction, people::permit_of_test(), sample_->programme,
                                           {"vague-1", {"Première vague", "First round"}, day(), day()});
      round_ = saved->id;
    });
  }

  static base::Day day() { return base::day_from(18'347); }  // 26 March 2020
  static people::FullPermit permit() { return people::permit_of_test(); }
  const SampleProgramme& sample() const { return *sample_; }
  catalogue::KindId kind(std::string_view code) const { return sample_->kind_id(code); }
  catalogue::ProductId product(std::string_view code) const { return sample_->product_id(code); }

  template <class Function>
  auto act(Function&& function) {
    return database().write([&](Transaction& transaction) { return function(transaction); });
  }
  template <class Function>
  auto ask(Function&& function) {
    return database().read([&](Reader& reader) { return function(reader); });
  }

  void add_stock(Transaction& transaction, people::OrganisationId depot, std::string_view code, std::int64_t quantity) {
    ledger::EntryOrder entry{
        sample_->programme, "stock-" + std::to_string(++entries_), ledger::Reason::gift_received, "essai", {}};
    const auto from = ledger::open_account(transaction, sample_->programme, ledger::AccountKind::donor, sample_->donor);
    const auto to = ledger::open_account(transaction, sample_->programme, ledger::AccountKind::depot, depot);
    ledger::add_move(entry, from, to, kind(code), quantity);
    EXPECT_TRUE(ledger::record(transaction, permit(), entry));
  }
  void stock(people::OrganisationId depot, std::string_view code, std::int64_t quantity) {
    write([&](Transaction& transaction) { add_stock(transaction, depot, code, quantity); });
  }
  /// So many phones, SIM cards and top-ups at the first depot.
  void stock_kits(std::int64_t quantity) {
    for (const auto* code : {"feature_phone", "sim_card", "top_up"}) stock(sample_->depot, code, quantity);
  }

  needs::NeedId need(const std::string& structure, std::int64_t people, std::int64_t quantity,
                     const std::string& product_code = "phone_kit", needs::Urgency urgency = needs::Urgency::normal) {
    needs::NeedId id;
    write([&](Transaction& transaction) {
      const auto saved = needs::save_need(transaction, permit(), sample_->catalogue,
                                          {.round_code = "vague-1",
                                           .structure_code = structure,
                                           .product_code = product_code,
                                           .people = people,
                                           .quantity = quantity,
                                           .urgency = urgency});
      EXPECT_TRUE(saved) << saved.refusal().message(base::Language::english);
      id = saved->id;
      ASSERT_TRUE(needs::approve_submitted_needs(transaction, permit(), round_));
    });
    return id;
  }

  allocation::ProposalOrder order(std::string request) const {
    return {.request = std::move(request), .round = round_, .day = day(), .seed = 1};
  }
  allocation::AllocationId propose(const allocation::ProposalOrder& wanted) {
    const auto proposed = allocation::propose(database(), permit(), wanted);
    EXPECT_TRUE(proposed) << proposed.refusal().message(base::Language::english);
    return proposed ? proposed->id : allocation::AllocationId{};
  }
  base::Result<allocation::Approved> approve(std::string request, allocation::AllocationId allocation) {
    return act([&](Transaction& transaction) {
      return allocation::approve(transaction, permit(), {std::move(request), allocation, day()});
    });
  }
  /// Proposed and approved at once.
  allocation::AllocationId allocate(const std::string& request) {
    const auto id = propose(order(request));
    EXPECT_TRUE(approve(request, id));
    return id;
  }
  std::int64_t granted(allocation::AllocationId allocation, needs::NeedId need) {
    for (const auto& line : ask([&](Reader& reader) { return allocation::list_lines(reader, allocation); }))
      if (line.need == need) return line.granted;
    return -1;
  }
  std::int64_t balance(ledger::AccountKind account, people::OrganisationId holder, std::string_view code) {
    return ask([&](Reader& reader) {
      const auto found = ledger::find_account(reader, account, holder);
      return found ? ledger::balance_of(reader, *found, kind(code)) : 0;
    });
  }
  /// The first fault of the ledger itself, in English; empty when there is none.
  std::string ledger_fault() {
    return ask([](Reader& reader) { return ledger::verify(reader); }).fault_english.value_or("");
  }

  std::optional<SampleProgramme> sample_;
  people::OrganisationId second_depot_;
  needs::RoundId round_;

 private:
  int entries_ = 0;
};

}  // namespace relais::testing
