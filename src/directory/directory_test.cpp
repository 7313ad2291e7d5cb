#include "directory/directory.hpp"

#include <atomic>
#include <thread>

#include "directory/lists_test.hpp"
#include "directory/refusals.hpp"
#include "places/refusals.hpp"

namespace relais::directory {
namespace {

using base::Language;
using base::Result;
using store::Reader;
using store::Transaction;
using tabular::ImportReport;
using tabular::Outcome;

std::array<std::int64_t, 4> counts(const ImportReport& report) {
  return {report.count(Outcome::created), report.count(Outcome::updated), report.count(Outcome::unchanged),
          report.count(Outcome::refused)};
}
using Counts = std::array<std::int64_t, 4>;

std::string problems(const ImportReport& report) {
  std::string text;
  for (const auto& row : report.rows()) {
    for (const auto& problem : row.problems) {
      text += std::to_string(problem.row) + problem.column + " " + std::string(problem.refusal.code()) + "\n";
    }
  }
  return text;
}

constexpr auto small_list =
    "id,nom,adresse,code_postal,commune,latitude,longitude,telephone,site_web,date_maj,pivot\n"
    "1,Relais de Pau,1 rue A,64000,Pau,43.30,-0.37,0559000001,https://a.example,2020-03-01,\n"
    "2,Relais de Bayonne,2 rue B,64100,BAYONNE,43.49,-1.47,,,,\n"
    "3,Relais de Jurançon,3 rue C,64110,Jurancon,,,,,,\n";

TEST_P(Directory, imports_the_published_lists_as_they_are) {
  write([](Transaction& transaction) { places::load_geography(transaction); });
  const auto fibre = import_list("fibre-64", published(Keep::accepted_rows));
  EXPECT_EQ(counts(fibre), (Counts{55, 0, 0, 6}));
  EXPECT_EQ(problems(fibre),
            "8E places.commune_not_of_insee\n"
            "19A directory.listed_twice\n"
            "29A directory.listed_twice\n"
            "30A directory.listed_twice\n"
            "32A directory.listed_twice\n"
            "51E places.commune_not_of_insee\n");
  EXPECT_EQ(counts(import_list("aix-en-provence", published())), (Counts{38, 0, 0, 0}));
  EXPECT_EQ(counts(import_list("etapes-numerique", published())), (Counts{95, 0, 0, 0}));

  EXPECT_EQ(count("64"), 2 + 55 + 1);  // the sample's two, the list's, and Pau's in the third list
  const auto bayonne = search("64100 Bayonne");
  ASSERT_TRUE(bayonne);
  EXPECT_EQ(bayonne->page.listings.front().commune_name, "Bayonne");
}

TEST_P(Directory, importing_a_list_again_changes_nothing) {
  for (const auto* name : {"fibre-64", "aix-en-provence"}) {
    const auto first = import_list(name, published(Keep::accepted_rows));
    const auto again = import_list(name, published(Keep::accepted_rows));
    EXPECT_EQ(counts(again), (Counts{0, 0, first.count(Outcome::created), first.count(Outcome::refused)}));
  }
  EXPECT_EQ(database().read([](Reader& r) { return r.integer("SELECT COUNT(*) FROM people_accreditation"); }),
            2 + 55 + 38);
}

TEST_P(Directory, keeps_all_of_a_list_or_nothing_unless_told) {
  const std::string list = std::string(small_list) + "4,Perdu,4 rue D,64000,Bayonne,,,,,,\n";
  const auto undone = import(list, accredited());
  ASSERT_TRUE(undone);
  EXPECT_TRUE(undone->is_rolled_back());
  EXPECT_EQ(counts(*undone), (Counts{3, 0, 0, 1}));
  EXPECT_EQ(problems(*undone), "5E places.commune_not_of_postal_code\n");
  EXPECT_EQ(places_stored(), 0);
  const auto partial = import(list, accredited(Keep::accepted_rows));
  EXPECT_FALSE(partial->is_rolled_back());
  EXPECT_EQ(places_stored(), 3);
}

TEST_P(Directory, updates_what_changed_and_only_that) {
  ASSERT_TRUE(import(small_list, accredited()));
  std::string changed = small_list;
  changed.replace(changed.find("2 rue B"), 7, "20 rue B");
  EXPECT_EQ(counts(*import(changed, accredited())), (Counts{0, 1, 2, 0}));
  EXPECT_EQ(search("Bayonne")->page.listings.front().address, "20 rue B");
}

TEST_P(Directory, names_each_cell_that_is_wrong) {
  const auto report = import(
      "id,nom,adresse,code_postal,commune,latitude,longitude,telephone,site_web,date_maj,pivot\n"
      "1,,1 rue A,64000,Pau,43.30,-0.37,appeler,javascript:x,hier,123\n"
      "2,Ici,1 rue A,64000,Pau,-0.37,43.30,,,,\n"
      "3,Ici,1 rue A,64000,Pau,nord,,,,,\n"
      "3,La,1 rue A,64000,Pau,,,,,,,trop\n",
      accredited());
  EXPECT_EQ(problems(*report),
            "2B tabular.required_value\n2H directory.phone_malformed\n2I directory.site_malformed\n"
            "2K directory.pivot_malformed\n2J directory.date_malformed\n"
            "3F directory.position_far_from_commune\n4F directory.position_unreadable\n"
            "5L tabular.surplus_cell\n5B directory.listed_twice\n");
}

TEST_P(Directory, mends_a_phone_that_lost_its_zero_and_says_so) {
  const auto report =
      import("nom,adresse,code_postal,commune,telephone\nIci,1 rue A,64000,Pau,559000001\n", accredited());
  ASSERT_EQ(report->rows().at(0).repairs.size(), 1U);
  EXPECT_EQ(report->rows()[0].repairs[0].became, "0559000001");
}

TEST_P(Directory, refuses_a_whole_table_that_cannot_be_read) {
  EXPECT_TRUE(import("nom\nx\n", {}).refusal().is(refusals::list_unnamed));
  EXPECT_EQ(import("ville\nPau\n", accredited()).refusal().code(), "tabular.missing_headings");
  EXPECT_EQ(import("nom,adresse,commune\n\"x,y\n", accredited()).refusal().code(), "tabular.unterminated_quote");
}

TEST_P(Directory, an_import_never_undoes_a_suspension) {
  ASSERT_TRUE(import(small_list, accredited()));
  write([&](Transaction& t) {
    const auto pau = people::find_organisation(t, sample_->programme, "essai-1");
    ASSERT_TRUE(people::change_accreditation(t, people::permit_of_test(), pau->id, people::Accreditation::suspended,
                                             std::nullopt, "essai"));
  });
  EXPECT_EQ(counts(*import(small_list, accredited())), (Counts{0, 0, 3, 0}));
  EXPECT_EQ(search("Pau")->page.listings.front().name, "Relais de Jurançon");
}

TEST_P(Directory, two_imports_of_a_list_at_once_import_it_once) {
  const auto other = test_database().open_again();
  std::atomic<std::int64_t> created = 0;
  const auto import_into = [&](store::Database* into) {
    created += import(small_list, accredited(), "", into)->count(Outcome::created);
  };
  {
    const std::jthread first([&] { import_into(&database()); });
    const std::jthread second([&] { import_into(other.get()); });
  }
  EXPECT_EQ(created, 3);
  EXPECT_EQ(places_stored(), 3);
}

TEST_P(Directory, shows_accredited_structures_only) {
  auto options = accredited();
  options.accreditation = people::Accreditation::applied;
  ASSERT_TRUE(import(small_list, options));
  EXPECT_EQ(count("64"), 2);
  EXPECT_TRUE(search("Pau")->page.listings.empty());
  options = accredited();
  options.accredited_until = today() - std::chrono::days(1);
  EXPECT_EQ(counts(*import(small_list, options)), (Counts{0, 3, 0, 0}));
  EXPECT_EQ(count("64"), 2);
}

TEST_P(Directory, counts_every_departement) {
  ASSERT_TRUE(import(small_list, accredited()));
  const auto counted =
      database().read([&](Reader& r) { return count_accredited_by_departement(r, sample_->programme, today()); });
  EXPECT_EQ(counted.size(), 109U);
  EXPECT_EQ(count("64"), 5);
  EXPECT_EQ(count("2A"), 0);
}

TEST_P(Directory, lists_a_departement_by_name_page_by_page) {
  ASSERT_TRUE(import(small_list, accredited()));
  std::vector<std::string> names;
  PageRequest page{"", 2};
  do {
    const auto listed = list("64", page);
    EXPECT_LE(listed.listings.size(), 2U);
    for (const auto& listing : listed.listings) names.push_back(listing.name);
    page.after = listed.next;
  } while (!page.after.empty());
  EXPECT_EQ(names, (std::vector<std::string>{"Essai structure-a", "Essai structure-b", "Relais de Bayonne",
                                             "Relais de Jurançon", "Relais de Pau"}));
  EXPECT_TRUE(list("33").listings.empty());
}

TEST_P(Directory, searches_by_distance_page_by_page) {
  ASSERT_TRUE(import(small_list, accredited()));
  std::vector<std::string> names;
  std::int64_t last_m = 0;
  PageRequest page{"", 1};
  do {
    const auto found = search("64000", page);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->around.name, "Pau");
    for (const auto& listing : found->page.listings) {
      names.push_back(listing.name);
      EXPECT_GE(*listing.distance_m, last_m);
      last_m = *listing.distance_m;
    }
    page.after = found->page.next;
  } while (!page.after.empty());
  EXPECT_EQ(names, (std::vector<std::string>{"Relais de Pau", "Relais de Jurançon", "Relais de Bayonne"}));
  EXPECT_NEAR(static_cast<double>(last_m), 91'000, 3'000);
}

/// Counts the queries that pass through it.
class CountingReader : public Reader {
 public:
  explicit CountingReader(Reader& reader) : reader_(reader) {}
  store::Rows query(std::string_view sql, std::span<const store::Parameter> parameters) override {
    ++queries;
    return reader_.query(sql, parameters);
  }
  int queries = 0;

