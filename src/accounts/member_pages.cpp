#include <fmt/format.h>

#include "accounts/access_pages.hpp"
#include "accounts/form_pages.hpp"
#include "accounts/invitations.hpp"
#include "accounts/refusals.hpp"
#include "accounts/whose_pages.hpp"
#include "base/text.hpp"
#include "outbox/outbox.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

namespace relais::accounts {
namespace {

using base::Refusal;
using base::Result;
using people::AccountPermit;
using people::Right;
using store::Reader;
using store::Transaction;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr std::int64_t members_of_a_page = 50;

Data role_choices(const std::vector<Role>& roles, std::string_view chosen, base::Language language) {
  Data list(Data::type::list);
  for (const auto role : roles) {
    Data choice;
    choice.set("code", std::string(code_of(role)));
    choice.set("label", people::label_of(role).in(language));
    choice.set("is_chosen", code_of(role) == chosen);
    list << choice;
  }
  return list;
}

std::vector<Role> roles_to_give(Reader& reader, OrganisationId whose) {
  if (!whose) return {people::all_roles.begin(), people::all_roles.end()};
  const auto kind = people::get_organisation(reader, whose).kind;
  if (kind == people::OrganisationKind::network)
    return {Role::network_manager, Role::structure_manager, Role::structure_volunteer};
  return roles_of(kind);
}

Data member_row(const Member& member, const Visit& visit, base::Language language) {
  Data row;
  visit.fill_form(row);
  row.set("id", std::to_string(member.membership.value));
  row.set("name", member.display_name.reveal());
  row.set("email", member.email.reveal());
  row.set("organisation", member.organisation_name);
  row.set("role", people::label_of(member.role).in(language));
  row.set("has_end", member.until.has_value());
  row.set("until", member.until ? web::format_day(language, *member.until) : std::string());
  row.set("has_second_factor", member.has_second_factor);
  row.set("is_self", actor_name(member.account_reference) == visit.actor().name());
  row.set("seen", member.seen_at ? web::format_day(language, std::chrono::floor<std::chrono::days>(*member.seen_at))
                                 : translate(language, "jamais"));
  return row;
}

void set_members(Data& data, Reader& reader, const AccountPermit& permit, const Visit& visit, const Request& request) {
  const auto shown = organisation_shown(reader, visit, permit, request);
  const auto after = base::parse_integer(request.query.text("after")).value_or(0);
  auto members =
      list_members(reader, permit, visit.programme(),
                   {.organisation = shown, .after = MembershipId{after}, .members_max = members_of_a_page + 1});
  const bool has_next = members.size() > members_of_a_page;
  if (has_next) members.pop_back();
  Data list(Data::type::list);
  for (const auto& member : members) list << member_row(member, visit, request.language);
  data.set("members", list);
  data.set("has_next", has_next);
  const auto code = shown ? people::get_organisation(reader, shown).code : std::string();
  data.set("next", members.empty() ? std::string()
                                   : fmt::format("/members?organisation={}&after={}", web::percent_encode(code),
                                                 members.back().membership.value));
  set_organisation_shown(data, reader, visit, shown, "/members");
}

void set_invitations(Data& data, Reader& reader, const AccountPermit& permit, const Visit& visit,
                     const Request& request) {
  Data list(Data::type::list);
  for (const auto& one : list_invitations(reader, permit, visit.programme(),
                                          organisation_shown(reader, visit, permit, request), visit.now())) {
    Data row;
    visit.fill_form(row);
    row.set("id", std::to_string(one.id.value));
    row.set("email", one.email.reveal());
    row.set("organisation", one.organisation_name);
    row.set("role", people::label_of(one.role).in(request.language));
    row.set("expires", web::format_day(request.language, std::chrono::floor<std::chrono::days>(one.expires_at)));
    list << row;
  }
  data.set("invitations", list);
  data.set("has_invitations", list.is_non_empty_list());
}

/// What was typed into the form of an invitation.
void set_invitation_form(Data& data, Reader& reader, const AccountPermit& permit, const Visit& visit,
                         const Request& request) {
  const auto whose = organisation_shown(reader, visit, permit, request);
  auto organisation = std::string(request.form.text("organisation"));
  if (organisation.empty() && whose) organisation = people::get_organisation(reader, whose).code;
  data.set("organisation", organisation);
  data.set("email", std::string(request.form.text("email")));
  data.set("until", std::string(request.form.text("until")));
  data.set("roles", role_choices(roles_to_give(reader, whose), request.form.text("role"), request.language));
}

Response show_members(const Gate& gate, const Request& request, const Visit& visit, const FormErrors& errors) {
  Data data;
  visit.fill_form(data);
  const auto shown = gate.database().read([&](Reader& reader) -> Result<> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(reader));
    set_members(data, reader, permit, visit, request);
    set_invitations(data, reader, permit, visit, request);
    set_invitation_form(data, reader, permit, visit, request);
    return base::Done{};
  });
  if (!shown) return gate.site().refusal(request, shown.refusal());
  errors.show(data, request.language);
  data.set("was_invited", request.query.has("invited"));
  return gate.site().page(request, "accounts/members",
                          {.title = translate(request.language, "Comptes"), .scripts = {}, .status = errors.status()},
                          data);
}

