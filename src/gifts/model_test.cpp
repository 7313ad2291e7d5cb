#include <map>
#include <random>

#include <gtest/gtest.h>

#include "gifts/gifts.hpp"
#include "gifts/lines.hpp"
#include "gifts/refusals.hpp"
#include "ledger/ledger.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::gifts {
namespace {

constexpr std::array kinds{"feature_phone", "smartphone", "top_up"};
constexpr std::array codes{"d0", "d1"};

/// What the programme should hold, kept in the simplest way.
struct Model {
  struct Line {
    std::int64_t pledged = 0;
    std::int64_t received = 0;
  };
  struct Entry {
    std::string pledge;
    std::string kind;
    std::int64_t quantity = 0;
    ReceiptId id;
    bool is_cancelled = false;
  };
  std::map<std::pair<std::string, std::string>, Line> lines;
  std::map<std::string, bool> is_closed;
  std::map<std::string, Entry> receipts;  ///< by request
};

/// Random pledges, receipts, repeats, cancellations and closings, against the model after each step.
class GiftsModel : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](store::Transaction& transaction) { sample_.emplace(transaction); });
    for (const auto* code : codes) {
      const auto quantity = below(50) + 1;
      PledgeDraft draft{code, "operateur", {{.kind_code = kinds[0], .quantity = quantity}}};
      ASSERT_TRUE(database().write([&](store::Transaction& transaction) {
        return save_pledge(transaction, permit_, sample_->catalogue, draft);
      }));
      model_.lines[{code, kinds[0]}].pledged = quantity;
    }
  }

  std::int64_t below(std::int64_t bound) { return static_cast<std::int64_t>(random_()) % bound; }
  template <class T, std::size_t count>
  T pick(const std::array<T, count>& of) {
    return of[static_cast<std::size_t>(below(count))];
  }

  /// Requests are drawn from few keys, so that many are repeats, some with other content.
  void receive_something() {
    const auto request = std::to_string(below(25));
    const Model::Entry wanted{pick(codes), pick(kinds), below(20) + 1, {}};
    const ReceiptDraft draft{request, wanted.pledge, "depot-pantin", {{wanted.kind, wanted.quantity}}};
    const auto result = database().write(
        [&](store::Transaction& transaction) { return receive(transaction, permit_, sample_->catalogue, draft); });
    if (const auto first = model_.receipts.find(request); first != model_.receipts.end()) {
      const auto& known = first->second;
      const bool is_same =
          known.pledge == wanted.pledge && known.kind == wanted.kind && known.quantity == wanted.quantity;
      ASSERT_EQ(result.ok(), is_same);
      return;
    }
    ASSERT_EQ(result.ok(), !model_.is_closed[wanted.pledge]);
    if (!result) return;
    model_.receipts[request] = wanted;
    model_.receipts[request].id = result->id;
    model_.lines[{wanted.pledge, wanted.kind}].received += wanted.quantity;
  }

  void cancel_something() {
    if (model_.receipts.empty()) return;
    auto at = model_.receipts.begin();
    std::advance(at, below(static_cast<std::int64_t>(model_.receipts.size())));
    auto& entry = at->second;
    const auto result = database().write(
        [&](store::Transaction& transaction) { return cancel_receipt(transaction, permit_, entry.id); });
    ASSERT_EQ(result.ok(), entry.is_cancelled || !model_.is_closed[entry.pledge]);
    if (!result || entry.is_cancelled) return;
    entry.is_cancelled = true;
    model_.lines[{entry.pledge, entry.kind}].received -= entry.quantity;
  }

  void save_something() {
    const std::string code = pick(codes);
    const auto quantity = below(60) + 1;
    PledgeDraft draft{code, "operateur", {{.kind_code = kinds[0], .quantity = quantity}}};
    const auto result = database().write(
        [&](store::Transaction& transaction) { return save_pledge(transaction, permit_, sample_->catalogue, draft); });
    auto& line = model_.lines[{code, kinds[0]}];
    const bool is_allowed =
        quantity == line.pledged || (!model_.is_closed[code] && (quantity > line.pledged || quantity >= line.received));
    ASSERT_EQ(result.ok(), is_allowed);
    if (result) line.pledged = quantity;
  }

  void close_something() {
    const std::string code = pick(codes);
    ASSERT_TRUE(database().write(
        [&](store::Transaction& transaction) { return close_pledge(transaction, permit_, sample_->programme, code); }));
    model_.is_closed[code] = true;
  }

  void compare() {
    database().read([&](store::Reader& reader) {
      std::map<KindId, std::int64_t> received_by_kind;
      for (const auto& gift : list_gifts(reader, sample_->programme))
        for (const auto& line : gift.lines) {
          const auto& wanted = model_.lines[{gift.code, sample_->catalogue.kind(line.kind).code}];
          EXPECT_EQ(line.progress.pledged, wanted.pledged);
          EXPECT_EQ(line.progress.received, wanted.received);
          EXPECT_EQ(line.progress.received + line.progress.shortfall - line.progress.surplus, line.progress.pledged);
          EXPECT_TRUE(line.progress.shortfall == 0 || line.progress.surplus == 0);
          received_by_kind[line.kind] += line.progress.received;
        }
      for (const auto& given : list_given(reader, sample_->programme))
        EXPECT_EQ(given.quantity, received_by_kind[given.kind]);
      EXPECT_EQ(find_difference_with_ledger(reader, sample_->programme), std::nullopt);
      EXPECT_EQ(ledger::verify(reader).fault, std::nullopt);
      return 0;
    });
  }

  std::minstd_rand random_;
  people::FullPermit permit_ = people::permit_of_test();
  std::optional<testing::SampleProgramme> sample_;
  Model model_;
};

TEST_P(GiftsModel, random_gifts_are_as_the_model_has_them_and_as_the_ledger_has_them) {
  for (int step = 0; step < 150 && !HasFatalFailure() && !HasNonfatalFailure(); ++step) {
    SCOPED_TRACE(step);
    const auto choice = below(100);
    if (choice < 60)
      receive_something();
    else if (choice < 75)
      cancel_something();
    else if (choice < 98)
      save_something();
    else
      close_something();
    if (step % 5 == 0) compare();
  }
  compare();
}

RELAIS_ON_BOTH_ENGINES(GiftsModel);

}  // namespace
}  // namespace relais::gifts
