#include "accreditation/kept.hpp"
#include "accreditation/refusals.hpp"
#include "base/text.hpp"
#include "needs/refusals.hpp"

namespace relais::accreditation {
namespace {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Transaction;

Result<> check_covered(const people::AccreditPermit& permit, const Application& application) {
  return application.network ? permit.check(application.programme, application.network)
                             : permit.check(application.programme);
}

bool is_closed(const Application& application) {
  return application.state == ApplicationState::accredited || application.state == ApplicationState::refused;
}

constexpr std::size_t code_characters_max = 40;

/// `Secours de la vallée` -> `secours-de-la-vallee`, with the application's reference when that code is taken.
std::string code_for(Reader& reader, const Application& application) {
  auto code = base::fold(application.name);
  std::replace(code.begin(), code.end(), ' ', '-');
  // What folding leaves is ASCII for French names; another alphabet would make a code that nobody can type.
  const bool is_typable =
      !code.empty() && std::all_of(code.begin(), code.end(), [](char c) { return static_cast<signed char>(c) > 0; });
  if (!is_typable) code = "structure";
  code = code.substr(0, code_characters_max);
  if (is_typable && !people::find_organisation(reader, application.programme, code)) return code;
  return code + "-" + application.reference;
}

Result<people::SavedOrganisation> make_structure(Transaction& transaction, const AccreditPermits& permits,
                                                 const Application& application, const std::string& code) {
  people::OrganisationDraft draft;
  draft.code = code;
  draft.name = application.name;
  if (application.network) draft.network_code = people::get_organisation(transaction, application.network).code;
  draft.departement = application.departement;
  draft.commune = application.commune;
  draft.pivot = application.pivot;
  return people::save_organisation(transaction, permits.programme, application.programme, draft);
}

/// Gives the waiting answer to its round; a round that closed meanwhile takes none.
Result<WaitingAnswer> give_answer(Transaction& transaction, const AccreditPermits& permits, const Catalogue& catalogue,
                                  const Application& application, const std::string& code) {
  auto lines = list_lines(transaction, catalogue, application.id);
  if (!application.round || lines.empty()) return WaitingAnswer::none;
  const auto round = needs::get_round(transaction, application.round);
  if (round.state == needs::RoundState::closed) return WaitingAnswer::round_closed;
  RELAIS_TRY_DONE(
      needs::save_answer(transaction, permits.need, catalogue,
                         {"application/" + application.reference, round.code, code, 0, false, std::move(lines)}));
  return WaitingAnswer::taken;
}

}  // namespace

Result<Saved> endorse(Transaction& transaction, const people::AccreditPermit& permit, const Application& application,
                      std::int64_t version_seen, std::string_view remark) {
  RELAIS_TRY_DONE(check_covered(permit, application));
  if (application.state == ApplicationState::endorsed) return Saved::unchanged;
  if (is_closed(application)) return Refusal(refused::step_not_possible);
  RELAIS_TRY_DONE(take_step(transaction, permit.actor(), application, version_seen,
                            {ApplicationState::endorsed, std::string(base::trim(remark)), {}, {}}, {}));
  return Saved::updated;
}

Result<Saved> refuse(Transaction& transaction, const people::AccreditPermit& permit, const Application& application,
                     std::int64_t version_seen, std::string_view reason) {
  RELAIS_TRY_DONE(check_covered(permit, application));
  if (application.state == ApplicationState::refused) return Saved::unchanged;
  if (is_closed(application)) return Refusal(refused::step_not_possible);
  if (base::trim(reason).empty()) return Refusal(refused::reason_missing);
  RELAIS_TRY_DONE(take_step(transaction, permit.actor(), application, version_seen,
                            {ApplicationState::refused, std::string(base::trim(reason)), {}, {}}, {}));
  return Saved::updated;
}

Result<Accredited> accredit(Transaction& transaction, const AccreditPermits& permits, const Catalogue& catalogue,
                            const Application& application, std::int64_t version_seen, base::Day until) {
  RELAIS_TRY_DONE(permits.accredit.check(application.programme));
  if (application.organisation)
    return Accredited{application.organisation, people::get_organisation(transaction, application.organisation).code,
                      WaitingAnswer::none, true};
  if (is_closed(application)) return Refusal(refused::step_not_possible);
  if (application.network && application.state != ApplicationState::endorsed) return Refusal(refused::not_endorsed);
  if (until < std::chrono::floor<std::chrono::days>(transaction.now())) return Refusal(refused::until_past);
  const auto code = code_for(transaction, application);
  RELAIS_TRY(const auto made, make_structure(transaction, permits, application, code));
  const auto why = application.reference;
  RELAIS_TRY_DONE(people::change_accreditation(transaction, permits.accredit, made.id, people::Accreditation::applied,
                                               std::nullopt, why));
  RELAIS_TRY_DONE(people::change_accreditation(transaction, permits.accredit, made.id,
                                               people::Accreditation::accredited, until, why));
  RELAIS_TRY_DONE(take_step(transaction, permits.accredit.actor(), application, version_seen,
                            {ApplicationState::accredited, base::iso_day(until), {}, {}}, made.id));
  RELAIS_TRY(const auto answer, give_answer(transaction, permits, catalogue, application, code));
  return Accredited{made.id, code, answer, false};
}

}  // namespace relais::accreditation
