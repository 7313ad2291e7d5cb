#include "app/commands.hpp"
#include "app/user.hpp"

namespace relais::app {
namespace {

using Run = void (*)(const Session&, const UserOptions&);

/// What a command asks for besides the programme.
struct Asks {
  bool email = false, name = false, role = false, until = false, url = false, password = false;
};

void add_common(CLI::App& command, const Session& session, UserOptions& options, bool needs_organisation) {
  command.add_option("--programme", options.programme, session.say("code du programme", "code of the programme"));
  command
      .add_option("--organisation", options.organisation,
                  session.say("code de l'organisation", "code of the organisation"))
      ->required(needs_organisation);
}

CLI::App* add_command(CLI::App& user, const Session& session, const char* name, const char* help, const Asks& asks,
                      Run run) {
  auto* command = user.add_subcommand(name, help);
  const auto options = std::make_shared<UserOptions>();
  if (asks.email)
    command->add_option("--email", options->email, session.say("son adresse", "their address"))->required();
  if (asks.name)
    command->add_option("--name", options->name, session.say("son nom, montré à ses collègues", "their name, shown"))
        ->required();
  if (asks.role || !asks.password) add_common(*command, session, *options, asks.role);
  if (asks.role)
    command->add_option("--role", options->role, session.say("rôle : coordinator…", "role: coordinator…"))->required();
  if (asks.until)
    command->add_option("--until", options->until, session.say("dernier jour de l'accès", "last day of the access"));
  if (asks.url)
    command->add_option("--url", options->url, session.say("adresse publique du site", "public address of the site"))
        ->capture_default_str();
  if (asks.password)
    command->add_option("--password-fd", options->password_fd,
                        session.say("lit le mot de passe de ce descripteur de fichier, au lieu de le demander",
                                    "reads the password from this file descriptor instead of asking"));
  if (asks.password && !asks.role)
    command->add_flag("--second-factor", options->second_factor,
                      session.say("retire aussi le second facteur", "removes the second factor too"));
  command->callback([&session, options, run] { run(session, *options); });
  return command;
}

}  // namespace

void add_user(CLI::App& program, const Session& session) {
  auto* user = program.add_subcommand(
      "user", session.say("crée, invite et retire des comptes", "accounts: creates, invites, ends"));
  user->require_subcommand(1);
  add_command(*user, session, "create",
              session.say("crée un compte et son premier rôle", "makes an account and its first role"),
              {.email = true, .name = true, .role = true, .until = true, .password = true}, create_user);
  add_command(*user, session, "invite",
              session.say("imprime une invitation, valable sept jours", "prints an invitation, good for seven days"),
              {.email = true, .role = true, .until = true, .url = true}, invite_user);
  add_command(*user, session, "list", session.say("les rôles donnés", "the roles given"), {}, list_users);
  add_command(*user, session, "role", session.say("donne un rôle de plus", "gives one more role"),
              {.email = true, .role = true, .until = true}, give_user_role);
  add_command(*user, session, "end", session.say("retire un rôle", "ends a role"), {.email = true, .role = true},
              end_user_role);
  add_command(*user, session, "reset-password",
              session.say("change le mot de passe, ferme les sessions", "changes the password, closes the sessions"),
              {.email = true, .password = true}, reset_user_password);
}

}  // namespace relais::app
