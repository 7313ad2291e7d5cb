/// The path, the cookies and the JSON body of a request, through the router.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "base/text.hpp"
#include "web/json.hpp"
#include "web/router.hpp"

namespace web = relais::web;

namespace {

web::Router routes() {
  web::Router router;
  const auto answer = [](const web::Request& request) {
    for (const auto& [name, value] : request.parameters.all()) RELAIS_CHECK(relais::base::is_valid_utf8(value));
    return web::Response{};
  };
  router.get("/", answer);
  router.get("/gifts/{reference}", answer);
  router.get("/gifts/new", answer);
  router.get("/api/v1/gifts/{reference}/lines/{line}", answer);
  router.post("/gifts/{reference}", [](const web::Request& request) {
    if (const auto body = web::parse_json(request); body.ok()) return web::json(*body);
    return web::Response{};
  });
  return router;
}

}  // namespace

/// The first line is the path, the second the cookies, the rest the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto router = routes();
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto line = [&] {
    const auto end = std::min(bytes.find('\n'), bytes.size());
    const auto text = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    return std::string(text);
  };
  web::Request request;
  request.path = line();
  request.headers.add("Cookie", line());
  request.body = std::string(bytes);
  request.cookie("lang");
  for (const auto* method : {"GET", "HEAD", "POST", "PUT"}) {
    request.method = method;
    const auto response = router(request);
    RELAIS_CHECK(response.status >= 200 && response.status < 500);
  }
  return 0;
}
