#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "web/http.hpp"
#include "web/proxies.hpp"
#include "web/router.hpp"
#include "web/tls_files.hpp"

namespace relais::web {

/// What a client may cost. The defaults suit one machine with slow phones at the other end.
struct ServerLimits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t target_bytes = 8000;
  std::size_t body_bytes = 8 * 1024 * 1024;
  std::size_t connections = 1000;
  std::chrono::milliseconds header_time{5000};      ///< for a TLS handshake; then from a request's first byte on
  std::chrono::milliseconds idle_time{15000};       ///< between two requests of a connection
  std::chrono::milliseconds transfer_grace{10000};  ///< before the rate below is asked of a body or an answer
  std::size_t transfer_bytes_per_second = 500;      ///< a client slower than that is cut; no total: slow phones upload
  std::chrono::milliseconds drain_time{10000};      ///< for the requests in flight when the server stops
};

/// What to answer to an exception that is neither a defect nor unknown: an outage.
struct Outage {
  int status = 503;
  std::chrono::seconds retry_after{5};
  std::string log;  ///< one line, no personal data
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;       ///< 0: any free one; `Server::port` tells
  unsigned workers = 4;         ///< threads that run handlers
  bool stop_on_signals = true;  ///< SIGTERM and SIGINT stop the server as `stop` does
  TrustedProxies trusted_proxies = {};
  /// Serves by TLS alone; SIGHUP reads the files again, for the connections to come.
  std::optional<TlsFiles> tls = {};
  bool strict_transport = false;  ///< tells browsers to come by TLS alone for a year
  ServerLimits limits;
  /// Called from a worker for each exception that a handler let through; nothing means "our bug": 500.
  std::function<std::optional<Outage>(const std::exception&)> explain;
  /// Called from any thread, one line without end of line. Never carries a body, a query or a header.
  std::function<void(std::string_view)> log;
  RefusalView show_refusal = problem;
};

/// An HTTP/1.1 server: one thread reads and writes, the workers run the handler, and no thread waits for a client.
///
/// Every answer goes through `deliver`: security headers, ETag and 304, gzip, the language cookie.
/// Threads     `stop` from anywhere; the rest from the thread that made it. The handler is called from the workers.
/// Throws      std::system_error when the address cannot be listened to; TlsFault.
class Server {
 public:
  Server(ServerOptions options, Handler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  /// Serves until `stop` or a signal, then finishes what is in flight.
  void run();
  void stop();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace relais::web