/// The mail that brings the token; nowhere else is it written.
Result<> post_invitation(Transaction& transaction, const Gate& gate, const Request& request, const NewInvitation& made,
                         const people::Organisation& organisation, Role role) {
  const auto text = fmt::format(
      fmt::runtime(translate(request.language,
                             "Bonjour,\n\n{} vous invite à rejoindre Relais comme « {} ».\n\nOuvrez cette adresse dans "
                             "les sept jours pour créer votre accès :\n{}\n\nSi vous n'attendiez pas ce message, "
                             "ignorez-le : sans vous, rien ne se passe.\n")),
      organisation.name, people::label_of(role).in(request.language),
      gate.options().site_url + "/invitations/" + made.token.reveal());
  const auto email = base::trim(request.form.text("email"));
  RELAIS_TRY_DONE(outbox::post_mail(transaction, {.key = fmt::format("invitation/{}", made.id.value),
                                                  .to = PersonalText(std::string(email)),
                                                  .subject = translate(request.language, "Votre invitation à Relais"),
                                                  .text = PersonalText(text),
                                                  .useful_until = transaction.now() + invitation_lives}));
  return base::Done{};
}

std::string_view field_of_invitation(const Refusal& refusal) {
  if (refusal.is(refused::role_unfit) || refusal.is(refused::role_unknown)) return "role";
  if (refusal.is(refused::end_missing) || refusal.is(refused::end_past) || refusal.is(refused::day_malformed))
    return "until";
  return refusal.is(refused::email_malformed) ? "email" : "organisation";
}

/// The last day that a form gives, or none.
Result<std::optional<base::Day>> day_of_form(const Request& request) {
  const auto text = request.form.text("until");
  if (text.empty()) return std::optional<base::Day>();
  const auto day = base::parse_day(text);
  if (!day) return Refusal(refused::day_malformed, {std::string(text)});
  return day;
}

Result<> invite_now(Transaction& transaction, const Gate& gate, const Request& request, const Visit& visit) {
  RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
  const std::string code(request.form.text("organisation"));
  const auto organisation = people::find_organisation(transaction, visit.programme(), code);
  if (!organisation) return Refusal(refused::organisation_unknown, {code});
  const auto role = people::parse_role(request.form.text("role"));
  if (!role) return Refusal(refused::role_unknown);
  RELAIS_TRY(const auto until, day_of_form(request));
  RELAIS_TRY(const auto made,
             invite(transaction, permit,
                    {PersonalText(std::string(request.form.text("email"))), {organisation->id, *role, until}}));
  return post_invitation(transaction, gate, request, made, *organisation, *role);
}

