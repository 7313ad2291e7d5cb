#pragma once
/// Organisations of a programme, their accreditation, and who may act.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "people/ids.hpp"
#include "people/permit.hpp"
#include "store/store.hpp"

namespace relais::people {

/// A depot is a site of the coordinator where goods are kept.
enum class OrganisationKind { donor, coordinator, network, structure, authority, depot };
std::string_view code_of(OrganisationKind kind);
std::optional<OrganisationKind> parse_organisation_kind(std::string_view code);

/// habilitation
enum class Accreditation { none, applied, accredited, suspended, withdrawn };
std::string_view code_of(Accreditation state);
std::optional<Accreditation> parse_accreditation(std::string_view code);

struct Organisation {
  OrganisationId id;
  ProgrammeId programme;
  std::string code;  ///< stable, unique in the programme; what files name it by
  OrganisationKind kind = OrganisationKind::structure;
  std::string name;
  OrganisationId network;   ///< of a structure; none when it answers for itself
  std::string departement;  ///< "64", "2A", "974"; empty for a national organisation
  std::string commune;      ///< INSEE code, or empty
  std::string pivot;        ///< SIRET or RNA, or empty
  bool is_illustrative = false;
  Accreditation accreditation = Accreditation::none;
  std::optional<base::Day> accredited_until;  ///< the last day; none: without limit
};

/// What a file gives of an organisation; the network by its code.
struct OrganisationDraft {
  std::string code;
  OrganisationKind kind = OrganisationKind::structure;
  std::string name;
  std::string network_code;
  std::string departement;
  std::string commune;
  std::string pivot;
  bool is_illustrative = false;
};

enum class Saved { created, updated, unchanged };
struct SavedOrganisation {
  OrganisationId id;
  Saved outcome;
};

/// Creates the organisation, or brings the one with the same code up to the draft.
///
/// Permission  covers the whole programme.
/// Retry       safe.
/// Refuses     not_yours, organisation_needs_code, organisation_needs_name, kind_changed, only_structures_have_network,
///             network_unknown.
base::Result<SavedOrganisation> save_organisation(store::Transaction& transaction, const ProgrammePermit& permit,
                                                  ProgrammeId programme, const OrganisationDraft& draft);

/// Takes a structure to a new accreditation state; every change is kept, with who, when and why.
/// none -> applied or accredited; applied, suspended -> accredited or withdrawn; accredited -> suspended, withdrawn, or
/// accredited until another day. `until` counts only with accredited; the reason may be read by the structure.
///
/// Permission  covers the structure.
/// Retry       safe: the state it has already, with the same date, changes nothing.
/// Refuses     not_yours, not_a_structure, accreditation_needs_reason, accreditation_not_possible (withdrawn is final).
base::Result<Saved> change_accreditation(store::Transaction& transaction, const AccreditPermit& permit,
                                         OrganisationId structure, Accreditation state, std::optional<base::Day> until,
                                         std::string_view reason);

std::optional<Organisation> find_organisation(store::Reader& reader, ProgrammeId programme, std::string_view code);
Organisation get_organisation(store::Reader& reader, OrganisationId id);
/// All of one kind, in the order of their codes.
std::vector<Organisation> list_organisations(store::Reader& reader, ProgrammeId programme, OrganisationKind kind);

/// The structures of a network, or the organisations of a département. One query.
std::vector<OrganisationId> list_structures_of(store::Reader& reader, OrganisationId network);
std::vector<OrganisationId> list_organisations_in(store::Reader& reader, ProgrammeId programme,
                                                  std::string_view departement);

/// Whether a structure may receive goods and answer the census on that day.
bool is_accredited(const Organisation& organisation, base::Day day);

}  // namespace relais::people
