#include "base/text.hpp"
#include "people/organisations.hpp"
#include "people/refusals.hpp"

namespace relais::people {
namespace {

using base::Refusal;
using base::Result;
using store::Transaction;

bool is_possible(Accreditation from, Accreditation to) {
  switch (from) {
    case Accreditation::none:
      return to == Accreditation::applied || to == Accreditation::accredited;
    case Accreditation::applied:
    case Accreditation::suspended:
      return to == Accreditation::accredited || to == Accreditation::withdrawn;
    case Accreditation::accredited:
      return to == Accreditation::accredited || to == Accreditation::suspended || to == Accreditation::withdrawn;
    case Accreditation::withdrawn:
      return false;
  }
  return false;
}

// A change made meanwhile takes the same position: the primary key then refuses this one.
constexpr auto insert_change =
    "INSERT INTO people_accreditation (organisation_id, position, state, valid_until, reason, actor, changed_at) "
    "SELECT $1, COALESCE(MAX(position), 0) + 1, $2, $3, $4, $5, $6 FROM people_accreditation WHERE organisation_id = "
    "$1";

}  // namespace

Result<Saved> change_accreditation(Transaction& transaction, const AccreditPermit& permit, OrganisationId structure,
                                   Accreditation state, std::optional<base::Day> until, std::string_view reason) {
  const auto organisation = get_organisation(transaction, structure);
  RELAIS_TRY_DONE(permit.check(organisation.programme, structure));
  if (organisation.kind != OrganisationKind::structure) return Refusal(refused::not_a_structure, {organisation.code});
  if (state != Accreditation::accredited) until.reset();
  if (organisation.accreditation == state && organisation.accredited_until == until) return Saved::unchanged;
  if (base::trim(reason).empty()) return Refusal(refused::accreditation_needs_reason, {organisation.code});
  if (!is_possible(organisation.accreditation, state))
    return Refusal(refused::accreditation_not_possible,
                   {organisation.code, std::string(code_of(organisation.accreditation)), std::string(code_of(state))});
  transaction.execute(insert_change, {structure, code_of(state), until, reason, permit.actor(), transaction.now()});
  return organisation.accreditation == Accreditation::none ? Saved::created : Saved::updated;
}

}  // namespace relais::people