 private:
  Reader& reader_;
};

TEST_P(Directory, asks_as_many_queries_for_many_rows_as_for_few) {
  ASSERT_TRUE(import(small_list, accredited()));
  const auto queries_of = [&](int size, const char* where) {
    return database().read([&](Reader& reader) {
      CountingReader counting(reader);
      EXPECT_TRUE(search_accredited(counting, sample_->programme, where, today(), {"", size}));
      EXPECT_TRUE(list_accredited(counting, sample_->programme, "64", today(), {"", size}));
      count_accredited_by_departement(counting, sample_->programme, today());
      return counting.queries;
    });
  };
  EXPECT_EQ(queries_of(1, "64000"), 5);
  EXPECT_EQ(queries_of(100, "64000"), 5);
  EXPECT_LE(queries_of(100, "13008 Marseille"), 8);
}

TEST_P(Directory, finds_a_structure_that_no_list_placed_at_its_commune) {
  write([&](Transaction& t) {
    people::OrganisationDraft draft;
    draft.code = "sans-lieu";
    draft.name = "Sans lieu";
    draft.departement = "64";
    draft.commune = "64445";
    const auto saved = people::save_organisation(t, people::permit_of_test(), sample_->programme, draft);
    ASSERT_TRUE(people::change_accreditation(t, people::permit_of_test(), saved->id, people::Accreditation::accredited,
                                             std::nullopt, "essai"));
  });
  const auto found = search("Pau");
  ASSERT_EQ(found->page.listings.size(), 1U);
  EXPECT_EQ(found->page.listings[0].name, "Sans lieu");
  EXPECT_TRUE(found->page.listings[0].is_position_approximate);
  EXPECT_EQ(found->page.listings[0].distance_m, 0);
}

TEST_P(Directory, says_which_communes_a_question_could_mean) {
  const auto saint_denis = search("st denis");
  ASSERT_TRUE(saint_denis);
  EXPECT_EQ(saint_denis->around.departement, "974");
  ASSERT_FALSE(saint_denis->could_be.empty());
  EXPECT_EQ(saint_denis->could_be.front().departement, "93");
  EXPECT_EQ(search("64000 Pau")->around.insee, "64445");
  EXPECT_EQ(search("pau (64000)")->around.insee, "64445");
  EXPECT_EQ(search("13008 Marseille")->around.insee, "13208");
}

TEST_P(Directory, refuses_a_search_that_names_no_place) {
  EXPECT_TRUE(search("").refusal().is(refusals::where_is_unclear));
  EXPECT_TRUE(search("Trifouillis").refusal().is(places::refusals::commune_unknown));
  EXPECT_TRUE(search("00000").refusal().is(places::refusals::postal_code_unknown));
  for (const auto* key : {"x", "1", "a.b", ".1", "1.99999999999999999999"}) {
    EXPECT_TRUE(search("Pau", {key, 10}).refusal().is(refusals::page_key_malformed)) << key;
  }
}

RELAIS_ON_BOTH_ENGINES(Directory);

TEST(Refusals, have_distinct_codes_and_both_languages) {
  std::set<std::string_view> seen;
  for (const auto* reason : refusals::all) {
    EXPECT_TRUE(seen.insert(reason->code).second) << reason->code;
    EXPECT_FALSE(reason->french.empty() || reason->english.empty()) << reason->code;
  }
}

}  // namespace
}  // namespace relais::directory
