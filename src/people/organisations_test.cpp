#include "people/organisations.hpp"

#include <gtest/gtest.h>

#include "people/refusals.hpp"
#include "testing/database.hpp"
#include "testing/programme.hpp"

namespace relais::people {
namespace {

using base::Result;
using store::Reader;
using store::Transaction;

class Organisations : public testing::Store {
 protected:
  void SetUp() override {
    Store::SetUp();
    write([&](Transaction& transaction) { sample_.emplace(transaction); });
  }
  static OrganisationDraft draft() {
    OrganisationDraft made;
    made.code = "pau-1";
    made.name = "Relais de Pau";
    made.network_code = "reseau";
    made.departement = "64";
    made.commune = "64445";
    return made;
  }
  Result<SavedOrganisation> save(const OrganisationDraft& wanted) {
    return database().write([&](Transaction& transaction) {
      return save_organisation(transaction, permit_of_test(), sample_->programme, wanted);
    });
  }
  Organisation read(OrganisationId id) {
    return database().read([&](Reader& reader) { return get_organisation(reader, id); });
  }
  Result<Saved> change(OrganisationId id, Accreditation state, std::optional<base::Day> until = {},
                       std::string_view reason = "décision du comité") {
    return database().write([&](Transaction& transaction) {
      return change_accreditation(transaction, permit_of_test(), id, state, until, reason);
    });
  }

  std::optional<testing::SampleProgramme> sample_;
};

TEST_P(Organisations, are_created_then_unchanged_then_updated) {
  const auto created = save(draft());
  ASSERT_TRUE(created);
  EXPECT_EQ(created->outcome, Saved::created);
  EXPECT_EQ(save(draft())->outcome, Saved::unchanged);
  auto moved = draft();
  moved.commune = "64102";
  moved.network_code.clear();
  const auto updated = save(moved);
  EXPECT_EQ(updated->outcome, Saved::updated);
  EXPECT_EQ(updated->id, created->id);
  const auto organisation = read(created->id);
  EXPECT_EQ(organisation.commune, "64102");
  EXPECT_FALSE(organisation.network);
  EXPECT_EQ(organisation.accreditation, Accreditation::none);
}

TEST_P(Organisations, refuse_a_draft_that_makes_no_sense) {
  auto refusal_of = [&](auto&& spoil) {
    auto wanted = draft();
    spoil(wanted);
    return save(wanted).refusal();
  };
  EXPECT_TRUE(refusal_of([](auto& d) { d.code.clear(); }).is(refused::organisation_needs_code));
  EXPECT_TRUE(refusal_of([](auto& d) { d.name.clear(); }).is(refused::organisation_needs_name));
  EXPECT_TRUE(refusal_of([](auto& d) { d.network_code = "inconnu"; }).is(refused::network_unknown));
  EXPECT_TRUE(refusal_of([](auto& d) { d.network_code = "structure-a"; }).is(refused::network_unknown));
  EXPECT_TRUE(refusal_of([](auto& d) { d.kind = OrganisationKind::donor; }).is(refused::only_structures_have_network));
  EXPECT_TRUE(refusal_of([](auto& d) { d.code = "operateur"; }).is(refused::kind_changed));
}

TEST_P(Organisations, are_listed_by_kind_in_the_order_of_their_codes) {
  ASSERT_TRUE(save(draft()));
  database().read([&](Reader& reader) {
    const auto structures = list_organisations(reader, sample_->programme, OrganisationKind::structure);
    EXPECT_EQ(structures.size(), 3u);
    EXPECT_EQ(structures.front().code, "pau-1");
    EXPECT_EQ(structures.back().accreditation, Accreditation::accredited);
    EXPECT_FALSE(find_organisation(reader, sample_->programme, "inconnu"));
    return 0;
  });
}

TEST_P(Organisations, keep_every_change_of_accreditation_and_the_last_one_counts) {
  const auto id = save(draft())->id;
  const auto until = testing::SampleCatalogue::day();
  EXPECT_EQ(*change(id, Accreditation::applied), Saved::created);
  EXPECT_EQ(*change(id, Accreditation::accredited, until), Saved::updated);
  EXPECT_EQ(*change(id, Accreditation::accredited, until, ""), Saved::unchanged);
  EXPECT_TRUE(is_accredited(read(id), until));
  EXPECT_FALSE(is_accredited(read(id), until + std::chrono::days(1)));
  EXPECT_EQ(*change(id, Accreditation::accredited), Saved::updated);
  EXPECT_TRUE(is_accredited(read(id), until + std::chrono::days(999)));
  EXPECT_EQ(*change(id, Accreditation::suspended, until), Saved::updated);
  EXPECT_FALSE(is_accredited(read(id), until));
  database().read([&](Reader& reader) {
    EXPECT_EQ(
        reader.integer("SELECT COUNT(*) FROM people_accreditation WHERE organisation_id = $1 AND actor = 'test'", {id}),
        4);
    return 0;
  });
}

TEST_P(Organisations, a_withdrawn_accreditation_stays_so) {
  ASSERT_TRUE(change(sample_->structure, Accreditation::withdrawn));
  EXPECT_TRUE(change(sample_->structure, Accreditation::accredited).refusal().is(refused::accreditation_not_possible));
}

TEST_P(Organisations, refuse_an_accreditation_without_reason_or_of_another_kind) {
  EXPECT_TRUE(
      change(sample_->structure, Accreditation::suspended, {}, " ").refusal().is(refused::accreditation_needs_reason));
  EXPECT_TRUE(change(sample_->donor, Accreditation::accredited).refusal().is(refused::not_a_structure));
  EXPECT_TRUE(change(sample_->structure, Accreditation::none).refusal().is(refused::accreditation_not_possible));
}

RELAIS_ON_BOTH_ENGINES(Organisations);

TEST(PeopleCodes, each_value_has_a_code_that_gives_it_back) {
  for (const auto kind : {OrganisationKind::donor, OrganisationKind::coordinator, OrganisationKind::network,
                          OrganisationKind::structure, OrganisationKind::authority, OrganisationKind::depot})
    EXPECT_EQ(parse_organisation_kind(code_of(kind)), kind);
  for (const auto state : {Accreditation::none, Accreditation::applied, Accreditation::accredited,
                           Accreditation::suspended, Accreditation::withdrawn})
    EXPECT_EQ(parse_accreditation(code_of(state)), state);
}

TEST(Permits, of_the_command_line_name_the_user) {
  EXPECT_TRUE(permit_of_command_line().actor().starts_with("cli:"));
  EXPECT_GT(permit_of_command_line().actor().size(), 4u);
}

TEST(PeopleRefusals, each_has_a_code_a_status_and_both_messages) {
  for (const auto* reason : refused::all) {
    EXPECT_TRUE(reason->code.starts_with("people."));
    EXPECT_GE(reason->http_status, 400);
    EXPECT_FALSE(reason->french.empty());
    EXPECT_FALSE(reason->english.empty());
  }
}

}  // namespace
}  // namespace relais::people
