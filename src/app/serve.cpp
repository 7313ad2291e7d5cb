#include <iostream>
#include <thread>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "accounts/demo.hpp"
#include "app/commands.hpp"
#include "app/oidc_options.hpp"
#include "app/outbox_options.hpp"
#include "app/serve_site.hpp"
#include "outbox/worker.hpp"
#include "web/server.hpp"

namespace relais::app {
namespace {

struct ServeOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  unsigned threads = std::max(4U, std::thread::hardware_concurrency());  ///< two may wait for a provider
  std::vector<std::string> trusted_proxies = {};
  web::TlsFiles tls = {};  ///< empty: in the clear
  OutboxOptions outbox = {};
  OidcOptions oidc = {};
  bool is_demo = false;
  std::string url = {};  ///< as people reach it; empty: as it listens
};

std::optional<web::Outage> explain(const std::exception& exception) {
  const auto* outage = dynamic_cast<const store::Outage*>(&exception);
  if (outage == nullptr) return std::nullopt;
  web::Outage answer;
  answer.log = outage->what();
  return answer;
}

bool serves_tls(const ServeOptions& options) { return !options.tls.certificate.empty(); }

/// Whether browsers come by TLS, here or by the proxy in front.
bool is_secure(const ServeOptions& options) { return serves_tls(options) || options.url.starts_with("https://"); }

web::ServerOptions server_options(const ServeOptions& options, const std::optional<FullSite>& site,
                                  spdlog::logger& log) {
  web::ServerOptions server;
  server.address = options.address;
  server.port = options.port;
  server.workers = options.threads;
  server.trusted_proxies = web::TrustedProxies::parse(options.trusted_proxies).value();
  if (serves_tls(options)) server.tls = options.tls;
  server.strict_transport = is_secure(options);
  server.explain = explain;
  server.log = [&log](std::string_view line) { log.warn(line); };
  server.show_refusal = [&site](const web::Request& request, const base::Refusal& refusal) {
    return site->refusal(request, refusal);
  };
  return server;
}

const char* text_of(const Session& session, web::TlsFault::Kind kind) {
  switch (kind) {
    case web::TlsFault::Kind::certificate:
      return session.say("{} : pas de certificat lisible ; donnez un fichier PEM, le certificat puis sa chaîne.",
                         "{}: no readable certificate; give a PEM file, the certificate and then its chain.");
    case web::TlsFault::Kind::key:
      return session.say("{} : pas de clé privée lisible ; donnez un fichier PEM sans mot de passe.",
                         "{}: no readable private key; give a PEM file without a password.");
    case web::TlsFault::Kind::mismatch:
      break;
  }
  return session.say("{} : cette clé n'est pas celle du certificat.", "{}: this key is not the certificate's.");
}

std::unique_ptr<web::Server> listen(const Session& session, web::ServerOptions options, web::Handler handler) {
  const auto where = fmt::format("{}:{}", options.address, options.port);
  try {
    return std::make_unique<web::Server>(std::move(options), std::move(handler));
  } catch (const web::TlsFault& fault) {
    throw Stop(Exit::no_input, fmt::format(fmt::runtime(text_of(session, fault.kind)), fault.what()));
  } catch (const std::runtime_error& error) {
    throw Stop(Exit::outage,
               fmt::format(fmt::runtime(session.say("Impossible d'écouter sur {} : {}", "Cannot listen to {}: {}")),
                           where, error.what()));
  }
}

std::string scheme_of(const ServeOptions& options) { return serves_tls(options) ? "https" : "http"; }

/// Where it listens, once the port is known: `--port 0` takes any.
std::string address_of(const ServeOptions& options, std::uint16_t port) {
  const bool is_ipv6 = options.address.find(':') != options.address.npos;
  return fmt::format("{}://{}:{}", scheme_of(options), is_ipv6 ? "[" + options.address + "]" : options.address, port);
}

/// Links in mails, and whether browsers come by TLS.
accounts::GateOptions gate_options(const ServeOptions& options, std::uint16_t port) {
  accounts::GateOptions gate;
  gate.site_url = options.url.empty() ? address_of(options, port) : options.url;
  while (gate.site_url.ends_with('/')) gate.site_url.pop_back();
  gate.is_secure = is_secure(options);
  gate.is_demo = options.is_demo;
  gate.webhooks_anywhere = options.outbox.webhooks_anywhere;
  return gate;
}

/// Sends what leaves the program while the site is served.
std::unique_ptr<outbox::Worker> start_sending(const Session& session, const OutboxOptions& options,
                                              store::Database& database, const accounts::Key& key,
                                              const std::shared_ptr<spdlog::logger>& log) {
  static const base::SystemClock clock;
  if (options.mail_server.empty())
    log->warn(session.say("Sans --smtp, les courriels attendent.", "Without --smtp mails wait."));
  outbox::WorkerOptions working;
  working.log = [log](const std::string& line) { log->warn(line); };
  return std::make_unique<outbox::Worker>(database, open_channels(session, options, database, key), clock,
                                          std::move(working));
}

void serve(const Session& session, const ServeOptions& options) {
  const auto database = session.open_database();
  if (options.is_demo)
    session.value(database->read([](store::Reader& reader) { return accounts::check_demo(reader); }));
  const auto log = std::make_shared<spdlog::logger>("relais", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  // Listening comes first: an address that is taken must not leave a key behind. Nobody is answered before `run`.
  std::optional<accounts::Key> key;
  std::optional<FullSite> site;
  const auto server = listen(session, server_options(options, site, *log),
                             [&site](const web::Request& request) { return site->router()(request); });
  key.emplace(session.open_key(*database));
  auto gate = gate_options(options, server->port());
  const auto provider = open_provider(session, options.oidc, gate.site_url);
  gate.provider = provider.get();
  gate.provider_name = name_of(options.oidc);
  site.emplace(*database, *key, std::move(gate));
  site->computations().log_to([log](const std::string& line) { log->error(line); });
  print(session, "Relais est à l'écoute sur {} ; Ctrl-C l'arrête.", "Relais listens on {} ; Ctrl-C stops it.",
        address_of(options, server->port()));
  const auto sending = start_sending(session, options.outbox, *database, *key, log);
  server->run();
  print(session, "Relais est arrêté.", "Relais has stopped.");
}

void add_tls_options(CLI::App& command, const Session& session, ServeOptions& options) {
  auto* certificate =
      command.add_option("--certificate", options.tls.certificate,
                         session.say("sert en TLS : certificat et sa chaîne (PEM) ; SIGHUP les relit",
                                     "serves by TLS: certificate with its chain (PEM); SIGHUP reads them again"));
  auto* key = command.add_option("--certificate-key", options.tls.key,
                                 session.say("clé privée du certificat (PEM)", "private key of the certificate (PEM)"));
  certificate->needs(key);
  key->needs(certificate);
  command
      .add_option("--trusted-proxy", options.trusted_proxies,
                  session.say("adresse ou réseau d'un relais HTTP de confiance, cru sur l'adresse du client "
                              "(X-Forwarded-For) ; peut se répéter",
                              "address or network of a trusted HTTP proxy, believed about the client's address "
                              "(X-Forwarded-For); may be repeated"))
      ->check([&session](const std::string& text) -> std::string {
        if (web::TrustedProxies::parse({text})) return {};
        return session.say("une adresse comme 192.0.2.1, ou un réseau comme 10.0.0.0/8",
                           "an address such as 192.0.2.1, or a network such as 10.0.0.0/8");
      });
}

}  // namespace

void add_serve(CLI::App& program, const Session& session) {
  auto* command =
      program.add_subcommand("serve", session.say("sert le site : pages publiques, et celles de qui est connecté",
                                                  "serves the site: public pages, and those of who is signed in"));
  const auto options = std::make_shared<ServeOptions>();
  command->add_option("--address", options->address, session.say("adresse d'écoute", "address to listen to"))
      ->capture_default_str();
  command->add_option("--port", options->port, session.say("port ; 0 : un port libre", "port; 0: any free one"))
      ->capture_default_str();
  command
      ->add_option("--threads", options->threads, session.say("réponses préparées à la fois", "answers made at a time"))
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command
      ->add_option("--url", options->url,
                   session.say("adresse publique, pour les liens des courriels ; https:// : cookies réservés à TLS",
                               "public address, for links in mails; https://: cookies for TLS alone"))
      ->check([&session](const std::string& url) -> std::string {
        if (url.starts_with("http://") || url.starts_with("https://")) return {};
        return session.say("commence par http:// ou https://", "begins with http:// or https://");
      });
  command->add_flag("--demo", options->is_demo,
                    session.say("démonstration : la page de connexion montre les comptes de « relais demo »",
                                "demonstration: the sign-in page shows the accounts of `relais demo`"));
  add_tls_options(*command, session, *options);
  add_oidc_options(*command, session, options->oidc);
  add_outbox_options(*command, session, options->outbox);
  command->callback([&session, options] { serve(session, *options); });
}

}  // namespace relais::app
