#include "web/server.hpp"

// Boost 1.74's awaitable.hpp forgets to include <utility>.
#include <utility>

#include <algorithm>
#include <memory>
#include <unordered_set>

#include <fmt/chrono.h>
#include <fmt/core.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "web/answer.hpp"
#include "web/client_stream.hpp"
#include "web/head.hpp"

namespace relais::web {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Error = boost::system::error_code;
using Parser = http::request_parser<http::string_body>;
using Reply = http::response<http::string_body>;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t read_bytes = 4096;
constexpr std::size_t transfer_bytes = 64 * 1024;
constexpr std::chrono::seconds refusal_write_time{2};
constexpr std::chrono::seconds refusal_drain_time{1};
constexpr std::size_t refusal_drain_bytes_max = 4 * 1024 * 1024;
constexpr std::chrono::seconds farewell_time{1};
constexpr std::chrono::milliseconds accept_pause{50};
constexpr int backlog = 1024;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// What Beast lets through and RFC 9112 wants refused, or 0. Two readings of one message are how requests are smuggled.
int refuse_head(const Parser& parser, const ServerLimits& limits) {
  const auto& head = parser.get();
  const auto encodings = head.count(http::field::transfer_encoding);
  if (encodings > 0) {
    if (encodings > 1 || !beast::iequals(head[http::field::transfer_encoding], "chunked")) return 501;
    if (head.count(http::field::content_length) > 0 || head.version() < 11) return 400;
  }
  if (head.count(http::field::content_length) > 1) return 400;
  const auto hosts = head.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && head.version() >= 11)) return 400;
  if (head.target().size() > limits.target_bytes) return 414;
  if (!head.target().starts_with('/') || head.target().find('#') != beast::string_view::npos) return 400;
  const auto length = parser.content_length();
  if (length && *length > limits.body_bytes) return 413;
  return 0;
}

int status_of(Error error) {
  if (error == http::error::body_limit) return 413;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) return 431;
  if (error == http::error::bad_version) return 505;
  return 400;
}

/// The client is gone or too slow: there is nobody to answer.
bool is_gone(Error error) {
  return error == beast::error::timeout || error == http::error::end_of_stream ||
         error == http::error::partial_message || error == asio::error::eof ||
         error.category() == boost::system::system_category();
}

std::string peer_address(const tcp::socket& socket) {
  Error error;
  const auto address = socket.remote_endpoint(error).address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return error ? std::string() : address.to_string();
}

/// A request and the text after its `?`.
struct Incoming {
  Request request;
  std::string query;
};

Incoming incoming(const Parser& parser) {
  const auto& head = parser.get();
  Incoming incoming;
  const auto target = view(head.target());
  const auto mark = std::min(target.find('?'), target.size());
  incoming.request.method = std::string(view(head.method_string()));
  incoming.request.path = std::string(target.substr(0, mark));
  incoming.query = std::string(target.substr(std::min(mark + 1, target.size())));
  for (const auto& field : head) {
    incoming.request.headers.add(std::string(view(field.name_string())), std::string(view(field.value())));
  }
  return incoming;
}

Reply reply_to(const std::string& method, Response response, unsigned version, bool keep_alive) {
  Reply reply{http::int_to_status(static_cast<unsigned>(response.status)), version};
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  reply.set(http::field::date, fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now)));
  for (const auto& [name, value] : response.headers.all()) reply.insert(name, value);
  reply.keep_alive(keep_alive);
  if (response.status != 204 && response.status != 304) reply.content_length(response.body.size());
  if (method != "HEAD") reply.body() = std::move(response.body);
  return reply;
}

}  // namespace

struct Server::Implementation {
  class Connection;

  Implementation(ServerOptions given_options, Handler given_handler);
  ~Implementation();

  asio::awaitable<void> accept_clients();
  asio::awaitable<Response> answer_on_worker(Incoming incoming);
  void watch_signals();
  void await_signal();
  void reload_tls();
  void drain();
  void forget(Connection& connection);

  ServerOptions options;
  Handler handler;
  std::unordered_set<Connection*> connections;
  std::shared_ptr<TlsContext> tls;  ///< null: in the clear
  bool draining = false;
  std::uint16_t port = 0;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  tcp::acceptor acceptor{io};
  asio::signal_set signals{io};
  asio::steady_timer accept_again{io};
  asio::steady_timer drain_end{io};
  asio::thread_pool workers;
};

