/// A server with a few routes of every temper, for probes.py. Prints the port that it listens to.
#include <charconv>
#include <chrono>
#include <iostream>
#include <thread>

#include <fmt/core.h>

#include "web/json.hpp"
#include "web/router.hpp"
#include "web/server.hpp"

namespace web = relais::web;

namespace {

constexpr std::chrono::milliseconds slow_answer{300};

web::Router routes() {
  web::Router router;
  router.get("/api/items/{id}", [](const web::Request& request) {
    return web::json(web::Json{{"id", request.parameter("id")}});
  });
  router.get("/rows", [](const web::Request&) {
    std::string page = "<table>";
    for (int row = 0; row < 50; ++row) page += fmt::format("<tr><td>Structure {}<td>{}</tr>", row, row * 37 % 101);
    return web::html(page + "</table>").keep_as(web::Keep::revalidate);
  });
  router.post("/echo", [](const web::Request& request) {
    auto response = web::plain(std::to_string(request.body.size()));
    response.headers.set("X-Echo", std::string(request.headers.find("X-Test").value_or("")));
    return response;
  });
  router.get("/slow", [](const web::Request&) {
    std::this_thread::sleep_for(slow_answer);
    return web::plain("slow");
  });
  router.get("/throw", [](const web::Request&) -> web::Response { throw std::runtime_error("secret detail"); });
  return router;
}

}  // namespace

/// `--certificate FILE --certificate-key FILE`: by TLS.
int main(int count, char** arguments) {
  web::ServerOptions options;
  if (count == 5) options.tls = web::TlsFiles{arguments[2], arguments[4]};
  options.strict_transport = options.tls.has_value();
  options.log = [](std::string_view line) { std::cerr << line << '\n'; };
  web::Server server(std::move(options), routes());
  std::cout << "http://127.0.0.1:" << server.port() << std::endl;
  server.run();
}
