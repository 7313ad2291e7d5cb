#include "people/organisations.hpp"
#include "people/refusals.hpp"

namespace relais::people {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Rows;
using store::Transaction;

// The last change of an accreditation is its state.
constexpr std::string_view select_organisation =
    "SELECT o.id, o.programme_id, o.code, o.kind, o.name, COALESCE(o.network_id, 0), o.departement, o.commune, "
    "o.pivot, o.is_illustrative, COALESCE(a.state, 'none'), a.valid_until FROM people_organisation o "
    "LEFT JOIN people_accreditation a ON a.organisation_id = o.id AND a.position = "
    "(SELECT MAX(position) FROM people_accreditation WHERE organisation_id = o.id) ";
const std::string select_by_id = std::string(select_organisation) + "WHERE o.id = $1";
const std::string select_by_code = std::string(select_organisation) + "WHERE o.programme_id = $1 AND o.code = $2";
const std::string select_by_kind =
    std::string(select_organisation) + "WHERE o.programme_id = $1 AND o.kind = $2 ORDER BY o.code";

Organisation organisation_of(const Rows& rows) {
  Organisation organisation;
  organisation.id = rows.id<OrganisationId>(0);
  organisation.programme = rows.id<ProgrammeId>(1);
  organisation.code = rows.string(2);
  const auto kind = parse_organisation_kind(rows.text(3));
  RELAIS_CHECK(kind.has_value());
  organisation.kind = *kind;
  organisation.name = rows.string(4);
  organisation.network = rows.id<OrganisationId>(5);
  organisation.departement = rows.string(6);
  organisation.commune = rows.string(7);
  organisation.pivot = rows.string(8);
  organisation.is_illustrative = rows.boolean(9);
  const auto accreditation = parse_accreditation(rows.text(10));
  RELAIS_CHECK(accreditation.has_value());
  organisation.accreditation = *accreditation;
  if (!rows.is_null(11)) organisation.accredited_until = rows.day(11);
  return organisation;
}

/// The network that a draft names: none, or one that exists.
Result<OrganisationId> network_of(Reader& reader, ProgrammeId programme, const OrganisationDraft& draft) {
  if (draft.network_code.empty()) return OrganisationId{};
  if (draft.kind != OrganisationKind::structure) return Refusal(refused::only_structures_have_network, {draft.code});
  const auto network = find_organisation(reader, programme, draft.network_code);
  if (!network || network->kind != OrganisationKind::network)
    return Refusal(refused::network_unknown, {draft.code, draft.network_code});
  return network->id;
}

bool is_as_drafted(const Organisation& organisation, const OrganisationDraft& draft, OrganisationId network) {
  return organisation.name == draft.name && organisation.network == network &&
         organisation.departement == draft.departement && organisation.commune == draft.commune &&
         organisation.pivot == draft.pivot && organisation.is_illustrative == draft.is_illustrative;
}

std::optional<std::int64_t> nullable(OrganisationId id) { return id ? std::optional(id.value) : std::nullopt; }

constexpr auto insert_organisation =
    "INSERT INTO people_organisation (id, programme_id, code, kind, name, network_id, departement, commune, pivot, "
    "is_illustrative) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr auto update_organisation =
    "UPDATE people_organisation SET name = $2, network_id = $3, departement = $4, commune = $5, pivot = $6, "
    "is_illustrative = $7 WHERE id = $1";

}  // namespace

std::optional<Organisation> find_organisation(Reader& reader, ProgrammeId programme, std::string_view code) {
  auto rows = reader.query(select_by_code, {programme, code});
  if (!rows.next()) return std::nullopt;
  return organisation_of(rows);
}

Organisation get_organisation(Reader& reader, OrganisationId id) {
  auto rows = reader.query(select_by_id, {id});
  RELAIS_CHECK(rows.next());
  return organisation_of(rows);
}

std::vector<Organisation> list_organisations(Reader& reader, ProgrammeId programme, OrganisationKind kind) {
  std::vector<Organisation> organisations;
  for (auto rows = reader.query(select_by_kind, {programme, code_of(kind)}); rows.next();)
    organisations.push_back(organisation_of(rows));
  return organisations;
}

namespace {

constexpr auto select_structures_of = "SELECT id FROM people_organisation WHERE network_id = $1 ORDER BY id";
constexpr auto select_in_departement =
    "SELECT id FROM people_organisation WHERE programme_id = $1 AND departement = $2 ORDER BY id";

std::vector<OrganisationId> all_ids(Rows rows) {
  std::vector<OrganisationId> ids;
  while (rows.next()) ids.push_back(rows.id<OrganisationId>(0));
  return ids;
}

}  // namespace

std::vector<OrganisationId> list_structures_of(Reader& reader, OrganisationId network) {
  return all_ids(reader.query(select_structures_of, {network}));
}

std::vector<OrganisationId> list_organisations_in(Reader& reader, ProgrammeId programme, std::string_view departement) {
  return all_ids(reader.query(select_in_departement, {programme, departement}));
}

Result<SavedOrganisation> save_organisation(Transaction& transaction, const ProgrammePermit& permit,
                                            ProgrammeId programme, const OrganisationDraft& draft) {
  RELAIS_TRY_DONE(permit.check(programme));
  if (draft.code.empty()) return Refusal(refused::organisation_needs_code);
  if (draft.name.empty()) return Refusal(refused::organisation_needs_name, {draft.code});
  const auto known = find_organisation(transaction, programme, draft.code);
  if (known && known->kind != draft.kind)
    return Refusal(refused::kind_changed, {draft.code, std::string(code_of(known->kind))});
  RELAIS_TRY(const auto network, network_of(transaction, programme, draft));
  if (known && is_as_drafted(*known, draft, network)) return SavedOrganisation{known->id, Saved::unchanged};
  if (known) {
    transaction.execute(update_organisation, {known->id, draft.name, nullable(network), draft.departement,
                                              draft.commune, draft.pivot, draft.is_illustrative});
    return SavedOrganisation{known->id, Saved::updated};
  }
  const auto id = transaction.new_id<OrganisationId>();
  transaction.execute(insert_organisation,
                      {id, programme, draft.code, code_of(draft.kind), draft.name, nullable(network), draft.departement,
                       draft.commune, draft.pivot, draft.is_illustrative});
  return SavedOrganisation{id, Saved::created};
}

}  // namespace relais::people
