#include "allocation/allocation_pages.hpp"

#include <nlohmann/json.hpp>

#include "allocation/adjust.hpp"
#include "allocation/fairness_pages.hpp"
#include "allocation/summary.hpp"
#include "allocation/trial.hpp"
#include "allocation/way_test.hpp"
#include "base/text.hpp"
#include "fairness/instance_json.hpp"
#include "web/deliver.hpp"

namespace relais::allocation {
namespace {

using base::Language;
using nlohmann::json;

class AllocationPages : public testing::Way {
 protected:
  void SetUp() override {
    Way::SetUp();
    site_.emplace([](const web::Request&) { return web::Frame{"Essai", {}, {}, {}}; });
    router_.emplace(
        [this](const web::Request& request, const base::Refusal& refusal) { return site_->refusal(request, refusal); });
    add_allocation_pages(*site_, *router_, database());
  }

  /// 30 SIM cards, and more of the rest, for 40 people who ask for 40 kits and 20 who ask for 20.
  std::string share() {
    stock(sample().depot, "sim_card", 30);
    for (const auto* code : {"feature_phone", "top_up"}) stock(sample().depot, code, 50);
    need("structure-a", 40, 40);
    need("structure-b", 20, 20);
    return reference_of(propose(order("r1")));
  }
  std::string reference_of(AllocationId id) {
    return ask([&](Reader& reader) { return get_allocation(reader, id).reference; });
  }

  web::Response get(const std::string& path, const web::Fields& query = {}, Language language = Language::french) {
    web::Request request;
    request.path = path;
    request.query = query;
    request.language = language;
    request.is_member = is_member_;
    return (*router_)(request);
  }
  json get_json(const std::string& path) { return json::parse(get("/api/v1" + path).body); }
  static web::Fields fields(std::vector<std::pair<std::string, std::string>> pairs) {
    web::Fields query;
    for (auto& [name, value] : pairs) query.add(name, value);
    return query;
  }
  static bool says(const web::Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
  }

