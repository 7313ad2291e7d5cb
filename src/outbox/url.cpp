#include "outbox/url.hpp"

#include <algorithm>
#include <memory>

#include <curl/curl.h>

#include "base/check.hpp"

namespace relais::outbox {
namespace {

struct CloseUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlPtr = std::unique_ptr<CURLU, CloseUrl>;

std::string part_of(const UrlPtr& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

}  // namespace

std::optional<Url> parse_url(const std::string& text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), is_control)) return std::nullopt;
  const UrlPtr url(curl_url());
  RELAIS_CHECK(url != nullptr);
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return std::nullopt;
  return Url{.scheme = part_of(url, CURLUPART_SCHEME),
             .user = part_of(url, CURLUPART_USER),
             .password = part_of(url, CURLUPART_PASSWORD),
             .host = part_of(url, CURLUPART_HOST),
             .path = part_of(url, CURLUPART_PATH),
             .query = part_of(url, CURLUPART_QUERY),
             .fragment = part_of(url, CURLUPART_FRAGMENT)};
}

bool is_loopback_host(std::string_view host) {
  if (host.starts_with("127.")) {
    return std::all_of(host.begin(), host.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
  }
  return host == "localhost" || host == "[::1]";
}

}  // namespace relais::outbox
