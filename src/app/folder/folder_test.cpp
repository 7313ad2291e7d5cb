#include "app/folder/folder.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "app/folder/apply.hpp"
#include "app/folder/refusals.hpp"
#include "places/places.hpp"
#include "testing/database.hpp"
#include "testing/permit.hpp"

namespace relais::app {
namespace {

namespace fs = std::filesystem;
using base::Language;
using store::Reader;
using store::Transaction;

fs::path sources() {
  const char* source = std::getenv("RELAIS_SOURCE");
  return source == nullptr ? "." : source;
}

/// A copy of the demonstration's folder, to be spoilt.
class CopiedFolder {
 public:
  CopiedFolder() : path_(fs::temp_directory_path() / ("relais-folder-" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::copy(sources() / "data" / "connexion-urgence", path_);
    add("organisations.csv", "lyon-1,structure,Relais de Lyon,croix-rouge,69,69123,,oui,accredited,\n");
    add("census.csv",
        "structure,audience,product,people,quantity,urgency,people_checked\n"
        "lyon-1,pupil,pupil_kit,40,30,high,38\n");
  }
  ~CopiedFolder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

  void add(const std::string& file, const std::string& text) const {
    std::ofstream(path_ / file, std::ios::app | std::ios::binary) << text;
  }
  void replace(const std::string& file, const std::string& from, const std::string& to) const {
    std::ifstream in(path_ / file);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    std::ofstream(path_ / file, std::ios::binary) << text.replace(at, from.size(), to);
  }

 private:
  fs::path path_;
};

class LoadedFolder : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([](Transaction& transaction) { places::load_geography(transaction); });
  }
  base::Result<Applied> load() {
    Problems read;
    const auto content = read_folder(folder_.path(), read);
    return database().write([&](Transaction& transaction) {
      problems_ = read;
      return apply_folder(transaction, people::permit_of_test(), content, problems_);
    });
  }
  /// The problems, in English, one a line.
  std::string problems() {
    EXPECT_FALSE(load());
    return problems_.text(Language::english);
  }
  std::int64_t count(const char* sql) {
    return database().read([&](Reader& reader) { return reader.integer(sql); });
  }

  CopiedFolder folder_;
  Problems problems_;
};

TEST_P(LoadedFolder, brings_everything_in_and_a_second_time_changes_nothing) {
  const auto first = load();
  ASSERT_TRUE(first) << problems_.text(Language::english);
  EXPECT_EQ(first->organisations, (Tally{18, 0, 0}));
  EXPECT_EQ(first->gifts, (Tally{4, 0, 0}));
  EXPECT_EQ(first->needs, (Tally{1, 0, 0}));
  EXPECT_EQ(count("SELECT COUNT(*) FROM gifts_pledge WHERE state = 'closed'"), 1);
  const auto entries = count("SELECT COUNT(*) FROM ledger_entry");
  const auto second = load();
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->changes_nothing());
  EXPECT_EQ(count("SELECT COUNT(*) FROM ledger_entry"), entries);
  EXPECT_EQ(count("SELECT COUNT(*) FROM people_accreditation"), 1);
}

TEST_P(LoadedFolder, changes_nothing_once_its_census_is_closed_and_refuses_an_edit_of_it) {
  ASSERT_TRUE(load());
  write([&](Transaction& transaction) {
    const auto programme = catalogue::find_programme(transaction, "connexion-urgence");
    const auto round = needs::find_round(transaction, programme->id, "avril-2020");
    ASSERT_TRUE(needs::change_round_state(transaction, people::permit_of_test(), round->id, needs::RoundState::closed));
  });
  const auto again = load();
  ASSERT_TRUE(again) << problems_.text(Language::english);
  EXPECT_TRUE(again->changes_nothing());
  folder_.replace("census.csv", "40,30,high,38", "44,30,high,38");
  const auto told = problems();
  EXPECT_NE(told.find("census.csv, line 2"), std::string::npos) << told;
  EXPECT_NE(told.find("closed"), std::string::npos) << told;
  EXPECT_EQ(count("SELECT SUM(people) FROM needs_need"), 40);
}

TEST_P(LoadedFolder, follows_an_edit) {
  ASSERT_TRUE(load());
  folder_.replace("census.csv", "40,30,high,38", "44,30,vital,44");
  folder_.replace("catalogue.toml", "Téléphone simple", "Téléphone à touches");
  const auto edited = load();
  ASSERT_TRUE(edited) << problems_.text(Language::english);
  EXPECT_EQ(edited->needs, (Tally{0, 1, 0}));
  EXPECT_EQ(edited->catalogue, people::Saved::updated);
}

TEST_P(LoadedFolder, tells_every_problem_of_every_file_and_changes_nothing) {
  folder_.replace("programme.toml", "illustrative = true", "ilustrative = true");
  folder_.replace("catalogue.toml", "serves = [\"tablet\"]", "serves = [\"slate\"]");
  folder_.replace("organisations.csv", "depot-pau,depot", "depot-pau,dépôt");
  folder_.add("organisations.csv", "x-1,structure,X,croix-bleue,99,69123,,peut-être,,\n");
  folder_.replace("gifts.csv", "tablet,3000", "tablet,-3");
  folder_.replace("receptions.csv", "computer,500", "laptop,500");
  folder_.add("census.csv", "nobody,pupil,pupil_kit,40,30,high,\n");
  const auto told = problems();
  for (const auto* expected :
       {"programme.toml, line 7 (programme.ilustrative): “true”: unknown field",
        "catalogue.toml, line 23 (kind.serves): “slate”: no item kind of catalogue.toml has this code",
        "organisations.csv, line 17, column B (kind): “dépôt”: unknown value",
        "organisations.csv, line 20, column E (departement): “99”: no département has this code",
        "organisations.csv, line 20, column H (illustrative): “peut-être”: yes or no is wanted",
        "organisations.csv, line 20, column D (network): “x-1”: no network has the code “croix-bleue”",
        "gifts.csv, line 8, column D (quantity): “-3”: a whole number is wanted",
        "receptions.csv, line 20, column D (kind): “laptop”: no item kind",
        "census.csv, line 3, column A (structure): "})
    EXPECT_NE(told.find(expected), std::string::npos) << expected << "\nin\n" << told;
  EXPECT_EQ(problems_.size(), 9u) << "no problem follows from another:\n" << told;
  EXPECT_EQ(count("SELECT COUNT(*) FROM catalogue_programme"), 0);
  EXPECT_EQ(count("SELECT COUNT(*) FROM people_organisation"), 0);
}

