#pragma once
/// How a structure that nobody knows yet comes to be accredited: it applies, confirms its e-mail address, its network
/// gives its view, the coordinator decides. What it said it needs waits with it, and counts once it is accredited.

#include <optional>
#include <string>
#include <vector>

#include "accounts/keys.hpp"
#include "base/personal.hpp"
#include "needs/answers.hpp"
#include "people/organisations.hpp"

namespace relais::accreditation {

using catalogue::Audience;
using catalogue::Catalogue;
using catalogue::ProgrammeId;
using people::OrganisationId;
using ApplicationId = base::Id<struct ApplicationTag>;
using PersonalText = base::Personal<std::string>;

/// `D-0001-X`
std::string reference_of_application(std::int64_t number);

/// unconfirmed: nobody has shown yet that the e-mail address is theirs. submitted: its network looks at it, or the
/// coordinator when it has none. endorsed: the network is for it.
enum class ApplicationState { unconfirmed, submitted, endorsed, accredited, refused };
inline constexpr ApplicationState application_states[] = {ApplicationState::submitted, ApplicationState::endorsed,
                                                          ApplicationState::accredited, ApplicationState::refused};
std::string_view code_of(ApplicationState state);
std::optional<ApplicationState> parse_application_state(std::string_view code);
const catalogue::Label& label_of(ApplicationState state);

inline constexpr std::chrono::days confirmation_lives{7};

/// What somebody typed who has no account.
struct ApplicationDraft {
  std::string request;  ///< the same twice makes one application
  std::string name, address, postal_code, commune;
  std::string pivot;
  std::string network_code;  ///< or empty
  PersonalText email{std::string()};
  std::string hours;
  std::vector<Audience> audiences;
  bool accepts_conditions = false;
  base::Language language = base::Language::french;
  std::vector<needs::AnswerLine> lines = {};  ///< checked with needs::check_line; none: it says nothing of needs yet
};

struct NewApplication {
  ApplicationId id;
  std::string reference;
  PersonalText token;  ///< to be sent to the address; kept nowhere here. Empty when repeated
  bool repeated = false;
};

struct Sender {
  const accounts::Key& key;  ///< of the digests by which applications are counted
  std::string address;       ///< of the network
};

/// Takes an application in; it counts for nothing until its e-mail address is confirmed.
///
/// Effect   applications that were not confirmed in seven days are forgotten.
/// Retry    safe: the same request changes nothing.
/// Refuses  request_missing, name_missing, address_missing, text_too_long, places' refusals of match_commune,
///          pivot_malformed, siret_check_wrong, email_malformed, audience_missing, network_unknown,
///          conditions_not_accepted, too_many_applications (ten a day from one address, three for one e-mail).
base::Result<NewApplication> apply(store::Transaction& transaction, const Catalogue& catalogue, const Sender& sender,
                                   const ApplicationDraft& draft);

struct Step {
  ApplicationState state = ApplicationState::submitted;
  std::string reason;
  std::string actor;
  base::Instant at;
};

struct Application {
  ApplicationId id;
  std::string reference;
  ProgrammeId programme;
  ApplicationState state = ApplicationState::unconfirmed;
  std::int64_t version = 1;
  std::string name, address, postal_code, commune, departement, pivot, hours;
  OrganisationId network;
  PersonalText email{std::string()};
  std::vector<Audience> audiences;
  base::Language language = base::Language::french;
  base::Instant applied_at;
  needs::RoundId round;         ///< that its answer is for; none when it gave none
  OrganisationId organisation;  ///< once accredited
};

/// Nothing when the token is wrong, or was made more than seven days ago and not used.
std::optional<Application> find_by_token(store::Reader& reader, std::string_view token, base::Instant now);
/// Shows that the e-mail address is the applicant's.
///
/// Retry    safe.
/// Refuses  confirmation_invalid.
base::Result<people::Saved> confirm(store::Transaction& transaction, std::string_view token);

/// Those that the permit covers, confirmed ones alone. Refuses  application_unknown.
base::Result<Application> get_application(store::Reader& reader, const people::AccreditPermit& permit,
                                          ProgrammeId programme, std::string_view reference);
struct ApplicationFilter {
  std::optional<ApplicationState> state = {};  ///< none: those that wait for somebody
  ApplicationId after = {};
  std::size_t applications_max = 50;
};
/// Confirmed ones that the permit covers, the oldest first. One query.
std::vector<Application> list_applications(store::Reader& reader, const people::AccreditPermit& permit,
                                           ProgrammeId programme, const ApplicationFilter& filter = {});
std::vector<Step> list_steps(store::Reader& reader, ApplicationId application);
std::vector<needs::AnswerLine> list_lines(store::Reader& reader, const Catalogue& catalogue, ApplicationId application);
/// The application by which a structure came in, if it did.
std::optional<Application> find_application_of(store::Reader& reader, OrganisationId organisation);
/// Structures and other organisations of the programme that have the same SIRET or RNA. One query.
std::vector<std::string> list_codes_with_pivot(store::Reader& reader, ProgrammeId programme, std::string_view pivot);

/// The network is for it, or the coordinator in its place.
///
/// Permission  covers the network, or the whole programme when there is none.
/// Retry       safe.
/// Refuses     application_unknown, people's not_yours, step_not_possible, application_changed.
base::Result<people::Saved> endorse(store::Transaction& transaction, const people::AccreditPermit& permit,
                                    const Application& application, std::int64_t version_seen, std::string_view remark);
/// As above, and needs a reason. Refuses  reason_missing too.
base::Result<people::Saved> refuse(store::Transaction& transaction, const people::AccreditPermit& permit,
                                   const Application& application, std::int64_t version_seen, std::string_view reason);

/// Those whose permits an accreditation takes.
struct AccreditPermits {
  const people::ProgrammePermit& programme;
  const people::AccreditPermit& accredit;
  const people::NeedPermit& need;
};
enum class WaitingAnswer { none, taken, round_closed };
struct Accredited {
  OrganisationId structure;
  std::string code;
  WaitingAnswer answer = WaitingAnswer::none;
  bool repeated = false;
};
/// Makes the structure, accredits it until a day, and gives its waiting answer to the census, to be reviewed.
///
/// Permission  covers the whole programme.
/// Retry       safe: accredited already, it stays so.
/// Refuses     people's not_yours, not_endorsed, step_not_possible, application_changed, until_past.
base::Result<Accredited> accredit(store::Transaction& transaction, const AccreditPermits& permits,
                                  const Catalogue& catalogue, const Application& application, std::int64_t version_seen,
                                  base::Day until);

}  // namespace relais::accreditation
