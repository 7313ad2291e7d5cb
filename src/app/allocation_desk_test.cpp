#include "allocation/adjust.hpp"
#include "allocation/computations.hpp"
#include "app/desks_test.hpp"
#include "people/refusals.hpp"

namespace relais::app {
namespace {

using allocation::State;
using base::Language;
using ledger::AccountKind;
using people::Role;

/// The coordinator's desk of allocations: 30 SIM cards, and more of the rest, for 40 people who ask for 40 kits and 20
/// who ask for 20.
class AllocationDesk : public AtDesks {
 protected:
  void SetUp() override {
    AtDesks::SetUp();
    stock(sample().depot, "sim_card", 30);
    for (const auto* code : {"feature_phone", "top_up"}) stock(sample().depot, code, 50);
    need("structure-a", 40, 40);
    need("structure-b", 20, 20);
    coordinator_ = sign_in(Role::coordinator, coordination_);
  }

  /// What a browser would send of the form that the page shows, but for what `typed` says otherwise.
  static Typed filled(const web::Response& page, const Typed& typed) {
    Typed sent;
    static const std::regex input("<input ([^>]*)>"), option("<select [^>]*name=\"([^\"]*)\"[^>]*>(.*?)</select>");
    static const std::regex chosen("<option value=\"([^\"]*)\" selected"), any("<option value=\"([^\"]*)\"");
    const auto attribute = [](const std::string& tag, const std::string& name) {
      std::smatch found;
      return std::regex_search(tag, found, std::regex("\\b" + name + "=\"([^\"]*)\"")) ? found.str(1) : std::string();
    };
    const auto add = [&](const std::string& name, const std::string& value) {
      for (const auto& [field, unused] : typed)
        if (field == name) return;
      if (!name.empty() && name != "csrf" && name != "request") sent.emplace_back(name, value);
    };
    const auto begin = page.body.find("method=\"post\" action=\"/alloc");
    const auto form = page.body.substr(begin, page.body.find("</form>", begin) - begin);
    for (std::sregex_iterator at(form.begin(), form.end(), input), end; at != end; ++at) {
      const auto tag = at->str(1);
      const auto type = attribute(tag, "type");
      const bool is_off = (type == "checkbox" || type == "radio") && tag.find("checked") == std::string::npos;
      if (!is_off) add(attribute(tag, "name"), attribute(tag, "value"));
    }
    for (std::sregex_iterator at(form.begin(), form.end(), option), end; at != end; ++at) {
      std::smatch value;
      const auto options = at->str(2);
      if (std::regex_search(options, value, chosen) || std::regex_search(options, value, any))
        add(at->str(1), value.str(1));
    }
    sent.insert(sent.end(), typed.begin(), typed.end());
    return sent;
  }

  Typed proposal(const Typed& typed = {}) {
    auto sent = filled(get(coordinator_, "/allocations/new"), typed);
    for (auto& [name, value] : sent)
      if (name == "day") value = "2020-03-26";
    return sent;
  }
  /// The page of the computation, once it has ended.
  web::Response ended(const std::string& session, const std::string& address) {
    site_->computations().wait();
    return get(session, address);
  }
  /// The reference of a new proposal.
  std::string proposed(const std::string& request, const Typed& typed = {}) {
    const auto sent = post(coordinator_, "/allocations", proposal(typed), request);
    EXPECT_EQ(sent.status, 303) << sent.body;
    const auto led = leads_to(ended(coordinator_, leads_to(sent)));
    EXPECT_TRUE(led.starts_with("/allocations/A-")) << led;
    return led.substr(std::min(led.size(), std::string("/allocations/").size()));
  }
  allocation::Allocation named(const std::string& reference) {
    return ask([&](Reader& reader) { return *allocation::find_allocation(reader, sample().programme, reference); });
  }
  std::size_t allocations() {
    return ask([&](Reader& reader) { return allocation::list_allocations(reader, sample().programme).size(); });
  }
  std::int64_t granted_to(const std::string& reference, const std::string& structure) {
    const auto lines = ask([&](Reader& reader) { return allocation::list_lines(reader, named(reference).id); });
    for (const auto& line : lines)
      if (line.name.starts_with(structure + "/")) return line.granted;
    return -1;
  }
  web::Response approve_it(const std::string& reference, const std::string& request) {
    return post(coordinator_, "/allocations/" + reference + "/approve", {{"day", "2020-03-26"}}, request);
  }