  bool is_member_ = true;  ///< who asks; false: anyone
  std::optional<web::Site> site_;
  std::optional<web::Router> router_;
};

TEST_P(AllocationPages, list_the_allocations_with_their_state) {
  EXPECT_TRUE(says(get("/allocations"), "Aucune attribution"));
  const auto reference = share();
  const auto page = get("/allocations");
  EXPECT_TRUE(says(page, "/allocations/" + reference));
  EXPECT_TRUE(says(page, "proposée"));
  EXPECT_TRUE(says(get("/allocations", {}, Language::english), "First round"));
  EXPECT_EQ(get_json("/allocations")["allocations"][0]["granted"], 30);
}

TEST_P(AllocationPages, show_the_rule_the_cutoffs_and_what_ran_out) {
  const auto path = "/allocations/" + share();
  const auto page = get(path);
  for (const auto* text : {"Urgence vitale : chaque personne compte 4 fois.", "39/40 = 0,975", "41/40 = 1,025",
                           "<td>Carte SIM</td>", "C’est une proposition", "<rect "})
    EXPECT_TRUE(says(page, text)) << text;
  EXPECT_EQ(page.keep, web::Keep::revalidate);
  EXPECT_TRUE(says(get(path, {}, Language::english), "39/40 = 0.975"));
  const auto classes = get_json(path)["classes"];
  EXPECT_EQ(classes[0]["cutoff"], json::array({39, 40}));
  EXPECT_EQ(classes[0]["ran_out"], json::array({"sim_card"}));
}

TEST_P(AllocationPages, tell_a_structure_its_sums_step_by_step) {
  const auto path = "/allocations/" + share() + "/lines/structure-a";
  const auto page = get(path);
  for (const auto* text : {"40 × 1 = 40", "(2 × (20 + 0) − 1) / 40 = 39/40 = 0,975",
                           "(2 × (21 + 0) − 1) / 40 = 41/40 = 1,025", "1:structure-a/precarious_person/phone_kit"})
    EXPECT_TRUE(says(page, text)) << text;
  const auto line = get_json(path)["lines"][0];
  EXPECT_EQ(line["unmet"], 20);
  EXPECT_EQ(line["explanation"]["en"].get<std::string>().rfind("Phone kit: 20 of the 40", 0), 0U);
}

TEST_P(AllocationPages, show_what_stands_in_for_what) {
  for (const auto* code : {"sim_card", "top_up"}) stock(sample().depot, code, 10);
  stock(sample().depot, "feature_phone", 6);
  stock(sample().depot, "smartphone", 4);
  need("structure-a", 10, 10);
  const auto page = get("/allocations/" + reference_of(propose(order("r1"))) + "/lines/structure-a");
  EXPECT_TRUE(says(page, "4 × Smartphone <span class=\"warning\">(à la place de : Téléphone simple)"));
  EXPECT_TRUE(says(page, "Tout ce qui était demandé est attribué."));
}

TEST_P(AllocationPages, write_the_sum_of_a_first_lot_that_was_not_granted) {
  stock_kits(3);
  need("structure-a", 40, 40);
  auto lots = order("lots");
  lots.policy.minimum_lots = {{"phone_kit", 5}};
  const auto reference = reference_of(propose(lots));
  EXPECT_TRUE(says(get("/allocations/" + reference + "/lines/structure-a"), "(5 + 2 × 0) / 40 = 5/40 = 0,125"));
  EXPECT_TRUE(says(get("/allocations/" + reference), "Lot téléphone : rien, ou au moins 5."));
}

TEST_P(AllocationPages, publish_the_bytes_that_the_hash_is_of) {
  const auto reference = share();
  const auto instance = get("/api/v1/allocations/" + reference + "/instance").body;
  const auto published = get_json("/allocations/" + reference);
  EXPECT_EQ(base::sha256_hex(instance), published["instance_sha256"]);
  EXPECT_EQ(base::sha256_hex(fairness::solve_json(instance).value()), published["plan_sha256"]);
}

TEST_P(AllocationPages, choose_lines_by_departement_and_by_name_without_accents) {
  const auto path = "/allocations/" + share();
  EXPECT_TRUE(says(get(path, fields({{"structure", "STRÙCTURE-A"}})), "/lines/structure-a"));
  EXPECT_FALSE(says(get(path, fields({{"structure", "STRÙCTURE-A"}})), "/lines/structure-b"));
  EXPECT_TRUE(says(get(path, fields({{"departement", "64"}})), "/lines/structure-b"));
  EXPECT_TRUE(says(get(path, fields({{"departement", "75"}})), "Aucune ligne ne correspond"));
}

TEST_P(AllocationPages, page_through_every_line_once) {
  stock_kits(30);
  write([&](Transaction& transaction) {
    for (int number = 100; number < 220; ++number) sample_->add_structure(transaction, "s-" + std::to_string(number));
  });
  for (int number = 100; number < 220; ++number) need("s-" + std::to_string(number), 5, 1);
  auto address = "/allocations/" + reference_of(propose(order("r1"))) + "/lines";
  std::vector<std::string> names;
  std::string after;
  for (int page = 0; page < 3; ++page) {
    const auto answer = json::parse(get("/api/v1" + address, fields({{"after", after}})).body);
    for (const auto& line : answer["lines"]) names.push_back(line["structure"]);
    EXPECT_EQ(answer["lines"].size(), page < 2 ? 50U : 20U);
    EXPECT_EQ(answer["next"].is_null(), page == 2);
    after = answer["lines"].back()["name"];
  }
  EXPECT_EQ(names.size(), 120U);
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

TEST_P(AllocationPages, count_lines_by_how_far_they_are_covered) {
  share();
  const auto id = ask([&](Reader& reader) { return list_allocations(reader, sample().programme).front().id; });
  const auto steps = ask([&](Reader& reader) { return count_lines_by_coverage(reader, id); });
  ASSERT_EQ(steps.size(), 12U);
  EXPECT_EQ(steps[6].tenth, 5);
  EXPECT_EQ(steps[6].lines, 2);
  EXPECT_EQ(steps[0].lines + steps[11].lines, 0);
}

TEST_P(AllocationPages, answer_404_to_a_bad_reference_or_structure) {
  const auto path = "/allocations/" + share();
  for (const auto& bad : {std::string("/allocations/A-0000-0"), std::string("/allocations/%27%22%3E"),
                          path + "/lines/nobody", std::string("/allocations/x/lines/structure-a")}) {
    EXPECT_EQ(get(bad).status, 404) << bad;
    EXPECT_EQ(get("/api/v1" + bad).status, 404) << bad;
    EXPECT_EQ(get("/api/v1" + bad).headers.find("Content-Type"), "application/problem+json");
  }
}

TEST_P(AllocationPages, escape_what_people_wrote) {
  write([&](Transaction& transaction) {
    people::OrganisationDraft draft;
    draft.code = "structure-a";
    draft.name = "<script>alert(1)</script>\"'&";
    draft.departement = "64";
    draft.network_code = "reseau";
    EXPECT_TRUE(people::save_organisation(transaction, permit(), sample().programme, draft));
  });
  const auto path = "/allocations/" + share();
  for (const auto& shown : {get(path), get(path + "/lines/structure-a"),
                            get(path, fields({{"structure", "\"><script>"}, {"departement", "<script>"}}))}) {
    EXPECT_EQ(shown.status, 200);
    EXPECT_FALSE(says(shown, "<script>"));
  }
}

TEST_P(AllocationPages, stay_the_same_until_something_changes) {
  const auto path = "/allocations/" + share();
  web::Request request;
  request.path = path;
  const auto first = web::deliver(request, get(path));
  request.headers.add("If-None-Match", std::string(first.headers.find("ETag").value()));
  EXPECT_EQ(web::deliver(request, get(path)).status, 304);
}

TEST_P(AllocationPages, let_a_structure_compare_ranks_by_cross_multiplication) {
  const auto page = get("/allocations/" + share() + "/lines/structure-a");
  for (const auto* text : {"41 × 40 = 1640 &gt; 39 × 40 = 1560", "20 attribués sur 40 demandés, pour 40 personnes.",
                           "le stock s’est épuisé avant le tour de votre unité numéro 21",
                           "Ce qui a manqué : Carte SIM.", "20 restent à couvrir", "personne ne l’a encore vérifié"})
    EXPECT_TRUE(says(page, text)) << text;
}

TEST_P(AllocationPages, show_how_far_lines_are_covered_by_audience_and_departement) {
  const auto path = "/allocations/" + share() + "/fairness";
  const auto page = get(path);
  EXPECT_EQ(page.status, 200);
  for (const auto* text : {"cover-2", "Carte SIM", "Essai structure-a", "du niveau de sa classe"})
    EXPECT_TRUE(says(page, text)) << text;
  const auto figures = get_json(path);
  EXPECT_EQ(figures["audiences"][0]["lines_by_band"], json::array({0, 0, 0, 2, 0, 0}));
  EXPECT_EQ(figures["audiences"][0]["granted"], 30);
  std::int64_t lines = 0;
  for (const auto& group : figures["departements"]) lines += group["lines"].get<std::int64_t>();
  EXPECT_EQ(lines, 2);
  EXPECT_EQ(figures["worst"].size(), 2U);
  EXPECT_EQ(figures["worst"][0]["permille_of_class"], 1000);
  const auto table = get(path + ".csv");
  EXPECT_TRUE(says(table, "public;precarious_person;2;60;60;30;0;0;0;2;0;0\r\n"));
}

TEST_P(AllocationPages, name_the_worst_off_against_their_class_first) {
  stock_kits(3);
  need("structure-a", 40, 40);
  need("structure-b", 4, 4);
  const auto worst = get_json("/allocations/" + reference_of(propose(order("r1"))) + "/fairness")["worst"];
  EXPECT_EQ(worst[0]["structure"], "structure-b");
  EXPECT_EQ(worst[0]["permille_of_class"], 0);
  EXPECT_GT(worst[1]["permille_of_class"], 1000);
}

TEST_P(AllocationPages, compare_two_allocations_of_a_round) {
  stock_kits(3);
  need("structure-a", 40, 40);
  need("structure-b", 4, 4, "phone_kit", needs::Urgency::vital);
  const auto before = propose(order("r1"));
  allocation::TrialOrder trial{.request = "essai", .of = before};
  trial.policy.vital.weight = 40;
  const auto made = propose_trial(database(), permit(), trial);
  ASSERT_TRUE(made);
  const auto path = "/allocations/" + reference_of(before) + "/compare/" + reference_of(made->id);
  const auto page = get(path);
  EXPECT_EQ(page.status, 200);
  const auto figures = get_json(path);
  EXPECT_EQ(figures["total"]["before"], 3);
  EXPECT_EQ(figures["total"]["after"], 3);
  EXPECT_EQ(figures["gaining"], 1);
  EXPECT_EQ(figures["losing"], 1);
  EXPECT_EQ(figures["structures"][1]["difference"], 1);
  EXPECT_TRUE(says(page, "−1"));
  EXPECT_TRUE(says(get(path, {}, Language::english), "who gains, who loses"));
  EXPECT_TRUE(says(get(path + "/structures.csv"), ";4;4;1;2;1\r\n"));
  EXPECT_EQ(get(path, fields({{"departement", "nulle-part"}})).status, 400);
  EXPECT_EQ(get(path, fields({{"change", "somehow"}})).status, 400);
  const auto losing = get(path, fields({{"change", "loses"}}));
  EXPECT_TRUE(says(losing, "/lines/structure-a\""));
  EXPECT_FALSE(says(losing, "/lines/structure-b\""));
  EXPECT_EQ(get("/allocations/" + reference_of(before) + "/compare/A-9999-X").status, 404);
  EXPECT_EQ(get("/allocations/A-9999-X/fairness").status, 404);
}

TEST_P(AllocationPages, show_who_adjusted_when_and_why) {
  stock_kits(10);
  const auto of = need("structure-a", 40, 40);
  need("structure-b", 20, 20);
  const auto before = propose(order("r1"));
  const auto made =
      adjust(database(), permit(),
             {.request = "main", .allocation = before, .need = of, .quantity = 9, .reason = "Inondation <ici>"});
  ASSERT_TRUE(made);
  const auto path = "/allocations/" + reference_of(made->id);
  for (const auto& page : {get(path), get(path + "/lines/structure-a")}) {
    EXPECT_TRUE(says(page, "Inondation &lt;ici&gt;"));
    EXPECT_TRUE(says(page, permit().actor()));
  }
  EXPECT_FALSE(says(get(path + "/lines/structure-b"), "Inondation"));
  EXPECT_EQ(get_json(path)["adjustments"][0]["quantity"], 9);
  EXPECT_EQ(get_json(path + "/lines/structure-a")["lines"][0]["adjusted"], 9);
  is_member_ = false;
  for (const auto& page : {get(path), get(path + "/lines/structure-a"), get("/api/v1" + path),
                           get("/api/v1" + path + "/lines/structure-a")}) {
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(says(page, permit().actor())) << "who set it is for members";
  }
}

TEST_P(AllocationPages, show_trials_to_members_alone) {
  const auto reference = share();
  const auto of = ask([&](Reader& reader) { return find_allocation(reader, sample().programme, reference)->id; });
  const auto made = propose_trial(database(), permit(), {.request = "essai", .of = of});
  ASSERT_TRUE(made);
  const auto trial = reference_of(made->id);
  EXPECT_EQ(get("/allocations/" + trial).status, 200);
  EXPECT_TRUE(says(get("/allocations"), trial));
  is_member_ = false;
  for (const auto* tail : {"", "/fairness", "/fairness.csv", "/lines/structure-a", "/compare/A-0001-1"})
    EXPECT_EQ(get("/allocations/" + trial + tail).status, 404) << tail;
  for (const auto* tail : {"", "/lines", "/fairness", "/instance"})
    EXPECT_EQ(get("/api/v1/allocations/" + trial + tail).status, 404) << tail;
  for (const auto* path : {"/allocations", "/api/v1/allocations"}) EXPECT_FALSE(says(get(path), trial)) << path;
  EXPECT_FALSE(says(get("/allocations/" + reference), trial));
}

RELAIS_ON_BOTH_ENGINES(AllocationPages);

}  // namespace
}  // namespace relais::allocation