/// One client, from the first byte to the last; lives on the I/O thread.
class Server::Implementation::Connection {
 public:
  Connection(Implementation& server, tcp::socket socket)
      : server_(server),
        stream_(std::move(socket), server.tls),
        buffer_(server.options.limits.header_bytes + transfer_bytes) {
    Error ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    server_.connections.insert(this);
  }
  ~Connection() { server_.forget(*this); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  asio::awaitable<void> serve();
  void stop_if_idle() {
    if (is_idle_) stream_.cancel();
  }

 private:
  asio::awaitable<bool> serve_one(bool is_first);
  asio::awaitable<bool> read_head(Parser& parser, bool is_first);
  asio::awaitable<bool> wait_for_request(bool is_first);
  asio::awaitable<bool> read_more();
  asio::awaitable<bool> read_body(Parser& parser);
  asio::awaitable<bool> write(Reply reply);
  asio::awaitable<void> refuse(int status);
  asio::awaitable<bool> shake_hands();
  asio::awaitable<void> say_farewell();

  auto token() { return asio::redirect_error(asio::use_awaitable, error_); }
  const ServerLimits& limits() const { return server_.options.limits; }
  std::string_view received() const { return {static_cast<const char*>(buffer_.data().data()), buffer_.data().size()}; }
  /// When a transfer of so many bytes so far is too slow.
  SteadyClock::time_point transfer_deadline(SteadyClock::time_point start, std::size_t bytes) const {
    return start + limits().transfer_grace +
           std::chrono::milliseconds(bytes * 1000 / limits().transfer_bytes_per_second);
  }

  Implementation& server_;
  ClientStream stream_;
  beast::flat_buffer buffer_;
  Error error_;
  bool is_idle_ = false;
};

asio::awaitable<void> Server::Implementation::Connection::serve() {
  if (!co_await shake_hands()) co_return;
  bool is_first = true;
  while (co_await serve_one(is_first)) is_first = false;
  co_await say_farewell();
}

asio::awaitable<bool> Server::Implementation::Connection::shake_hands() {
  if (!stream_.is_tls()) co_return true;
  stream_.expires_after(limits().header_time);
  co_await stream_.async_handshake(token());
  co_return !error_;
}

asio::awaitable<void> Server::Implementation::Connection::say_farewell() {
  if (stream_.is_tls()) {
    stream_.expires_after(farewell_time);
    co_await stream_.async_shutdown(token());
  }
  Error ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

/// False when the connection must end.
asio::awaitable<bool> Server::Implementation::Connection::serve_one(bool is_first) {
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits().header_bytes));
  parser.body_limit(limits().body_bytes);
  if (!co_await read_head(parser, is_first)) co_return false;
  // Trailers of a chunked body are fields too: the headers are taken before they come.
  Incoming request = incoming(parser);
  if (!co_await read_body(parser)) co_return false;
  request.request.body = std::move(parser.get().body());
  request.request.client_address =
      server_.options.trusted_proxies.client_of(peer_address(stream_.socket()), request.request.headers);
  const std::string method = request.request.method;
  stream_.expires_never();
  Response response = co_await server_.answer_on_worker(std::move(request));
  if (server_.options.strict_transport) response.headers.set("Strict-Transport-Security", "max-age=31536000");
  const bool keep_alive = parser.keep_alive() && !server_.draining;
  const bool written = co_await write(reply_to(method, std::move(response), parser.get().version(), keep_alive));
  co_return written&& keep_alive;
}

/// True when bytes of a request are there. Old clients send an empty line after a form: it is skipped.
asio::awaitable<bool> Server::Implementation::Connection::wait_for_request(bool is_first) {
  stream_.expires_after(is_first ? limits().header_time : limits().idle_time);
  for (;;) {
    while (received().starts_with("\r\n")) buffer_.consume(2);
    if (buffer_.size() > 0) co_return true;
    if (server_.draining) co_return false;
    is_idle_ = true;
    const bool came = co_await read_more();
    is_idle_ = false;
    if (!came) co_return false;
  }
}

asio::awaitable<bool> Server::Implementation::Connection::read_more() {
  const std::size_t count = co_await stream_.async_read_some(asio::buffer(buffer_.prepare(read_bytes)), token());
  if (!error_) buffer_.commit(count);
  co_return !error_;
}

asio::awaitable<bool> Server::Implementation::Connection::read_head(Parser& parser, bool is_first) {
  if (!co_await wait_for_request(is_first)) co_return false;
  stream_.expires_after(limits().header_time);
  HeadScanner scanner;
  HeadState state = HeadState::incomplete;
  while ((state = scanner.scan(received())) == HeadState::incomplete && buffer_.size() <= limits().header_bytes) {
    if (!co_await read_more()) co_return false;
  }
  int status = state == HeadState::complete ? 0 : state == HeadState::malformed ? 400 : 431;
  if (status == 0) {
    error_ = {};
    buffer_.consume(parser.put(buffer_.data(), error_));
    status = error_ ? status_of(error_) : refuse_head(parser, limits());
  }
  if (status != 0) co_await refuse(status);
  co_return status == 0;
}

asio::awaitable<bool> Server::Implementation::Connection::read_body(Parser& parser) {
  const auto start = SteadyClock::now();
  if (!parser.is_done() && beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    if (!co_await write(Reply{http::status::continue_, 11})) co_return false;
  }
  while (!parser.is_done()) {
    stream_.expires_at(transfer_deadline(start, parser.get().body().size()));
    co_await http::async_read_some(stream_, buffer_, parser, token());
    if (!error_) continue;
    if (!is_gone(error_)) co_await refuse(status_of(error_));
    co_return false;
  }
  co_return true;
}