  std::string coordinator_;
};

TEST_P(AllocationDesk, a_coordinator_proposes_once_however_often_the_form_is_sent) {
  EXPECT_TRUE(shows(get(coordinator_, "/allocations"), "/allocations/new"));
  const auto typed = proposal({{"weight.vital", "5"}, {"departement_floor", "2"}});
  const auto first = post(coordinator_, "/allocations", typed, "k1");
  const auto second = post(coordinator_, "/allocations", typed, "k1");
  ASSERT_EQ(first.status, 303) << first.body;
  EXPECT_EQ(leads_to(first), leads_to(second));
  const auto led = leads_to(ended(coordinator_, leads_to(first)));
  const auto made = named(led.substr(13));
  EXPECT_EQ(made.granted, 30);
  EXPECT_EQ(made.policy.vital.weight, 5);
  EXPECT_EQ(made.policy.departement_floor, 2);
  EXPECT_TRUE(made.policy.serves.empty()) << "what the catalogue says is not said again";
  EXPECT_EQ(allocations(), 1);
  EXPECT_TRUE(shows(get(coordinator_, "/allocations/new"), "value=\"5\"")) << "the rule of the newest is proposed next";
}

TEST_P(AllocationDesk, a_rule_that_cannot_be_read_is_told_beside_its_fields_and_kept) {
  const auto page = post(coordinator_, "/allocations",
                         proposal({{"weight.vital", "beaucoup"}, {"lot.phone_kit", "0"}, {"day", "hier"}}), "k1");
  EXPECT_EQ(page.status, 422);
  EXPECT_TRUE(shows(page, "id=\"weight.vital-error\""));
  EXPECT_TRUE(shows(page, "value=\"beaucoup\""));
  EXPECT_TRUE(shows(page, "id=\"lot.phone_kit-error\""));
  EXPECT_TRUE(shows(page, "id=\"day-error\"") || shows(page, "2020-03-26"));
  site_->computations().wait();
  EXPECT_EQ(allocations(), 0);
}

TEST_P(AllocationDesk, what_the_computation_refuses_is_told_with_a_way_back_to_what_was_typed) {
  write([&](Transaction& transaction) {
    const needs::RoundDraft empty{"vague-2", {"Deuxième vague", "Second round"}, day(), day()};
    ASSERT_TRUE(needs::save_round(transaction, permit(), sample().programme, empty));
  });
  const auto sent = post(coordinator_, "/allocations", proposal({{"round", "vague-2"}, {"weight.high", "9"}}), "k1");
  ASSERT_EQ(sent.status, 303) << sent.body;
  const auto page = ended(coordinator_, leads_to(sent));
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(shows(page, "Rien à attribuer")) << page.body;
  EXPECT_FALSE(page.headers.find("Refresh"));
  EXPECT_EQ(allocations(), 0);
  std::smatch form;
  ASSERT_TRUE(std::regex_search(page.body, form, std::regex("href=\"(/allocations/new[?][^\"]*)\"")));
  const auto address = std::regex_replace(form.str(1), std::regex("&amp;"), "&");
  EXPECT_TRUE(shows(get(coordinator_, address), "value=\"9\""));
}

TEST_P(AllocationDesk, whoever_opened_the_form_before_another_proposal_is_told_and_may_insist) {
  const auto other = sign_in(Role::coordinator, coordination_);
  const auto mine = proposal(), theirs = filled(get(other, "/allocations/new"), {{"day", "2020-03-26"}});
  const auto sent = post(coordinator_, "/allocations", mine, "k1");
  site_->computations().wait();
  const auto reference = leads_to(get(coordinator_, leads_to(sent))).substr(13);
  const auto page = post(other, "/allocations", theirs, "k2");
  EXPECT_EQ(page.status, 409);
  EXPECT_TRUE(shows(page, "/allocations/" + reference));
  EXPECT_EQ(allocations(), 1);
  EXPECT_EQ(named(reference).state, State::proposed);
  const auto insisting = post(other, "/allocations", filled(page, {}), "k3");
  ASSERT_EQ(insisting.status, 303);
  site_->computations().wait();
  EXPECT_EQ(named(reference).state, State::superseded);
  const auto late = approve_it(reference, "k4");
  EXPECT_EQ(late.status, 409);
  EXPECT_TRUE(shows(late, "remplacée"));
  EXPECT_TRUE(shows(late, leads_to(get(other, leads_to(insisting))))) << "and where the newer one is";
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "sim_card"), 0);
}

