#include <set>

#include "accounts/accounts.hpp"
#include "accounts/acts.hpp"
#include "accounts/tokens.hpp"
#include "accreditation/kept.hpp"
#include "accreditation/pivot.hpp"
#include "accreditation/refusals.hpp"
#include "base/codes.hpp"
#include "base/reference.hpp"
#include "base/text.hpp"
#include "places/places.hpp"

namespace relais::accreditation {

using base::Refusal;
using base::Result;
using people::Saved;
using store::Reader;
using store::Rows;
using store::Transaction;

namespace {

constexpr std::size_t text_bytes_max = 1000;
constexpr std::int64_t applications_of_address_max = 10;
constexpr std::int64_t applications_of_email_max = 3;
constexpr std::chrono::hours counted_for{24};

constexpr base::Codes<ApplicationState, 5> state_codes{{{ApplicationState::unconfirmed, "unconfirmed"},
                                                        {ApplicationState::submitted, "submitted"},
                                                        {ApplicationState::endorsed, "endorsed"},
                                                        {ApplicationState::accredited, "accredited"},
                                                        {ApplicationState::refused, "refused"}}};

constexpr auto next_number = "UPDATE accreditation_sequence SET last = last + 1 WHERE id = 1 RETURNING last";
constexpr auto select_by_request = "SELECT id, number FROM accreditation_application WHERE request = $1";
constexpr auto count_of_address =
    "SELECT COUNT(*) FROM accreditation_application WHERE address_digest = $1 AND applied_at > $2";
constexpr auto count_of_email =
    "SELECT COUNT(*) FROM accreditation_application WHERE email_digest = $1 AND applied_at > $2";
constexpr auto insert_application =
    "INSERT INTO accreditation_application (id, number, programme_id, request, state, version, name, address, "
    "postal_code, commune, departement, pivot, network_id, email, hours, audiences, language, token_hash, "
    "address_digest, email_digest, applied_at, round_id) VALUES ($1, $2, $3, $4, 'unconfirmed', 1, $5, $6, $7, $8, $9, "
    "$10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
constexpr auto insert_line =
    "INSERT INTO accreditation_need (application_id, audience, product_id, people, quantity, urgency, waiting_since) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr auto delete_old_lines =
    "DELETE FROM accreditation_need WHERE application_id IN (SELECT id FROM accreditation_application WHERE "
    "programme_id = $1 AND state = 'unconfirmed' AND applied_at < $2)";
constexpr auto delete_old_applications =
    "DELETE FROM accreditation_application WHERE programme_id = $1 AND state = 'unconfirmed' AND applied_at < $2";

/// Refuses  name_missing, address_missing, text_too_long, email_malformed, audience_missing, conditions_not_accepted.
Result<> check_texts(const ApplicationDraft& draft) {
  if (draft.request.empty()) return Refusal(refused::request_missing);
  if (draft.name.empty()) return Refusal(refused::name_missing);
  if (draft.address.empty()) return Refusal(refused::address_missing);
  for (const auto* text : {&draft.name, &draft.address, &draft.hours})
    if (text->size() > text_bytes_max) return Refusal(refused::text_too_long, {std::to_string(text_bytes_max)});
  if (draft.audiences.empty()) return Refusal(refused::audience_missing);
  if (!draft.accepts_conditions) return Refusal(refused::conditions_not_accepted);
  return base::Done{};
}

Result<> check_rate(Transaction& transaction, const std::string& address_digest, const std::string& email_digest) {
  const auto since = transaction.now() - counted_for;
  if (transaction.integer(count_of_address, {address_digest, since}) >= applications_of_address_max ||
      transaction.integer(count_of_email, {email_digest, since}) >= applications_of_email_max)
    return Refusal(refused::too_many_applications);
  return base::Done{};
}

/// The network that a draft names, or none.
Result<OrganisationId> network_of_draft(Reader& reader, ProgrammeId programme, const std::string& code) {
  if (code.empty()) return OrganisationId{};
  const auto network = people::find_organisation(reader, programme, code);
  if (!network || network->kind != people::OrganisationKind::network) return Refusal(refused::network_unknown);
  return network->id;
}

/// The newest open round, for which a waiting answer is.
needs::RoundId open_round(Reader& reader, ProgrammeId programme) {
  for (const auto& round : needs::list_rounds(reader, programme))
    if (round.state == needs::RoundState::open) return round.id;
  return {};
}

std::string joined_audiences(const std::vector<Audience>& audiences) {
  std::string text;
  for (const auto audience : std::set<Audience>(audiences.begin(), audiences.end()))
    text += (text.empty() ? "" : " ") + std::string(catalogue::code_of(audience));
  return text;
}

std::optional<std::int64_t> nullable_id(std::int64_t id) { return id != 0 ? std::optional(id) : std::nullopt; }

}  // namespace

std::string reference_of_application(std::int64_t number) { return base::format_reference('D', number); }
std::string_view code_of(ApplicationState state) { return base::code_in(state_codes, state); }
std::optional<ApplicationState> parse_application_state(std::string_view code) {
  return base::value_in(state_codes, code);
}
const catalogue::Label& label_of(ApplicationState state) {
  static const catalogue::Label labels[] = {{"à confirmer", "to be confirmed"},
                                            {"à examiner", "to review"},
                                            {"avis favorable du réseau", "its network is for it"},
                                            {"habilitée", "accredited"},
                                            {"refusée", "refused"}};
  return labels[static_cast<std::size_t>(state)];
}

Result<NewApplication> apply(Transaction& transaction, const Catalogue& catalogue, const Sender& sender,
                             const ApplicationDraft& draft) {
  const auto programme = catalogue.programme.id;
  if (auto rows = transaction.query(select_by_request, {draft.request}); rows.next())
    return NewApplication{rows.id<ApplicationId>(0), reference_of_application(rows.integer(1)),
                          PersonalText(std::string()), true};
  RELAIS_TRY_DONE(check_texts(draft));
  RELAIS_TRY(const auto place,
             places::match_commune(transaction, {.postal_code = draft.postal_code, .commune = draft.commune}));
  RELAIS_TRY(const auto pivot, parse_pivot(draft.pivot));
  const auto email = accounts::normal_email(draft.email.reveal());
  if (!email) return Refusal(refused::email_malformed);
  RELAIS_TRY(const auto network, network_of_draft(transaction, programme, draft.network_code));
  const auto address_digest = sender.key.digest("application from " + sender.address);
  const auto email_digest = sender.key.digest("application of " + *email);
  RELAIS_TRY_DONE(check_rate(transaction, address_digest, email_digest));
  const auto now = transaction.now();
  transaction.execute(delete_old_lines, {programme, now - confirmation_lives});
  transaction.execute(delete_old_applications, {programme, now - confirmation_lives});
  NewApplication made{transaction.new_id<ApplicationId>(), {}, PersonalText(accounts::new_token())};
  const auto number = transaction.integer(next_number);
  made.reference = reference_of_application(number);
  const auto round = draft.lines.empty() ? needs::RoundId{} : open_round(transaction, programme);
  transaction.execute(insert_application, {made.id,
                                           number,
                                           programme,
                                           draft.request,
                                           draft.name,
                                           draft.address,
                                           place.postal_code,
                                           place.commune.insee,
                                           place.commune.departement,
                                           pivot,
                                           nullable_id(network.value),
                                           *email,
                                           draft.hours,
                                           joined_audiences(draft.audiences),
                                           draft.language == base::Language::french ? "fr" : "en",
                                           accounts::token_hash(made.token.reveal()),
                                           address_digest,
                                           email_digest,
                                           now,
                                           nullable_id(round.value)});
  for (const auto& line : draft.lines)
    transaction.execute(insert_line,
                        {made.id, catalogue::code_of(line.audience), catalogue.find_product(line.product_code)->id,
                         line.people, line.quantity, needs::code_of(line.urgency), line.waiting_since});
  accounts::record_applicant_act(
      transaction, made.reference,
      {.action = "apply", .subject = made.reference, .address = sender.address, .programme = programme});
  return made;
}

namespace {

constexpr std::string_view select_application =
    "SELECT id, number, programme_id, state, version, name, address, postal_code, commune, departement, pivot, hours, "
    "COALESCE(network_id, 0), email, audiences, language, applied_at, COALESCE(round_id, 0), "
    "COALESCE(organisation_id, 0) FROM accreditation_application ";
const std::string select_by_token = std::string(select_application) + "WHERE token_hash = $1";
const std::string select_by_number = std::string(select_application) + "WHERE number = $1";
const std::string select_by_organisation = std::string(select_application) + "WHERE organisation_id = $1";
const std::string select_of_state =
    std::string(select_application) + "WHERE programme_id = $1 AND state = $2 AND id > $3 ORDER BY id";
const std::string select_waiting = std::string(select_application) +
                                   "WHERE programme_id = $1 AND (state = 'submitted' OR state = 'endorsed') AND "
                                   "id > $2 ORDER BY id";
constexpr auto select_steps =
    "SELECT state, reason, actor, changed_at FROM accreditation_step WHERE application_id = $1 ORDER BY position";
constexpr auto select_lines =
    "SELECT audience, product_id, people, quantity, urgency, waiting_since FROM accreditation_need "
    "WHERE application_id = $1 ORDER BY audience, product_id";
constexpr auto select_codes_with_pivot =
    "SELECT code FROM people_organisation WHERE programme_id = $1 AND pivot = $2 ORDER BY code";

template <class T>
T known(std::optional<T> value) {
  RELAIS_CHECK(value.has_value());
  return *value;
}

Application read_application(const Rows& rows) {
  Application application;
  application.id = rows.id<ApplicationId>(0);
  application.reference = reference_of_application(rows.integer(1));
  application.programme = rows.id<ProgrammeId>(2);
  application.state = known(parse_application_state(rows.text(3)));
  application.version = rows.integer(4);
  std::string* texts[] = {&application.name,    &application.address,     &application.postal_code,
                          &application.commune, &application.departement, &application.pivot,
                          &application.hours};
  for (int at = 0; at < 7; ++at) *texts[at] = rows.string(5 + at);
  application.network = rows.id<OrganisationId>(12);
  application.email = PersonalText(rows.string(13));
  for (const auto code : base::split(rows.text(14), ' '))
    if (!code.empty()) application.audiences.push_back(known(catalogue::parse_audience(code)));
  application.language = rows.text(15) == "fr" ? base::Language::french : base::Language::english;
  application.applied_at = rows.instant(16);
  application.round = rows.id<needs::RoundId>(17);
  application.organisation = rows.id<OrganisationId>(18);
  return application;
}

std::optional<Application> first_application(Rows rows) {
  return rows.next() ? std::optional(read_application(rows)) : std::nullopt;
}

bool is_covered(const people::AccreditPermit& permit, const Application& application) {
  const auto& coverage = permit.coverage();
  return application.network ? coverage.covers(application.programme, application.network)
                             : coverage.covers(application.programme);
}

constexpr auto update_state =
    "UPDATE accreditation_application SET state = $3, version = version + 1, organisation_id = $4 "
    "WHERE id = $1 AND version = $2";
constexpr auto insert_step =
    "INSERT INTO accreditation_step (application_id, position, state, reason, actor, changed_at) "
    "SELECT $1, COALESCE(MAX(position), 0) + 1, $2, $3, $4, $5 FROM accreditation_step WHERE application_id = $1";

}  // namespace

std::optional<Application> find_by_token(Reader& reader, std::string_view token, base::Instant now) {
  auto found = first_application(reader.query(select_by_token, {accounts::token_hash(token)}));
  const bool is_late =
      found && found->state == ApplicationState::unconfirmed && now - found->applied_at > confirmation_lives;
  return is_late ? std::nullopt : std::move(found);
}

Result<> take_step(Transaction& transaction, const std::string& actor, const Application& application,
                   std::int64_t version_seen, const Step& step, OrganisationId organisation) {
  const auto changed = transaction.execute(
      update_state, {application.id, version_seen, code_of(step.state), nullable_id(organisation.value)});
  if (changed == 0) return Refusal(refused::application_changed);
  transaction.execute(insert_step, {application.id, code_of(step.state), step.reason, actor, transaction.now()});
  return base::Done{};
}

Result<Saved> confirm(Transaction& transaction, std::string_view token) {
  const auto application = find_by_token(transaction, token, transaction.now());
  if (!application) return Refusal(refused::confirmation_invalid);
  if (application->state != ApplicationState::unconfirmed) return Saved::unchanged;
  RELAIS_TRY_DONE(take_step(transaction, "applicant:" + application->reference, *application, application->version,
                            {ApplicationState::submitted, {}, {}, {}}, {}));
  accounts::record_applicant_act(
      transaction, application->reference,
      {.action = "confirm_application", .subject = application->reference, .programme = application->programme});
  return Saved::updated;
}

Result<Application> get_application(Reader& reader, const people::AccreditPermit& permit, ProgrammeId programme,
                                    std::string_view reference) {
  const auto number = base::parse_reference('D', reference);
  auto found = number ? first_application(reader.query(select_by_number, {*number})) : std::nullopt;
  if (!found || found->programme != programme || found->state == ApplicationState::unconfirmed ||
      !is_covered(permit, *found))
    return Refusal(refused::application_unknown);
  return *std::move(found);
}

std::vector<Application> list_applications(Reader& reader, const people::AccreditPermit& permit, ProgrammeId programme,
                                           const ApplicationFilter& filter) {
  std::vector<Application> applications;
  auto rows = filter.state ? reader.query(select_of_state, {programme, code_of(*filter.state), filter.after})
                           : reader.query(select_waiting, {programme, filter.after});
  while (applications.size() < filter.applications_max && rows.next())
    if (auto one = read_application(rows); is_covered(permit, one)) applications.push_back(std::move(one));
  return applications;
}

std::vector<Step> list_steps(Reader& reader, ApplicationId application) {
  std::vector<Step> steps;
  for (auto rows = reader.query(select_steps, {application}); rows.next();)
    steps.push_back({known(parse_application_state(rows.text(0))), rows.string(1), rows.string(2), rows.instant(3)});
  return steps;
}

std::vector<needs::AnswerLine> list_lines(Reader& reader, const Catalogue& catalogue, ApplicationId application) {
  std::vector<needs::AnswerLine> lines;
  for (auto rows = reader.query(select_lines, {application}); rows.next();)
    lines.push_back({known(catalogue::parse_audience(rows.text(0))),
                     catalogue.product(rows.id<catalogue::ProductId>(1)).code, rows.integer(2), rows.integer(3),
                     known(needs::parse_urgency(rows.text(4))),
                     rows.is_null(5) ? std::nullopt : std::optional(rows.day(5))});
  return lines;
}

std::optional<Application> find_application_of(Reader& reader, OrganisationId organisation) {
  return first_application(reader.query(select_by_organisation, {organisation}));
}

std::vector<std::string> list_codes_with_pivot(Reader& reader, ProgrammeId programme, std::string_view pivot) {
  std::vector<std::string> codes;
  for (auto rows = reader.query(select_codes_with_pivot, {programme, pivot}); rows.next();)
    codes.push_back(rows.string(0));
  return codes;
}

}  // namespace relais::accreditation
