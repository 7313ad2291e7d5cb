#include <iostream>
#include <map>
#include <optional>
#include <regex>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "accounts/sessions.hpp"
#include "allocation/trial.hpp"
#include "allocation/way_test.hpp"
#include "app/serve_site.hpp"
#include "places/places.hpp"

namespace relais::app {
namespace {

using base::Language;

/// Statements that SQLite ran, on any connection opened since the test began.
std::int64_t statements_run = 0;

int count_statement(unsigned, void*, void*, void*) {
  ++statements_run;
  return 0;
}
int watch_connection(sqlite3* connection, const char**, const sqlite3_api_routines*) {
  return sqlite3_trace_v2(connection, SQLITE_TRACE_STMT, count_statement, nullptr);
}

/// The whole public site over a small programme whose size a test chooses. SQLite alone tells what it ran; the SQL is
/// the same on both engines.
class WholeSite : public testing::Way {
 protected:
  void SetUp() override {
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_connection));
    Way::SetUp();
    write([](Transaction& transaction) { places::load_geography(transaction); });
    site_.emplace(database(), key_, accounts::GateOptions{.clock = &clock()});
    write([&](Transaction& transaction) { token_ = sign_in_authority(transaction); });
  }
  void TearDown() override {
    sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(watch_connection));
    site_.reset();
    Way::TearDown();
  }

  /// The session of someone who may see all that is shown, and needs no second factor.
  std::string sign_in_authority(Transaction& transaction) {
    const auto state = sample_->add(transaction, "etat", people::OrganisationKind::authority);
    const auto account = accounts::add_account(
        transaction, permit(), {accounts::PersonalText("a@example.org"), accounts::PersonalText("A. Reader")});
    EXPECT_TRUE(accounts::give_role(transaction, permit(), *account, {state, people::Role::authority}));
    return accounts::open_session(transaction, *account, {}).reveal();
  }

  /// `structures` more, each with a need, a proposal and a trial under another rule.
  void grow(int structures, const std::string& request) {
    stock_kits(30);
    write([&](Transaction& transaction) {
      for (int number = 0; number < structures; ++number)
        sample_->add_structure(transaction, request + "-" + std::to_string(number));
    });
    for (int number = 0; number < structures; ++number) need(request + "-" + std::to_string(number), 60, 5 + number);
    const auto proposal = propose(order(request));
    allocation::TrialOrder trial{.request = request + "-essai", .of = proposal};
    trial.policy.departement_floor = 2;
    const auto made = allocation::propose_trial(database(), permit(), trial);
    ASSERT_TRUE(made);
    ask([&](Reader& reader) {
      reference_ = allocation::get_allocation(reader, proposal).reference;
      trial_ = allocation::get_allocation(reader, made->id).reference;
      return 0;
    });
    structure_ = request + "-0";
  }

  std::vector<std::string> paths() const {
    const auto one = "/allocations/" + reference_;
    return {"/", "/departements/64",           "/directory",      "/directory/departements/64", "/allocations",
            one, one + "/lines/" + structure_, one + "/fairness", one + "/compare/" + trial_};
  }
  std::vector<std::string> programs() const {
    const auto one = "/allocations/" + reference_;
    std::vector<std::string> all{one + "/fairness.csv", one + "/compare/" + trial_ + "/structures.csv"};
    for (const auto* tail : {"", "/lines", "/fairness", "/instance"}) all.push_back("/api/v1" + one + tail);
    all.push_back("/api/v1" + one + "/lines/" + structure_);
    all.push_back("/api/v1" + one + "/compare/" + trial_);
    return all;
  }

  web::Response get(const std::string& path, Language language = Language::french) {
    web::Request request;
    request.path = path;
    request.language = language;
    request.headers.set("Cookie", "relais=" + token_);
    return site_->router()(request);
  }
  std::int64_t statements_of(const std::string& path) {
    statements_run = 0;
    EXPECT_EQ(get(path).status, 200) << path;
    return statements_run;
  }

  const accounts::Key key_ = accounts::Key::random();
  std::optional<FullSite> site_;
  std::string token_;
  std::string reference_, trial_, structure_;
};

TEST_P(WholeSite, asks_as_many_queries_however_many_rows_a_page_shows) {
  if (database().engine() != store::Engine::sqlite) GTEST_SKIP() << "SQLite tells what it ran";
  grow(2, "few");
  std::map<std::size_t, std::int64_t> few;
  const auto all_paths = [&] {
    auto all = paths();
    for (auto& one : programs()) all.push_back(one);
    return all;
  };
  const auto before = all_paths();
  for (std::size_t at = 0; at < before.size(); ++at) get(before[at]);  // what is read once
  for (std::size_t at = 0; at < before.size(); ++at) few[at] = statements_of(before[at]);
  grow(45, "many");
  const auto after = all_paths();
  for (std::size_t at = 0; at < after.size(); ++at) {
    EXPECT_EQ(statements_of(after[at]), few[at]) << after[at];
    EXPECT_GT(few[at], 0) << after[at];
    RecordProperty("queries " + std::to_string(at), std::to_string(few[at]));
    std::cout << after[at] << ": " << few[at] << " queries\n";
  }
}

/// Without what people or the programme wrote in their own language.
std::string visible_text(std::string html) {
  html = std::regex_replace(html, std::regex("<(code|pre)[^>]*>[^<]*</"), "</");
  html = std::regex_replace(html, std::regex("<a [^>]*lang=\"fr\"[^>]*>[^<]*</a>"), "");
  return std::regex_replace(html, std::regex("<[^>]*>"), " ");
}

TEST_P(WholeSite, speaks_english_alone_when_asked_to) {
  grow(2, "few");
  // Common French words that no English text has.
  const std::regex french("(^|[ («])(le|la|les|des|une|est|sont|pour|avec|qui|dans|aucun|aucune|toutes|cette)[ .,:;)]");
  for (const auto& path : paths()) {
    const auto page = get(path, Language::english);
    EXPECT_EQ(page.status, 200) << path;
    const auto text = visible_text(page.body);
    std::smatch found;
    EXPECT_FALSE(std::regex_search(text, found, french))
        << path << ": …" << found.str() << found.suffix().str().substr(0, 60);
  }
}

TEST_P(WholeSite, leaves_no_tag_of_a_template_unresolved) {
  grow(2, "few");
  for (const auto language : {Language::french, Language::english}) {
    for (const auto& path : paths()) {
      const auto page = get(path, language);
      EXPECT_EQ(page.body.find("{{"), std::string::npos) << path;
      EXPECT_EQ(page.body.find("}}"), std::string::npos) << path;
      EXPECT_FALSE(std::regex_search(page.body, std::regex("\\{[0-9]?\\}"))) << path;
    }
  }
}

RELAIS_ON_BOTH_ENGINES(WholeSite);

}  // namespace
}  // namespace relais::app