TEST_P(AllocationDesk, another_computation_that_goes_on_is_waited_for_and_one_that_died_is_told) {
  allocation::ComputationId id;
  write([&](Transaction& transaction) {
    id = allocation::begin_computation(transaction, permit(),
                                       {.request = "elsewhere",
                                        .round = round_,
                                        .purpose = allocation::Purpose::proposal,
                                        .form = "/allocations/new"})
             ->id;
  });
  const auto address = "/allocations/computations/" + std::to_string(id.value);
  const auto waiting = get(coordinator_, address);
  EXPECT_EQ(waiting.headers.find("Refresh").value_or(""), "2");
  EXPECT_TRUE(shows(get(coordinator_, "/allocations/new"), address));
  EXPECT_EQ(post(coordinator_, "/allocations", proposal(), "k1").status, 409);
  clock().advance(allocation::silence_max + std::chrono::seconds(1));
  const auto dead = get(coordinator_, address);
  EXPECT_TRUE(shows(dead, "interrompu"));
  EXPECT_FALSE(dead.headers.find("Refresh"));
  // It had kept its allocation before it died.
  auto kept = order("elsewhere");
  const auto made = propose(kept);
  EXPECT_EQ(leads_to(get(coordinator_, address)),
            "/allocations/" + ask([&](Reader& reader) { return allocation::get_allocation(reader, made).reference; }));
  EXPECT_EQ(proposed("k2").substr(0, 2), "A-");
}

TEST_P(AllocationDesk, a_trial_is_compared_and_reserves_nothing) {
  const auto reference = proposed("k1");
  const auto path = "/allocations/" + reference;
  EXPECT_TRUE(shows(get(coordinator_, path), path + "/try"));
  const auto typed = filled(get(coordinator_, path + "/try"), {{"departement_floor", "15"}});
  const auto sent = post(coordinator_, path + "/try", typed, "k2");
  ASSERT_EQ(sent.status, 303) << sent.body;
  const auto led = leads_to(ended(coordinator_, leads_to(sent)));
  EXPECT_TRUE(led.starts_with(path + "/compare/A-")) << led;
  EXPECT_EQ(get(coordinator_, led).status, 200);
  EXPECT_EQ(named(led.substr(led.rfind('/') + 1)).state, State::trial);
  EXPECT_EQ(named(reference).state, State::proposed);
}

TEST_P(AllocationDesk, a_line_is_set_by_hand_with_a_reason_that_stays) {
  const auto reference = proposed("k1");
  const auto path = "/allocations/" + reference + "/lines/structure-b";
  EXPECT_TRUE(shows(get(coordinator_, path), path + "/change"));
  const auto typed = filled(get(coordinator_, path + "/change"), {{"quantity", "17"}, {"reason", "Crue de l’Adour"}});
  auto no_reason = typed;
  no_reason.back().second = " ";
  const auto refused = post(coordinator_, path + "/adjust", no_reason, "k2");
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(shows(refused, "value=\"17\""));
  auto too_many = typed;
  too_many[too_many.size() - 2].second = "21";
  const auto above = post(coordinator_, path + "/adjust", too_many, "k3");
  EXPECT_EQ(above.status, 422);
  EXPECT_TRUE(shows(above, "id=\"quantity-error\""));
  const auto sent = post(coordinator_, path + "/adjust", typed, "k4");
  ASSERT_EQ(sent.status, 303) << sent.body;
  EXPECT_EQ(leads_to(post(coordinator_, path + "/adjust", typed, "k4")), leads_to(sent));
  const auto led = leads_to(ended(coordinator_, leads_to(sent)));
  const auto adjusted = led.substr(13);
  EXPECT_EQ(granted_to(adjusted, "structure-b"), 17);
  EXPECT_EQ(named(reference).state, State::superseded);
  EXPECT_TRUE(shows(get(coordinator_, led), "Crue de l’Adour"));
  EXPECT_EQ(leads_to(post(coordinator_, path + "/adjust", typed, "k4")), leads_to(sent)) << "once more, after the end";
  EXPECT_EQ(allocations(), 2);
}

