#include "app/desks_test.hpp"
#include "ledger/stock.hpp"

namespace relais::app {
namespace {

using ledger::AccountKind;
using people::Role;

/// At the desk of the stock: ten SIM cards and four smartphones at the depot.
class StockDesk : public AtDesks {
 protected:
  void SetUp() override {
    AtDesks::SetUp();
    stock(sample().depot, "sim_card", 10);
    stock(sample().depot, "smartphone", 4);
    depot_ = sign_in(Role::depot_worker, sample().depot);
  }
  static Typed counted(const std::string& sim_cards, const std::string& expected = "10") {
    return {{"counted:sim_card", sim_cards},
            {"expected:sim_card", expected},
            {"reason", "un carton ouvert"},
            {"confirmed", "1"}};
  }
  std::int64_t sim_cards() { return balance(AccountKind::depot, sample().depot, "sim_card"); }
  std::string depot_;
  const std::string account_ = "/stock/depot-pantin/depot";
};

TEST_P(StockDesk, shows_what_each_holds_to_those_whom_it_concerns) {
  const auto coordinator = sign_in(Role::coordinator, coordination_);
  const auto page = get(coordinator, "/stock");
  EXPECT_TRUE(shows(page, "/stock/depot-pantin"));
  EXPECT_TRUE(shows(page, "Carte SIM"));
  EXPECT_TRUE(shows(get(coordinator, "/stock.csv"), "depot-pantin;"));
  EXPECT_EQ(get(coordinator, "/stock.xlsx").body.substr(0, 2), "PK");
  EXPECT_FALSE(shows(get(coordinator, "/stock?holders=structures"), "/stock/depot-pantin"));
  const auto stranger = sign_in(Role::depot_worker, second_depot_);
  EXPECT_FALSE(shows(get(stranger, "/stock"), "/stock/depot-pantin"));
  for (const auto* path : {"", "/depot", "/depot/movements.csv", "/depot/movements.xlsx", "/depot/count"})
    EXPECT_EQ(get(stranger, std::string("/stock/depot-pantin") + path).status, 404) << path;
  EXPECT_EQ(post(stranger, account_ + "/count", counted("1"), "k1").status, 404);
  EXPECT_EQ(sim_cards(), 10);
}

TEST_P(StockDesk, movements_are_paged_by_whole_entries) {
  for (int time = 0; time < 60; ++time) stock(sample().depot, "feature_phone", 1);
  const auto page = get(depot_, account_);
  std::smatch next;
  ASSERT_TRUE(std::regex_search(page.body, next, std::regex("rel=\"next\" href=\"([^\"]*)\"")));
  const auto rest = get(depot_, next.str(1));
  const auto rows = [](const web::Response& one) {
    const std::regex row("<tr>\\s*<th scope=\"row\">");
    return std::distance(std::sregex_iterator(one.body.begin(), one.body.end(), row), std::sregex_iterator());
  };
  EXPECT_EQ(rows(page), 50);
  EXPECT_EQ(rows(rest), 12);
  EXPECT_TRUE(shows(rest, "Carte SIM"));
  EXPECT_TRUE(shows(get(depot_, account_ + "/movements.csv"), ";-1;") ||
              shows(get(depot_, account_ + "/movements.csv"), ";1;"));
}

TEST_P(StockDesk, a_count_shows_its_differences_before_it_is_written_once_and_taken_back) {
  auto first = counted("8");
  first.pop_back();
  const auto review = post(depot_, account_ + "/count", first, "k1");
  EXPECT_EQ(review.status, 200);
  EXPECT_TRUE(shows(review, "-2") || shows(review, "−2"));
  EXPECT_EQ(sim_cards(), 10) << "only shown";
  auto no_reason = counted("8");
  no_reason[2].second = "";
  const auto refused = post(depot_, account_ + "/count", no_reason, "k1");
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(shows(refused, "id=\"reason-error\""));
  EXPECT_TRUE(shows(refused, "value=\"8\""));
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(depot_, account_ + "/count", counted("8"), "k1")), account_ + "?done=counted");
  EXPECT_EQ(sim_cards(), 8);
  EXPECT_EQ(balance(AccountKind::lost, sample().depot, "sim_card"), 2);
  const auto page = get(depot_, account_);
  EXPECT_TRUE(shows(page, "un carton ouvert"));
  const auto entry = hidden(page, "entry");
  ASSERT_FALSE(entry.empty());
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(depot_, account_ + "/reverse", {{"entry", entry}}, "k2")), account_ + "?done=reversed");
  EXPECT_EQ(sim_cards(), 10);
  EXPECT_EQ(post(depot_, account_ + "/reverse", {{"entry", entry}}, "k3").status, 409);
  EXPECT_EQ(ledger_fault(), "");
}

TEST_P(StockDesk, what_moved_while_it_was_counted_is_shown_and_not_overwritten) {
  stock(sample().depot, "sim_card", 5);
  const auto page = post(depot_, account_ + "/count", counted("8", "10"), "k1");
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(shows(page, "15"));
  EXPECT_TRUE(shows(page, "value=\"8\""));
  EXPECT_EQ(sim_cards(), 15);
  EXPECT_EQ(leads_to(post(depot_, account_ + "/count", counted("8", "15"), "k1")), account_ + "?done=counted");
  EXPECT_EQ(sim_cards(), 8);
}

TEST_P(StockDesk, a_gift_is_not_taken_back_here_and_reserved_goods_are_not_counted) {
  std::int64_t entry = 0;
  const auto account =
      *ask([&](Reader& reader) { return ledger::find_account(reader, AccountKind::depot, sample().depot); });
  for (const auto& one : ask([&](Reader& reader) { return ledger::list_movements(reader, account, {}, 1); }))
    entry = one.entry.value;
  const auto refused = post(depot_, account_ + "/reverse", {{"entry", std::to_string(entry)}}, "k1");
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(get(depot_, "/stock/depot-pantin/reserved/count").status, 404);
  EXPECT_EQ(post(depot_, "/stock/depot-pantin/reserved/count", counted("1"), "k2").status, 404);
  EXPECT_EQ(sim_cards(), 10);
}

TEST_P(StockDesk, hostile_text_is_refused_or_shown_as_text) {
  const std::string naughty[] = {"<script>alert(1)</script>", "'; DROP TABLE ledger_entry; --", "-1",
                                 "99999999999999999999",      std::string(20'000, 'x'),         "{{code}}"};
  int number = 0;
  for (const auto& text : naughty) {
    for (const auto* field : {"counted:sim_card", "expected:sim_card", "reason", "confirmed"}) {
      auto typed = counted("10");
      for (auto& [name, value] : typed)
        if (name == field) value = text;
      const auto page = post(depot_, account_ + "/count", typed, "h" + std::to_string(++number));
      EXPECT_LT(page.status, 500) << field;
      EXPECT_FALSE(shows(page, "<script>alert")) << field;
    }
    EXPECT_LT(post(depot_, account_ + "/reverse", {{"entry", text}}, "h" + std::to_string(++number)).status, 500);
    EXPECT_LT(get(depot_, "/stock?after=" + web::percent_encode(text.substr(0, 300))).status, 500);
    EXPECT_LT(get(depot_, account_ + "?after=" + web::percent_encode(text.substr(0, 300))).status, 500);
  }
  EXPECT_EQ(ledger_fault(), "");
}

RELAIS_ON_BOTH_ENGINES(StockDesk);

}  // namespace
}  // namespace relais::app
