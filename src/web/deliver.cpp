#include "web/deliver.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>
#include <sodium.h>
#include <zlib.h>

#include "base/check.hpp"
#include "base/text.hpp"
#include "web/i18n.hpp"

namespace relais::web {
namespace {

constexpr std::size_t worth_compressing_bytes = 1000;
constexpr int page_compression = 4;

// No inline script or style, nothing from elsewhere: an escaping forgotten in a page stays harmless.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> security_headers{
    {{"Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
     {"X-Content-Type-Options", "nosniff"},
     {"Referrer-Policy", "same-origin"},
     {"Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"},
     {"Cross-Origin-Opener-Policy", "same-origin"}}};

std::string_view cache_control(Keep keep) {
  switch (keep) {
    case Keep::never:
      return "no-store";
    case Keep::revalidate:
      return "no-cache";
    case Keep::forever:
      return "public, max-age=31536000, immutable";
  }
  return "no-store";
}

bool is_text(const Response& response) {
  const auto type = response.headers.find("Content-Type").value_or("");
  for (const std::string_view start : {"text/", "application/json", "application/problem+json", "application/geo+json",
                                       "image/svg+xml", "application/javascript"}) {
    if (type.starts_with(start)) return true;
  }
  return false;
}

void keep_language(const Request& request, Response& response) {
  const auto asked = request.query.find("lang");
  if (!asked || !parse_language(*asked) || request.cookie("lang") == asked) return;
  response.set_cookie({.name = "lang", .value = std::string(*asked), .lives = std::chrono::days(365), .secure = false});
}

void set_if_absent(Headers& headers, std::string_view name, std::string_view value) {
  if (!headers.find(name)) headers.add(std::string(name), std::string(value));
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  for (auto candidate : base::split(if_none_match, ',')) {
    candidate = base::trim(candidate);
    if (candidate.starts_with("W/")) candidate.remove_prefix(2);
    if (candidate == etag || candidate == "*") return true;
  }
  return false;
}

/// The compressed bytes are another representation: they have another strong ETag.
std::string etag_of(const Response& response, bool compressed) {
  const auto given = response.headers.find("ETag");
  if (given) return std::string(*given);
  return fmt::format("\"{}{}\"", content_hash(response.body), compressed ? "-gz" : "");
}

/// A line break in a header would let its value write the rest of the answer.
void check_headers(const Headers& headers) {
  const auto is_control = [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; };
  for (const auto& [name, value] : headers.all()) {
    RELAIS_CHECK(!name.empty() && std::none_of(name.begin(), name.end(), is_control));
    RELAIS_CHECK(std::none_of(value.begin(), value.end(), is_control));
  }
}

/// zlib's state takes 270 kB and most of the time that a page needs: the one of a thread is used again.
class Deflater {
 public:
  explicit Deflater(int level) {
    constexpr int gzip_window_bits = 15 + 16;  // zlib: 16 more asks for the gzip wrapping
    constexpr int memory_level = 8;
    RELAIS_CHECK(deflateInit2(&stream_, level, Z_DEFLATED, gzip_window_bits, memory_level, Z_DEFAULT_STRATEGY) == Z_OK);
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string pack(std::string_view bytes) {
    RELAIS_CHECK(deflateReset(&stream_) == Z_OK);
    std::string packed(deflateBound(&stream_, bytes.size()), '\0');
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    stream_.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_out = static_cast<uInt>(packed.size());
    RELAIS_CHECK(deflate(&stream_, Z_FINISH) == Z_STREAM_END);
    packed.resize(stream_.total_out);
    return packed;
  }

 private:
  z_stream stream_{};
};

bool is_read(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

}  // namespace

Response deliver(const Request& request, Response response) {
  check_headers(response.headers);
  keep_language(request, response);
  for (const auto& [name, value] : security_headers) set_if_absent(response.headers, name, value);
  set_if_absent(response.headers, "Cache-Control", cache_control(response.keep));
  const bool compressible = is_text(response) && !response.headers.find("Content-Encoding");
  const bool compress = compressible && response.body.size() >= worth_compressing_bytes && accepts_gzip(request);
  if (response.keep == Keep::revalidate) {
    response.headers.set("Vary", "Accept-Encoding, Accept-Language, Cookie");
  } else if (compressible) {
    response.headers.set("Vary", "Accept-Encoding");
  }
  if (response.keep != Keep::never && response.status == 200 && is_read(request)) {
    const auto etag = etag_of(response, compress);
    response.headers.set("ETag", etag);
    if (names_etag(request.headers.find("If-None-Match").value_or(""), etag)) {
      response.status = 304;
      response.body.clear();
      return response;
    }
  }
  if (compress) {
    thread_local Deflater deflater(page_compression);
    response.body = deflater.pack(response.body);
    response.headers.set("Content-Encoding", "gzip");
  }
  return response;
}

bool accepts_gzip(const Request& request) {
  for (auto coding : base::split(request.headers.find("Accept-Encoding").value_or(""), ',')) {
    coding = base::trim(coding);
    const auto name = base::trim(coding.substr(0, coding.find(';')));
    if (name != "gzip" && name != "*") continue;
    const auto quality = coding.find("q=0");
    return quality == coding.npos || coding.find_first_of("123456789", quality) != coding.npos;
  }
  return false;
}

std::string gzip(std::string_view bytes, int level) { return Deflater(level).pack(bytes); }

std::string content_hash(std::string_view bytes) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
  char text[2 * sizeof hash + 1];
  sodium_bin2hex(text, sizeof text, hash, sizeof hash);
  return text;
}

}  // namespace relais::web
