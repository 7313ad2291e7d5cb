#include "app/user.hpp"

#include "accounts/invitations.hpp"
#include "accounts/refusals.hpp"
#include "accounts/second_factor.hpp"
#include "app/chosen.hpp"
#include "audit/audit.hpp"

namespace relais::app {
namespace {

using accounts::PersonalText;
using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

people::Organisation organisation_of(const Session& session, Reader& reader, const UserOptions& options) {
  const auto programme = chosen_programme(session, reader, options.programme);
  auto found = people::find_organisation(reader, programme, options.organisation);
  if (!found)
    throw Stop(Exit::refused,
               Refusal(accounts::refused::organisation_unknown, {options.organisation}).message(session.language()));
  return *std::move(found);
}

people::Role role_of(const Session& session, const UserOptions& options) {
  if (const auto role = people::parse_role(options.role)) return *role;
  std::string codes;
  for (const auto role : people::all_roles) codes += fmt::format(" {}", code_of(role));
  throw Stop(Exit::usage,
             fmt::format(fmt::runtime(session.say("« {} » n'est pas un rôle :{}.", "“{}” is not a role:{}.")),
                         options.role, codes));
}

std::optional<base::Day> last_day(const Session& session, const UserOptions& options) {
  if (options.until.empty()) return std::nullopt;
  return chosen_day(session, options.until);
}

accounts::RoleDraft draft_of(const Session& session, Reader& reader, const UserOptions& options) {
  return {organisation_of(session, reader, options).id, role_of(session, options), last_day(session, options)};
}

accounts::Account account_of(const Session& session, Reader& reader, const UserOptions& options) {
  auto found = accounts::find_account(reader, PersonalText(options.email));
  if (!found) throw Stop(Exit::refused, Refusal(accounts::refused::account_unknown).message(session.language()));
  return *std::move(found);
}

void record_command(Transaction& transaction, const people::Permit& permit, const char* action,
                    const std::string& subject) {
  audit::record(transaction, permit, {.action = action, .subject = subject});
}

}  // namespace

void create_user(const Session& session, const UserOptions& options) {
  const auto database = session.open_database();
  const auto draft = database->read([&](Reader& reader) { return draft_of(session, reader, options); });
  const auto password = read_password(session, options.password_fd);
  session.value(accounts::check_password(password, {PersonalText(options.email), PersonalText(options.name)}));
  const auto hash = accounts::hash_password(password);
  const auto permit = people::permit_of_command_line();
  const auto reference = session.value(database->write([&](Transaction& transaction) -> Result<std::string> {
    RELAIS_TRY(const auto id, accounts::add_account(transaction, permit,
                                                    {PersonalText(options.email), PersonalText(options.name), hash}));
    RELAIS_TRY_DONE(accounts::give_role(transaction, permit, id, draft));
    const auto made = accounts::get_account(transaction, id).reference;
    record_command(transaction, permit, "user create", made);
    return made;
  }));
  print(session, "Compte {} créé.{}", "Account {} made.{}", reference,
        accounts::is_privileged(draft.role)
            ? session.say(" Son second facteur se met en place à la première connexion.",
                          " Its second factor is set up when it first signs in.")
            : "");
}

void invite_user(const Session& session, const UserOptions& options) {
  const auto database = session.open_database();
  const auto permit = people::permit_of_command_line();
  const auto draft = database->read([&](Reader& reader) { return draft_of(session, reader, options); });
  const auto made = session.value(database->write([&](Transaction& transaction) -> Result<accounts::NewInvitation> {
    RELAIS_TRY(auto invitation, accounts::invite(transaction, permit, {PersonalText(options.email), draft}));
    record_command(transaction, permit, "user invite", options.role + " " + options.organisation);
    return invitation;
  }));
  print(session, "Invitation valable sept jours, une fois ; donnez cette adresse à la personne, à elle seule :\n{}",
        "Invitation, good for seven days, once; give this address to the person alone:\n{}",
        options.url + "/invitations/" + made.token.reveal());
}

void list_users(const Session& session, const UserOptions& options) {
  const auto database = session.open_database();
  const auto permit = people::permit_of_command_line();
  database->read([&](Reader& reader) {
    const auto programme = chosen_programme(session, reader, options.programme);
    accounts::MemberFilter filter;
    if (!options.organisation.empty()) filter.organisation = organisation_of(session, reader, options).id;
    for (;;) {
      const auto members = accounts::list_members(reader, permit, programme, filter);
      for (const auto& member : members)
        print(session, "{:<12} {:<36} {:<22} {:<24} {}", "{:<12} {:<36} {:<22} {:<24} {}", member.account_reference,
              member.email.reveal(), code_of(member.role), member.organisation_code,
              member.until ? base::iso_day(*member.until) : "");
      if (static_cast<std::int64_t>(members.size()) < filter.members_max) return 0;
      filter.after = members.back().membership;
    }
  });
}

void give_user_role(const Session& session, const UserOptions& options) {
  const auto database = session.open_database();
  const auto permit = people::permit_of_command_line();
  const auto saved = session.value(database->write([&](Transaction& transaction) -> Result<people::Saved> {
    const auto draft = draft_of(session, transaction, options);
    const auto account = account_of(session, transaction, options);
    RELAIS_TRY(const auto given, accounts::give_role(transaction, permit, account.id, draft));
    record_command(transaction, permit, "user role", account.reference);
    return given;
  }));
  print(session, "{}", "{}",
        saved == people::Saved::unchanged ? session.say("Ce rôle était déjà donné.", "The role was given already.")
                                          : session.say("Rôle donné.", "Role given."));
}

void end_user_role(const Session& session, const UserOptions& options) {
  const auto database = session.open_database();
  const auto permit = people::permit_of_command_line();
  session.value(database->write([&](Transaction& transaction) -> Result<people::Saved> {
    const auto organisation = organisation_of(session, transaction, options);
    const auto role = role_of(session, options);
    const auto account = account_of(session, transaction, options);
    const auto membership = accounts::find_membership(transaction, account.id, organisation.id, role);
    if (!membership) return Refusal(accounts::refused::membership_unknown);
    record_command(transaction, permit, "user end", account.reference);
    return accounts::end_role(transaction, permit, *membership);
  }));
  print(session, "Rôle retiré.", "Role ended.");
}

void reset_user_password(const Session& session, const UserOptions& options) {
  const auto database = session.open_database();
  const auto permit = people::permit_of_command_line();
  const auto account = database->read([&](Reader& reader) { return account_of(session, reader, options); });
  const auto password = read_password(session, options.password_fd);
  session.value(accounts::check_password(password, {account.email, account.display_name}));
  const auto hash = accounts::hash_password(password);
  session.value(database->write([&](Transaction& transaction) -> Result<> {
    accounts::set_password(transaction, permit, account.id, hash);
    if (options.second_factor) accounts::remove_second_factor(transaction, permit, account.id);
    record_command(transaction, permit, "user reset-password", account.reference);
    return base::Done{};
  }));
  print(session, "Mot de passe changé ; les sessions de ce compte sont closes.{}",
        "Password changed; the sessions of this account are closed.{}",
        options.second_factor ? session.say(" Son second facteur est retiré.", " Its second factor is removed.") : "");
}

}  // namespace relais::app
