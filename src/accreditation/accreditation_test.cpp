#include "accreditation/accreditation.hpp"

#include "accreditation/applicants_test.hpp"
#include "accreditation/pivot.hpp"
#include "accreditation/refusals.hpp"
#include "people/refusals.hpp"
#include "people/rights.hpp"

namespace relais::accreditation {
namespace {

using base::Result;
using people::Right;
using people::Role;
using people::Saved;
using store::Reader;
using store::Transaction;

class Applications : public ApplicantsTest {
 protected:
  people::AccreditPermit permit(Role role, OrganisationId organisation) {
    const auto actor = people::actor_of_test({{sample().programme, organisation, role}});
    return database().read(
        [&](Reader& reader) { return *people::permit<Right::accredit>(reader, actor, sample().programme); });
  }
  Result<Saved> endorse_now(const Application& application, const people::AccreditPermit& by) {
    return database().write([&](Transaction& transaction) {
      return endorse(transaction, by, application, application.version, "connue de nous");
    });
  }
  Result<Saved> refuse_now(const Application& application, std::int64_t seen, std::string_view reason) {
    return database().write([&](Transaction& transaction) {
      return refuse(transaction, people::permit_of_test(), application, seen, reason);
    });
  }
  Result<Accredited> accredit_now(const Application& application, base::Day until) {
    return database().write([&](Transaction& transaction) {
      const auto full = people::permit_of_test();
      const people::ProgrammePermit programme = full;
      const people::AccreditPermit structures = full;
      const people::NeedPermit need = full;
      return accreditation::accredit(transaction, {programme, structures, need}, sample().catalogue, application,
                                     application.version, until);
    });
  }
  /// Applied, confirmed and endorsed.
  Application endorsed(const ApplicationDraft& typed) {
    const auto made = send(typed);
    EXPECT_TRUE(confirm_now(*made));
    EXPECT_TRUE(endorse_now(read(made->reference), people::permit_of_test()));
    return read(made->reference);
  }
};

TEST_P(Applications, the_same_request_makes_one_application) {
  const auto first = send(draft());
  ASSERT_TRUE(first) << first.refusal().message(base::Language::english);
  const auto second = send(draft());
  EXPECT_TRUE(second->repeated);
  EXPECT_EQ(second->reference, first->reference);
}

TEST_P(Applications, an_application_is_refused_with_the_reason) {
  const auto refused_with = [&](auto&& spoil) {
    auto typed = draft();
    spoil(typed);
    return refusal_of(send(typed));
  };
  EXPECT_EQ(refused_with([](auto& typed) { typed.request = ""; }), "accreditation.request_missing");
  EXPECT_EQ(refused_with([](auto& typed) { typed.name = ""; }), "accreditation.name_missing");
  EXPECT_EQ(refused_with([](auto& typed) { typed.address = ""; }), "accreditation.address_missing");
  EXPECT_EQ(refused_with([](auto& typed) { typed.hours = std::string(1'001, 'x'); }), "accreditation.text_too_long");
  EXPECT_EQ(refused_with([](auto& typed) { typed.postal_code = "99999"; }), "places.postal_code_unknown");
  EXPECT_EQ(refused_with([](auto& typed) { typed.commune = ""; }), "places.commune_is_ambiguous");
  EXPECT_EQ(refused_with([](auto& typed) { typed.pivot = "12345678901234"; }), "accreditation.siret_check_wrong");
  EXPECT_EQ(refused_with([](auto& typed) { typed.pivot = "essai"; }), "accreditation.pivot_malformed");
  EXPECT_EQ(refused_with([](auto& typed) { typed.email = PersonalText("personne"); }), "accreditation.email_malformed");
  EXPECT_EQ(refused_with([](auto& typed) { typed.audiences.clear(); }), "accreditation.audience_missing");
  EXPECT_EQ(refused_with([](auto& typed) { typed.network_code = "operateur"; }), "accreditation.network_unknown");
  EXPECT_EQ(refused_with([](auto& typed) { typed.accepts_conditions = false; }),
            "accreditation.conditions_not_accepted");
  EXPECT_TRUE(send(draft())) << "and right otherwise";
}

TEST_P(Applications, nobody_sees_one_before_its_address_is_confirmed_and_then_it_is_forgotten) {
  const auto made = send(draft());
  const auto waiting = [&] {
    return database().read(
        [&](Reader& reader) { return list_applications(reader, people::permit_of_test(), sample().programme).size(); });
  };
  EXPECT_EQ(waiting(), 0u);
  EXPECT_EQ(refusal_of(database().read([&](Reader& reader) {
              return get_application(reader, people::permit_of_test(), sample().programme, made->reference);
            })),
            "accreditation.application_unknown");
  clock().advance(confirmation_lives + std::chrono::milliseconds(1));
  EXPECT_EQ(refusal_of(confirm_now(*made)), "accreditation.confirmation_invalid");
  const auto again = send(draft("k2"));
  EXPECT_EQ(
      database().read([](Reader& reader) { return reader.integer("SELECT COUNT(*) FROM accreditation_application"); }),
      1);
  EXPECT_EQ(*confirm_now(*again), Saved::updated);
  EXPECT_EQ(*confirm_now(*again), Saved::unchanged);
  EXPECT_EQ(waiting(), 1u);
  EXPECT_EQ(refusal_of(confirm_now({.id = {}, .reference = {}, .token = PersonalText("x")})),
            "accreditation.confirmation_invalid");
}

TEST_P(Applications, are_limited_per_network_address_and_per_e_mail) {
  for (int number = 0; number < 3; ++number) EXPECT_TRUE(send(draft("k" + std::to_string(number)), "192.0.2.1"));
  EXPECT_EQ(refusal_of(send(draft("k3"), "192.0.2.2")), "accreditation.too_many_applications") << "for one e-mail";
  auto other = draft();
  for (int number = 4; number < 11; ++number) {
    other.request = "k" + std::to_string(number);
    other.email = PersonalText("p" + std::to_string(number) + "@vallee.example");
    EXPECT_TRUE(send(other, "192.0.2.1"));
  }
  other.request = "k11";
  other.email = PersonalText("p11@vallee.example");
  EXPECT_EQ(refusal_of(send(other, "192.0.2.1")), "accreditation.too_many_applications") << "from one address";
  EXPECT_TRUE(send(other, "192.0.2.2"));
  clock().advance(std::chrono::hours(24));
  other.request = "k12";
  EXPECT_TRUE(send(other, "192.0.2.1"));
}

TEST_P(Applications, the_network_gives_its_view_then_the_coordinator_decides) {
  const auto made = send(draft());
  ASSERT_TRUE(confirm_now(*made));
  const auto application = read(made->reference);
  EXPECT_EQ(refusal_of(accredit_now(application, needs::today + std::chrono::days(300))), "accreditation.not_endorsed");
  OrganisationId other_network;
  write([&](Transaction& transaction) {
    people::OrganisationDraft other;
    other.code = other.name = "autre-reseau";
    other.kind = people::OrganisationKind::network;
    other_network = people::save_organisation(transaction, people::permit_of_test(), sample().programme, other)->id;
  });
  EXPECT_EQ(refusal_of(endorse_now(application, permit(Role::network_manager, other_network))),
            people::refused::not_yours.code);
  const auto network = permit(Role::network_manager, sample().network);
  EXPECT_EQ(*endorse_now(application, network), Saved::updated);
  EXPECT_EQ(refusal_of(refuse_now(application, application.version, "trop tard")), "accreditation.application_changed")
      << "as it was seen before";
  EXPECT_EQ(*endorse_now(read(made->reference), network), Saved::unchanged);
  EXPECT_EQ(refusal_of(accredit_now(read(made->reference), needs::today - std::chrono::days(1))),
            "accreditation.until_past");
  const auto done = accredit_now(read(made->reference), needs::today + std::chrono::days(300));
  ASSERT_TRUE(done) << done.refusal().message(base::Language::english);
  EXPECT_EQ(done->code, "secours-de-la-vallee");
  EXPECT_EQ(done->answer, WaitingAnswer::taken);
  EXPECT_TRUE(accredit_now(read(made->reference), needs::today)->repeated);
  database().read([&](Reader& reader) {
    const auto structure = people::get_organisation(reader, done->structure);
    EXPECT_TRUE(people::is_accredited(structure, needs::today));
    EXPECT_EQ(structure.commune, "64430");
    EXPECT_EQ(structure.departement, "64");
    EXPECT_EQ(structure.network, sample().network);
    const auto answer = needs::find_answer(reader, round_, done->structure);
    EXPECT_EQ(answer->needs.at(0).people, 8);
    EXPECT_EQ(answer->needs.at(0).state, needs::NeedState::submitted) << "to be reviewed as any other";
    EXPECT_EQ(list_steps(reader, application.id).size(), 3u);
    EXPECT_EQ(find_application_of(reader, done->structure)->reference, made->reference);
    EXPECT_EQ(list_codes_with_pivot(reader, sample().programme, "W643001234").at(0), done->code);
    return 0;
  });
  EXPECT_EQ(refusal_of(refuse_now(read(made->reference), 9, "non")), "accreditation.step_not_possible");
}

TEST_P(Applications, a_waiting_answer_is_too_late_when_its_round_was_closed) {
  const auto application = endorsed(draft());
  close_round();
  const auto done = accredit_now(application, needs::today + std::chrono::days(300));
  EXPECT_EQ(done->answer, WaitingAnswer::round_closed);
  EXPECT_TRUE(list().empty());
}

TEST_P(Applications, two_of_one_name_get_codes_of_their_own) {
  const auto first = accredit_now(endorsed(draft("k1")), needs::today);
  const auto application = endorsed(draft("k2"));
  EXPECT_EQ(accredit_now(application, needs::today)->code, first->code + "-" + application.reference);
}

TEST_P(Applications, a_refusal_needs_a_reason) {
  const auto made = send(draft());
  ASSERT_TRUE(confirm_now(*made));
  const auto application = read(made->reference);
  EXPECT_EQ(refusal_of(refuse_now(application, application.version, " ")), "accreditation.reason_missing");
  EXPECT_EQ(*refuse_now(application, application.version, "hors du programme"), Saved::updated);
  EXPECT_EQ(*refuse_now(read(made->reference), 0, "encore"), Saved::unchanged);
  EXPECT_EQ(refusal_of(accredit_now(read(made->reference), needs::today)), "accreditation.step_not_possible");
}

RELAIS_ON_BOTH_ENGINES(Applications);

TEST(Pivot, check_digits_of_a_siret_and_the_form_of_an_rna) {
  EXPECT_EQ(*parse_pivot("732 829 320 00074"), "73282932000074");
  EXPECT_EQ(parse_pivot("73282932000075").refusal().code(), "accreditation.siret_check_wrong");
  EXPECT_EQ(*parse_pivot("35600000000048"), "35600000000048") << "La Poste itself, by Luhn";
  EXPECT_EQ(*parse_pivot("35600000049837"), "35600000049837") << "an establishment of La Poste: 45 is a multiple of 5";
  EXPECT_EQ(parse_pivot("35600000049838").refusal().code(), "accreditation.siret_check_wrong");
  EXPECT_EQ(*parse_pivot("w643001234"), "W643001234");
  for (const auto* wrong : {"", "W64300123", "W6430012345", "643001234", "7328293200007", "732829320000745",
                            "７３２８２９３２００００７４", "7328293200007x"})
    EXPECT_EQ(parse_pivot(wrong).refusal().code(), "accreditation.pivot_malformed") << wrong;
}

}  // namespace
}  // namespace relais::accreditation
