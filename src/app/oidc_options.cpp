#include "app/oidc_options.hpp"

#include <fstream>

#include "base/text.hpp"

namespace relais::app {
namespace {

/// The first line of the file, or else what the environment says: never an argument, which other users can read.
std::string read_client_secret(const Session& session, const std::string& file) {
  if (file.empty()) {
    const char* given = std::getenv("RELAIS_OIDC_CLIENT_SECRET");
    return given == nullptr ? "" : given;
  }
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || base::trim(line).empty())
    throw Stop(Exit::no_input, fmt::format(fmt::runtime(session.say("{} : pas de secret lisible sur la première ligne.",
                                                                    "{}: no readable secret on the first line.")),
                                           file));
  return std::string(base::trim(line));
}

}  // namespace

void add_oidc_options(CLI::App& command, const Session& session, OidcOptions& options) {
  auto* issuer = command
                     .add_option("--oidc-issuer", options.issuer,
                                 session.say("fournisseur d'identité OpenID Connect par lequel on peut aussi entrer",
                                             "OpenID Connect provider by which people may enter too"))
                     ->envname("RELAIS_OIDC_ISSUER")
                     ->type_name("URL");
  command
      .add_option("--oidc-client-id", options.client_id,
                  session.say("nom de ce site chez lui ; l'adresse de retour est URL/sign-in/provider/return",
                              "name of this site there; the return address is URL/sign-in/provider/return"))
      ->envname("RELAIS_OIDC_CLIENT_ID")
      ->needs(issuer);
  command
      .add_option("--oidc-client-secret-file", options.secret_file,
                  session.say("fichier du secret (sinon RELAIS_OIDC_CLIENT_SECRET, le secret lui-même)",
                              "file of the secret (else RELAIS_OIDC_CLIENT_SECRET, the secret itself)"))
      ->needs(issuer);
  command
      .add_option(
          "--oidc-name", options.name,
          session.say("son nom sur le bouton (sinon celui de sa machine)", "its name on the button (else its host)"))
      ->needs(issuer);
  command
      .add_option("--oidc-ca", options.ca_file,
                  session.say("certificats auxquels se fier pour lui (sinon ceux du système)",
                              "certificates to trust for it (else the system's)"))
      ->check(CLI::ExistingFile)
      ->needs(issuer);
}

std::unique_ptr<oidc::Provider> open_provider(const Session& session, const OidcOptions& options,
                                              const std::string& site_url) {
  if (options.issuer.empty()) return nullptr;
  oidc::Settings settings{
      .issuer = options.issuer,
      .client_id = options.client_id,
      .client_secret = base::Personal<std::string>(read_client_secret(session, options.secret_file)),
      .redirect_uri = site_url + "/sign-in/provider/return",
      .ca_file = options.ca_file};
  session.value(oidc::check_settings(settings));
  return std::make_unique<oidc::Provider>(std::move(settings));
}

std::string name_of(const OidcOptions& options) {
  if (!options.name.empty() || options.issuer.empty()) return options.name;
  const auto host = options.issuer.find("://") + 3;
  return options.issuer.substr(host, options.issuer.find('/', host) - host);
}

}  // namespace relais::app