Response invite_someone(const Gate& gate, const Request& request, const Visit& visit) {
  const auto invited =
      visit.change(fmt::format("{} {}", request.form.text("role"), request.form.text("organisation")),
                   [&](Transaction& transaction) { return invite_now(transaction, gate, request, visit); });
  FormErrors errors;
  if (!invited) errors.add(field_of_invitation(invited.refusal()), invited.refusal());
  if (!errors.empty()) return show_members(gate, request, visit, errors);
  return web::redirect("/members?invited=1");
}

Response end_member(const Gate& gate, const Request& request, const Visit& visit) {
  const auto id = base::parse_integer(request.parameter("membership")).value_or(0);
  const auto ended = visit.change(std::to_string(id), [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
    return end_role(transaction, permit, MembershipId{id});
  });
  if (!ended) return gate.site().refusal(request, ended.refusal());
  return web::redirect("/members");
}

Response withdraw(const Gate& gate, const Request& request, const Visit& visit) {
  const auto id = base::parse_integer(request.parameter("invitation")).value_or(0);
  const auto ended = visit.change(std::to_string(id), [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
    return withdraw_invitation(transaction, permit, InvitationId{id});
  });
  if (!ended) return gate.site().refusal(request, ended.refusal());
  return web::redirect("/members");
}

Response show_member(const Gate& gate, const Request& request, const Visit& visit, const FormErrors& errors) {
  const auto id = base::parse_integer(request.parameter("membership")).value_or(0);
  Data data;
  visit.fill_form(data);
  const auto shown = gate.database().read([&](Reader& reader) -> Result<> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(reader));
    const auto member = find_member(reader, permit, visit.programme(), MembershipId{id});
    if (!member) return Refusal(refused::membership_unknown);
    data.set("member", member_row(*member, visit, request.language));
    const auto chosen = request.form.has("role") ? request.form.text("role") : code_of(member->role);
    const auto kind = people::get_organisation(reader, member->organisation).kind;
    data.set("roles", role_choices(roles_of(kind), chosen, request.language));
    const auto until = member->until ? base::iso_day(*member->until) : std::string();
    data.set("until", request.form.has("until") ? std::string(request.form.text("until")) : until);
    return base::Done{};
  });
  if (!shown) return gate.site().refusal(request, shown.refusal());
  errors.show(data, request.language);
  return gate.site().page(request, "accounts/member",
                          {.title = translate(request.language, "Rôle"), .scripts = {}, .status = errors.status()},
                          data);
}

Response change_member(const Gate& gate, const Request& request, const Visit& visit) {
  const auto id = base::parse_integer(request.parameter("membership")).value_or(0);
  const auto changed = visit.change(std::to_string(id), [&](Transaction& transaction) -> Result<people::Saved> {
    RELAIS_TRY(const auto permit, visit.permit<Right::manage_accounts>(transaction));
    const auto role = people::parse_role(request.form.text("role"));
    if (!role) return Refusal(refused::role_unknown);
    RELAIS_TRY(const auto until, day_of_form(request));
    return change_role(transaction, permit, MembershipId{id}, *role, until);
  });
  if (changed) return web::redirect("/members");
  const auto field = field_of_invitation(changed.refusal());
  if (field == "organisation") return gate.site().refusal(request, changed.refusal());
  FormErrors errors;
  errors.add(field, changed.refusal());
  return show_member(gate, request, visit, errors);
}

}  // namespace

void add_member_pages(Gate& gate) {
  const auto declare = [&gate](auto method, auto pattern, auto handler) {
    gate.change(method, pattern, Right::manage_accounts,
                [&gate, handler](const Request& request, const Visit& visit) { return handler(gate, request, visit); });
  };
  gate.members("GET", "/members", Right::manage_accounts,
               [&gate](const Request& request, const Visit& visit) { return show_members(gate, request, visit, {}); });
  gate.members("GET", "/members/{membership}", Right::manage_accounts,
               [&gate](const Request& request, const Visit& visit) { return show_member(gate, request, visit, {}); });
  declare("POST", "/members/invitations", invite_someone);
  declare("POST", "/members/invitations/{invitation}/withdraw", withdraw);
  declare("POST", "/members/{membership}/end", end_member);
  declare("POST", "/members/{membership}/role", change_member);
}

}  // namespace relais::accounts
