#include "people/organisations.hpp"

#include "base/codes.hpp"

namespace relais::people {
namespace {

constexpr base::Codes<OrganisationKind, 6> kind_codes{{{OrganisationKind::donor, "donor"},
                                                       {OrganisationKind::coordinator, "coordinator"},
                                                       {OrganisationKind::network, "network"},
                                                       {OrganisationKind::structure, "structure"},
                                                       {OrganisationKind::authority, "authority"},
                                                       {OrganisationKind::depot, "depot"}}};
constexpr base::Codes<Accreditation, 5> accreditation_codes{{{Accreditation::none, "none"},
                                                             {Accreditation::applied, "applied"},
                                                             {Accreditation::accredited, "accredited"},
                                                             {Accreditation::suspended, "suspended"},
                                                             {Accreditation::withdrawn, "withdrawn"}}};

}  // namespace

std::string_view code_of(OrganisationKind kind) { return base::code_in(kind_codes, kind); }
std::optional<OrganisationKind> parse_organisation_kind(std::string_view code) {
  return base::value_in(kind_codes, code);
}
std::string_view code_of(Accreditation state) { return base::code_in(accreditation_codes, state); }
std::optional<Accreditation> parse_accreditation(std::string_view code) {
  return base::value_in(accreditation_codes, code);
}

bool is_accredited(const Organisation& organisation, base::Day day) {
  return organisation.accreditation == Accreditation::accredited &&
         (!organisation.accredited_until || day <= *organisation.accredited_until);
}

}  // namespace relais::people