asio::awaitable<bool> Server::Implementation::Connection::write(Reply reply) {
  const auto start = SteadyClock::now();
  http::response_serializer<http::string_body> serializer{reply};
  std::size_t written = 0;
  do {
    stream_.expires_at(transfer_deadline(start, written));
    written += co_await http::async_write_some(stream_, serializer, token());
  } while (!error_ && !serializer.is_done());
  co_return !error_;
}

/// Says no to what is not a request, and reads on for a moment: closing at once would reset the connection, and the
/// client, still sending, would never see the answer.
asio::awaitable<void> Server::Implementation::Connection::refuse(int status) {
  Response response = plain(std::to_string(status), status);
  Reply reply = reply_to("GET", std::move(response), 11, false);
  stream_.expires_after(refusal_write_time);
  co_await http::async_write(stream_, reply, token());
  if (error_) co_return;
  co_await say_farewell();
  stream_.expires_after(refusal_drain_time);
  buffer_.clear();
  for (std::size_t drained = 0; drained < refusal_drain_bytes_max;) {
    const auto count = co_await stream_.tcp().async_read_some(asio::buffer(buffer_.prepare(transfer_bytes)), token());
    if (error_) co_return;
    drained += count;
  }
}

Server::Implementation::Implementation(ServerOptions given_options, Handler given_handler)
    : options(std::move(given_options)), handler(std::move(given_handler)), workers(std::max(options.workers, 1U)) {
  if (options.tls) tls = open_tls(*options.tls);
  const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
  acceptor.open(endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.bind(endpoint);
  acceptor.listen(backlog);
  port = acceptor.local_endpoint().port();
}

/// The workers end first: what they still run uses the rest.
Server::Implementation::~Implementation() { workers.join(); }

asio::awaitable<void> Server::Implementation::accept_clients() {
  Error error;
  while (acceptor.is_open()) {
    tcp::socket socket(io);
    co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    if (error) {
      // Out of file descriptors, most often: wait for a connection to end rather than spin.
      accept_again.expires_after(accept_pause);
      co_await accept_again.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    if (connections.size() >= options.limits.connections) continue;
    asio::co_spawn(
        io,
        [this, accepted = std::move(socket)]() mutable -> asio::awaitable<void> {
          Connection connection(*this, std::move(accepted));
          co_await connection.serve();
        },
        asio::detached);
  }
}

asio::awaitable<Response> Server::Implementation::answer_on_worker(Incoming incoming) {
  auto initiate = [this](auto resume, Incoming request) {
    auto shared_resume = std::make_shared<decltype(resume)>(std::move(resume));
    asio::post(workers, [this, shared_resume, request = std::move(request)]() mutable {
      Response response = answer(std::move(request.request), request.query, handler, options);
      asio::post(io, [shared_resume = std::move(shared_resume), response = std::move(response)]() mutable {
        (*shared_resume)(std::move(response));
      });
    });
  };
  return asio::async_initiate<const asio::use_awaitable_t<>, void(Response)>(std::move(initiate), asio::use_awaitable,
                                                                             std::move(incoming));
}

void Server::Implementation::watch_signals() {
  signals.add(SIGTERM);
  signals.add(SIGINT);
  if (tls) signals.add(SIGHUP);
  await_signal();
}

void Server::Implementation::await_signal() {
  signals.async_wait([this](Error error, int number) {
    if (error) return;
    if (number != SIGHUP) return drain();
    reload_tls();
    await_signal();
  });
}

/// A certificate that cannot be used leaves the one there is.
void Server::Implementation::reload_tls() {
  std::string line = "TLS: the certificate was read again";
  try {
    tls = open_tls(*options.tls);
  } catch (const TlsFault& fault) {
    line = fmt::format("TLS: {} cannot be used, the certificate stays the one there was", fault.what());
  }
  if (options.log) options.log(line);
}

/// Takes no new client, lets the idle ones go, and ends when the requests in flight are answered.
void Server::Implementation::drain() {
  if (draining) return;
  draining = true;
  Error ignored;
  acceptor.close(ignored);
  accept_again.cancel();
  signals.cancel();
  for (auto* connection : connections) connection->stop_if_idle();
  drain_end.expires_after(options.limits.drain_time);
  drain_end.async_wait([this](Error error) {
    if (!error) io.stop();
  });
  if (connections.empty()) io.stop();
}

void Server::Implementation::forget(Connection& connection) {
  connections.erase(&connection);
  if (draining && connections.empty()) io.stop();
}

Server::Server(ServerOptions options, Handler handler)
    : implementation_(std::make_unique<Implementation>(std::move(options), std::move(handler))) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return implementation_->port; }

void Server::run() {
  if (implementation_->options.stop_on_signals) implementation_->watch_signals();
  asio::co_spawn(implementation_->io, implementation_->accept_clients(), asio::detached);
  implementation_->io.run();
}

void Server::stop() {
  asio::post(implementation_->io, [this] { implementation_->drain(); });
}

}  // namespace relais::web