TEST_P(LoadedFolder, refuses_unknown_columns_files_and_what_is_no_toml) {
  folder_.replace("gifts.csv", "second_hand", "secondhand2");
  folder_.add("recensement.csv", "structure\n");
  folder_.add("allocation.toml", "[[\n");
  const auto told = problems();
  EXPECT_NE(told.find("gifts.csv, line 1, column E (secondhand2): unknown field"), std::string::npos) << told;
  EXPECT_NE(told.find("recensement.csv: this is not one of a programme's files"), std::string::npos) << told;
  EXPECT_NE(told.find("allocation.toml, line 17: this is not TOML"), std::string::npos) << told;
}

TEST_P(LoadedFolder, names_a_few_unknown_files_of_a_wrong_folder_and_counts_the_rest) {
  for (int at = 10; at < 50; ++at) folder_.add("photo-" + std::to_string(at) + ".jpg", "x");
  folder_.add("allocation.toml", "[[\n");
  const auto told = problems();
  EXPECT_NE(told.find("photo-14.jpg: this is not one"), std::string::npos) << told;
  EXPECT_EQ(told.find("photo-15.jpg"), std::string::npos) << told;
  EXPECT_NE(told.find("Further unknown files, not shown: 35."), std::string::npos) << told;
  EXPECT_NE(told.find("allocation.toml, line 17: this is not TOML"), std::string::npos) << told;
  EXPECT_EQ(problems_.size(), 41u) << "the count of problems stays whole:\n" << told;
}

TEST_P(LoadedFolder, refuses_rows_that_repeat_or_contradict_each_other) {
  folder_.add("organisations.csv", "lyon-1,structure,Relais de Lyon,,69,,,,,\n");
  folder_.add("census.csv", "lyon-1,pupil,pupil_kit,1,1,,\n");
  folder_.replace("gifts.csv", "operateur-mars-2020,operateur,smartphone", "operateur-mars-2020,autre,smartphone");
  const auto told = problems();
  EXPECT_NE(told.find("organisations.csv, line 20, column A (code): “lyon-1”: given on line 19 already"),
            std::string::npos);
  EXPECT_NE(told.find("census.csv, line 3, column A (structure): “lyon-1”: given on line 2 already"),
            std::string::npos);
  EXPECT_NE(told.find("gifts.csv, line 3, column B (donor): “autre”: line 2, of the same code, says “operateur”"),
            std::string::npos)
      << told;
}

TEST_P(LoadedFolder, tells_a_missing_file_and_a_missing_field) {
  fs::remove(folder_.path() / "organisations.csv");
  folder_.replace("programme.toml", "code = \"connexion-urgence\"\n", "");
  const auto told = problems();
  EXPECT_NE(told.find("organisations.csv: the file is missing"), std::string::npos) << told;
  EXPECT_NE(told.find("programme.toml, line 3 (programme.code): a required field is missing"), std::string::npos)
      << told;
}

RELAIS_ON_BOTH_ENGINES(LoadedFolder);

TEST(FolderRule, is_what_the_demonstration_states) {
  const CopiedFolder copied;
  Problems problems;
  const auto folder = read_folder(copied.path(), problems);
  EXPECT_TRUE(problems.empty()) << problems.text(Language::english);
  ASSERT_TRUE(folder.allocation);
  EXPECT_EQ(folder.allocation->seed, 20'200'326U);
  EXPECT_EQ(folder.allocation->policy.vital, (allocation::UrgencyRule{.tier = 0, .weight = 4}));
  EXPECT_EQ(folder.allocation->policy.minimum_lots.size(), 2u);
}

TEST(FolderFigures, are_those_that_were_published) {
  const CopiedFolder copied;
  Problems problems;
  const auto folder = read_folder(copied.path(), problems);
  std::int64_t phones = 0;
  std::int64_t top_ups = 0;
  std::int64_t gb = 0;
  for (const auto& line : folder.gifts.front().draft.lines) {
    const auto* kind = folder.catalogue.find_kind(line.kind_code);
    ASSERT_NE(kind, nullptr);
    if (kind->category == catalogue::Category::device) phones += line.quantity;
    if (kind->category == catalogue::Category::top_up) top_ups += line.quantity;
    gb += kind->volume_gb * line.quantity;
  }
  EXPECT_EQ(phones, 20'000);
  EXPECT_EQ(top_ups, 75'000);
  EXPECT_EQ(gb, 700'000);
}

TEST(FolderRefusals, each_has_a_code_a_status_and_both_messages) {
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("folder."));
    EXPECT_GE(reason->http_status, 400);
    EXPECT_FALSE(reason->french.empty());
    EXPECT_FALSE(reason->english.empty());
  }
}

}  // namespace
}  // namespace relais::app
