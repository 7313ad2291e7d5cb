#pragma once
#include <memory>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "web/tls.hpp"

namespace relais::web {

/// A client's bytes, by TLS or in the clear, with one deadline for whatever is awaited of it. For the server.
class ClientStream {
 public:
  using Tcp = boost::beast::tcp_stream;
  using executor_type = Tcp::executor_type;

  ClientStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<TlsContext> context)
      : tcp_(std::move(socket)), context_(std::move(context)) {
    if (context_) tls_ = std::make_unique<Tls>(tcp_, *context_);
  }

  executor_type get_executor() { return tcp_.get_executor(); }
  boost::asio::ip::tcp::socket& socket() { return tcp_.socket(); }
  /// Beneath TLS.
  Tcp& tcp() { return tcp_; }
  bool is_tls() const { return tls_ != nullptr; }

  template <class Duration>
  void expires_after(Duration time) {
    tcp_.expires_after(time);
  }
  template <class TimePoint>
  void expires_at(TimePoint time) {
    tcp_.expires_at(time);
  }
  void expires_never() { tcp_.expires_never(); }
  void cancel() { tcp_.cancel(); }

  template <class Token>
  auto async_handshake(Token&& token) {
    return tls_->async_handshake(boost::asio::ssl::stream_base::server, std::forward<Token>(token));
  }
  /// Says that nothing more comes, so that the client can tell the end from a cut.
  template <class Token>
  auto async_shutdown(Token&& token) {
    return tls_->async_shutdown(std::forward<Token>(token));
  }
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_read_some(buffers, std::forward<Token>(token));
    return tcp_.async_read_some(buffers, std::forward<Token>(token));
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_write_some(buffers, std::forward<Token>(token));
    return tcp_.async_write_some(buffers, std::forward<Token>(token));
  }

 private:
  using Tls = boost::beast::ssl_stream<Tcp&>;

  Tcp tcp_;
  std::shared_ptr<TlsContext> context_;  ///< as long as the connection, though another was loaded meanwhile
  std::unique_ptr<Tls> tls_;
};

}  // namespace relais::web