TEST_P(AllocationDesk, approval_shows_the_check_reserves_once_and_is_refused_when_the_stock_changed) {
  const auto reference = proposed("k1");
  const auto path = "/allocations/" + reference;
  EXPECT_TRUE(shows(get(coordinator_, path + "/approve"), "Aucune faute"));
  stock(sample().depot, "sim_card", 5);
  const auto changed = get(coordinator_, path + "/approve");
  EXPECT_TRUE(shows(changed, "stock libre a changé"));
  EXPECT_TRUE(shows(changed, "/allocations/new?round=vague-1"));
  EXPECT_EQ(approve_it(reference, "k2").status, 409);
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "sim_card"), 0);
  const auto next = proposed("k3");
  for (int time = 0; time < 2; ++time) EXPECT_EQ(leads_to(approve_it(next, "k4")), "/allocations/" + next);
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "sim_card"), 35);
  const auto late = approve_it(next, "k5");
  EXPECT_EQ(late.status, 409);
  EXPECT_TRUE(shows(late, "déjà approuvée"));
  EXPECT_TRUE(shows(late, "Approuvée par"));
  EXPECT_EQ(ledger_fault(), "");
}

TEST_P(AllocationDesk, what_is_not_dispatched_is_released_once) {
  const auto reference = proposed("k1");
  approve_it(reference, "k2");
  const auto path = "/allocations/" + reference + "/lines/structure-a";
  const auto before = balance(AccountKind::reserved, sample().depot, "sim_card");
  const auto theirs = granted_to(reference, "structure-a");
  EXPECT_TRUE(shows(get(coordinator_, path + "/change"), "Libérer"));
  EXPECT_EQ(post(coordinator_, path + "/release", {{"reason", ""}}, "k3").status, 422);
  for (int time = 0; time < 2; ++time)
    EXPECT_EQ(leads_to(post(coordinator_, path + "/release", {{"reason", "fermée"}}, "k4")),
              path + "/change?done=released");
  EXPECT_EQ(balance(AccountKind::reserved, sample().depot, "sim_card"), before - theirs);
  EXPECT_EQ(post(coordinator_, path + "/release", {{"reason", "fermée"}}, "k5").status, 409);
  EXPECT_EQ(ledger_fault(), "");
}

TEST_P(AllocationDesk, nobody_but_a_coordinator_finds_the_way_or_is_let_in) {
  const auto reference = proposed("k1");
  for (const auto& [role, organisation] :
       {std::pair(Role::depot_worker, sample().depot), std::pair(Role::structure_manager, sample().structure),
        std::pair(Role::auditor, coordination_)}) {
    const auto someone = sign_in(role, organisation);
    EXPECT_FALSE(shows(get(someone, "/allocations"), "/allocations/new"));
    EXPECT_FALSE(shows(get(someone, "/allocations/" + reference), "/approve"));
    EXPECT_EQ(get(someone, "/allocations/new").status, 403);
    EXPECT_EQ(post(someone, "/allocations/" + reference + "/approve", {{"day", "2020-03-26"}}, "k9").status, 403);
  }
  EXPECT_EQ(named(reference).state, State::proposed);
}

TEST_P(AllocationDesk, hostile_text_is_refused_or_shown_as_text) {
  const auto reference = proposed("k1");
  const std::string naughty[] = {"<script>alert(1)</script>",
                                 "'; DROP TABLE allocation_allocation; --",
                                 "-1",
                                 "99999999999999999999",
                                 std::string(20'000, 'x'),
                                 "{{reference}}"};
  int number = 0;
  const auto path = "/allocations/" + reference;
  for (const auto& text : naughty) {
    for (const auto* field : {"round", "day", "keeps", "weight.vital", "tier.high", "departement_floor",
                              "lot.phone_kit", "serves.smartphone", "seed", "seen"}) {
      for (const auto& where : {std::string("/allocations"), path + "/try"}) {
        const auto page = post(coordinator_, where, proposal({{field, text}}), "h" + std::to_string(++number));
        EXPECT_LT(page.status, 500) << field;
        EXPECT_FALSE(shows(page, "<script>alert")) << field;
        site_->computations().wait();
      }
    }
    for (const auto* what : {"/lines/structure-a/adjust", "/lines/structure-a/release", "/approve"}) {
      const auto page =
          post(coordinator_, path + what, {{"line", text}, {"quantity", text}, {"reason", text}, {"day", text}},
               "h" + std::to_string(++number));
      EXPECT_LT(page.status, 500) << what;
      EXPECT_FALSE(shows(page, "<script>alert")) << what;
    }
    EXPECT_LT(get(coordinator_, "/allocations/new?like=" + web::percent_encode(text.substr(0, 200))).status, 500);
  }
  EXPECT_EQ(ledger_fault(), "");
}

RELAIS_ON_BOTH_ENGINES(AllocationDesk);

}  // namespace
}  // namespace relais::app
