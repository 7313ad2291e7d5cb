#include "web/server.hpp"

#include <thread>

#include <gtest/gtest.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace relais::web {
namespace {

using tcp = boost::asio::ip::tcp;

/// Serves on a thread of its own for as long as it lives.
class Running {
 public:
  Running(ServerOptions options, Handler handler)
      : server_(std::move(options), std::move(handler)), thread_([this] { server_.run(); }) {}
  ~Running() {
    server_.stop();
    thread_.join();
  }
  Server& server() { return server_; }

  std::string ask(const std::string& sent) const {
    boost::asio::io_context io;
    tcp::socket socket(io);
    socket.connect({boost::asio::ip::make_address("127.0.0.1"), server_.port()});
    boost::asio::write(socket, boost::asio::buffer(sent));
    std::string received;
    boost::system::error_code end;
    boost::asio::read(socket, boost::asio::dynamic_buffer(received), end);
    return received;
  }

 private:
  Server server_;
  std::thread thread_;
};

ServerOptions quiet() {
  ServerOptions options;
  options.stop_on_signals = false;
  return options;
}

const std::string get_and_close = "GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

TEST(Server, gives_the_handler_what_was_sent_and_the_client_what_it_answers) {
  Running running(quiet(), [](const Request& request) {
    return plain(request.method + ' ' + request.path + ' ' + std::string(request.query.text("c")) + ' ' +
                 request.client_address);
  });
  const auto answer = running.ask(get_and_close + "\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nGET /a%20b d 127.0.0.1")) << answer;
  EXPECT_NE(answer.find("\r\nDate: "), answer.npos);
}

TEST(Server, believes_a_forwarded_address_only_when_told_to) {
  const Handler tell_address = [](const Request& request) { return plain(request.client_address); };
  const auto forwarded = get_and_close + "X-Forwarded-For: 1.2.3.4, 5.6.7.8\r\n\r\n";
  EXPECT_TRUE(Running(quiet(), tell_address).ask(forwarded).ends_with("\r\n127.0.0.1"));
  auto behind_proxy = quiet();
  behind_proxy.trusted_proxies = *TrustedProxies::parse({"127.0.0.1"});
  EXPECT_TRUE(Running(std::move(behind_proxy), tell_address).ask(forwarded).ends_with("\r\n5.6.7.8"));
}

TEST(Server, refuses_a_body_beyond_its_limit_and_takes_one_at_it) {
  auto options = quiet();
  options.limits.body_bytes = 10;
  Running running(std::move(options), [](const Request& request) { return plain(request.body); });
  const std::string post = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ";
  EXPECT_TRUE(running.ask(post + "10\r\n\r\n0123456789").ends_with("\r\n\r\n0123456789"));
  EXPECT_TRUE(running.ask(post + "11\r\n\r\n0123456789a").starts_with("HTTP/1.1 413 "));
}

TEST(Server, closes_what_is_beyond_its_number_of_connections) {
  auto options = quiet();
  options.limits.connections = 0;
  Running running(std::move(options), [](const Request&) { return plain("x"); });
  EXPECT_EQ(running.ask(get_and_close + "\r\n"), "");
}

TEST(Server, sends_a_large_page_whole) {
  const std::string page(3'000'000, 'p');
  Running running(quiet(), [&](const Request&) { return html(page); });
  EXPECT_TRUE(running.ask(get_and_close + "\r\n").ends_with("\r\n\r\n" + page));
}

TEST(Server, stops_before_it_ran_and_twice) {
  Server server(quiet(), [](const Request&) { return plain("x"); });
  server.stop();
  server.stop();
  server.run();
  EXPECT_NE(server.port(), 0);
}

TEST(Server, cannot_listen_where_another_does) {
  Running running(quiet(), [](const Request&) { return plain("x"); });
  auto options = quiet();
  options.port = running.server().port();
  EXPECT_THROW(Server(std::move(options), [](const Request&) { return plain("x"); }), std::exception);
}

}  // namespace
}  // namespace relais::web
