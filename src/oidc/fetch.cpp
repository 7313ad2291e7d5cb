#include "oidc/fetch.hpp"

#include "outbox/curl.hpp"
#include "outbox/url.hpp"

namespace relais::oidc {
namespace {

constexpr std::size_t answer_bytes_max = 256 * 1024;
constexpr std::chrono::seconds fetch_time{5};

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& body = *static_cast<std::string*>(data);
  if (body.size() + size * count > answer_bytes_max) return 0;
  body.append(bytes, size * count);
  return size * count;
}

}  // namespace

std::optional<Fetched> fetch(const Fetch& what) {
  const auto url = outbox::parse_url(what.url);
  if (!url || (url->scheme != "https" && !outbox::is_loopback_host(url->host))) return std::nullopt;
  outbox::Curl curl;
  outbox::CurlLines headers;
  Fetched fetched;
  curl.start(fetch_time);
  curl.set(CURLOPT_URL, what.url.c_str());
  curl.set(CURLOPT_PROTOCOLS_STR, "https,http");
  curl.set(CURLOPT_WRITEFUNCTION, &keep);
  curl.set(CURLOPT_WRITEDATA, &fetched.body);
  curl.set(CURLOPT_FORBID_REUSE, 1L);
  if (!what.ca_file.empty()) curl.set(CURLOPT_CAINFO, what.ca_file.c_str());
  if (!what.form.empty()) {
    curl.set(CURLOPT_POSTFIELDS, what.form.c_str());
    curl.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(what.form.size()));
  }
  headers.add("Accept: application/json");
  for (const auto& line : what.headers) headers.add(line);
  curl.set(CURLOPT_HTTPHEADER, headers.get());
  const auto ended = curl.perform({});
  if (ended.code != CURLE_OK) return std::nullopt;
  fetched.status = ended.response;
  return fetched;
}

}  // namespace relais::oidc
