#include "app/outbox_options.hpp"

#include <cstdlib>
#include <fstream>

#include "base/text.hpp"
#include "outbox/mail_channel.hpp"
#include "outbox/webhook_channel.hpp"

namespace relais::app {
namespace {

const base::SystemClock outbox_clock;

/// The first line of the file, or else what the environment says: never an argument, which other users can read.
std::string read_mail_password(const Session& session, const std::string& file) {
  if (file.empty()) {
    const char* given = std::getenv("RELAIS_SMTP_PASSWORD");
    return given == nullptr ? "" : given;
  }
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line))
    throw Stop(Exit::no_input,
               fmt::format(fmt::runtime(session.say("{} : pas de mot de passe lisible sur la première ligne.",
                                                    "{}: no readable password on the first line.")),
                           file));
  return std::string(base::trim(line));
}

outbox::MailSettings mail_settings(const Session& session, const OutboxOptions& options) {
  outbox::MailSettings settings;
  settings.url = options.mail_server;
  settings.password = base::Personal<std::string>(read_mail_password(session, options.password_file));
  settings.from_address = options.from_address;
  settings.from_name = options.from_name;
  settings.ca_file = options.ca_file;
  session.value(outbox::check_mail_settings(settings));
  return settings;
}

void add_mail_options(CLI::App& command, const Session& session, OutboxOptions& options) {
  command
      .add_option("--smtp", options.mail_server,
                  session.say("serveur de courrier, smtp://utilisateur@hôte:port ou smtps://… (sinon RELAIS_SMTP) ; "
                              "sans lui, les courriels attendent",
                              "mail server, smtp://user@host:port or smtps://… (else RELAIS_SMTP); without it mails "
                              "wait"))
      ->envname("RELAIS_SMTP")
      ->type_name("URL");
  command
      .add_option("--smtp-password-file", options.password_file,
                  session.say("fichier du mot de passe (sinon RELAIS_SMTP_PASSWORD, le mot de passe lui-même)",
                              "file of the password (else RELAIS_SMTP_PASSWORD, the password itself)"))
      ->envname("RELAIS_SMTP_PASSWORD_FILE");
  command
      .add_option("--smtp-ca", options.ca_file,
                  session.say("certificats auxquels se fier (sinon ceux du système)",
                              "certificates to trust (else the system's)"))
      ->envname("RELAIS_SMTP_CA")
      ->check(CLI::ExistingFile);
  command
      .add_option("--mail-from", options.from_address,
                  session.say("adresse de l'expéditeur (sinon RELAIS_MAIL_FROM)",
                              "address of the sender (else RELAIS_MAIL_FROM)"))
      ->envname("RELAIS_MAIL_FROM");
  command
      .add_option("--mail-from-name", options.from_name,
                  session.say("nom de l'expéditeur (sinon RELAIS_MAIL_FROM_NAME)",
                              "name of the sender (else RELAIS_MAIL_FROM_NAME)"))
      ->envname("RELAIS_MAIL_FROM_NAME")
      ->capture_default_str();
}

}  // namespace

void add_outbox_options(CLI::App& command, const Session& session, OutboxOptions& options) {
  add_mail_options(command, session, options);
  command.add_flag(
      "--webhooks-anywhere", options.webhooks_anywhere,
      session.say("webhooks aussi vers des adresses privées et en http, pour des partenaires du même réseau",
                  "webhooks also to private addresses and by http, for partners in the same network"));
}

Channels open_channels(const Session& session, const OutboxOptions& options, store::Database& database,
                       const accounts::Key& key) {
  outbox::seal_old_secrets(database, key);
  Channels channels;
  if (!options.mail_server.empty())
    channels.push_back(std::make_unique<outbox::MailChannel>(mail_settings(session, options)));
  outbox::WebhookSettings webhooks;
  webhooks.reach = options.webhooks_anywhere ? outbox::Reach::anywhere : outbox::Reach::public_https;
  channels.push_back(std::make_unique<outbox::WebhookChannel>(database, outbox_clock, key, std::move(webhooks)));
  return channels;
}

}  // namespace relais::app
