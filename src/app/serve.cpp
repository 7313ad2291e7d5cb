#include <iostream>
#include <thread>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "accounts/demo.hpp"
#include "app/commands.hpp"
#include "app/outbox_options.hpp"
#include "app/serve_site.hpp"
#include "outbox/worker.hpp"
#include "web/server.hpp"

namespace relais::app {
namespace {

struct ServeOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  unsigned threads = std::max(2U, std::thread::hardware_concurrency());
  bool trust_forwarded = false;
  OutboxOptions outbox = {};
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

web::ServerOptions server_options(const ServeOptions& options, const std::optional<FullSite>& site,
                                  spdlog::logger& log) {
  web::ServerOptions server;
  server.address = options.address;
  server.port = options.port;
  server.workers = options.threads;
  server.trust_forwarded = options.trust_forwarded;
  server.explain = explain;
  server.log = [&log](std::string_view line) { log.warn(line); };
  server.show_refusal = [&site](const web::Request& request, const base::Refusal& refusal) {
    return site->refusal(request, refusal);
  };
  return server;
}

std::unique_ptr<web::Server> listen(const Session& session, web::ServerOptions options, web::Handler handler) {
  const auto where = fmt::format("{}:{}", options.address, options.port);
  try {
    return std::make_unique<web::Server>(std::move(options), std::move(handler));
  } catch (const std::runtime_error& error) {
    throw Stop(Exit::outage,
               fmt::format(fmt::runtime(session.say("Impossible d'écouter sur {} : {}", "Cannot listen to {}: {}")),
                           where, error.what()));
  }
}

/// Links in mails, and whether browsers come by TLS.
accounts::GateOptions gate_options(const ServeOptions& options) {
  accounts::GateOptions gate;
  gate.site_url = options.url.empty() ? fmt::format("http://{}:{}", options.address, options.port) : options.url;
  while (gate.site_url.ends_with('/')) gate.site_url.pop_back();
  gate.is_secure = gate.site_url.starts_with("https://");
  gate.is_demo = options.is_demo;
  return gate;
}

/// Sends what leaves the program while the site is served.
std::unique_ptr<outbox::Worker> start_sending(const Session& session, const OutboxOptions& options,
                                              store::Database& database, const std::shared_ptr<spdlog::logger>& log) {
  static const base::SystemClock clock;
  if (options.mail_server.empty())
    log->warn(session.say("Sans --smtp, les courriels attendent.", "Without --smtp mails wait."));
  outbox::WorkerOptions working;
  working.log = [log](const std::string& line) { log->warn(line); };
  return std::make_unique<outbox::Worker>(database, open_channels(session, options, database), clock,
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
  site.emplace(*database, *key, gate_options(options));
  print(session, "Relais est à l'écoute sur http://{}:{} ; Ctrl-C l'arrête.",
        "Relais listens on http://{}:{} ; Ctrl-C stops it.", options.address, server->port());
  const auto sending = start_sending(session, options.outbox, *database, log);
  server->run();
  print(session, "Relais est arrêté.", "Relais has stopped.");
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
  command->add_flag("--behind-proxy", options->trust_forwarded,
                    session.say("un relais HTTP de confiance indique le client par X-Forwarded-For",
                                "a trusted HTTP proxy names the client by X-Forwarded-For"));
  add_outbox_options(*command, session, options->outbox);
  command->callback([&session, options] { serve(session, *options); });
}

}  // namespace relais::app
