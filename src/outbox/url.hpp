#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace relais::outbox {

struct Url {
  std::string scheme;
  std::string user;
  std::string password;
  std::string host;  ///< addresses in figures as they are usually written, `2130706433` as `127.0.0.1`
  std::string path;
  std::string query;
  std::string fragment;
};

/// The parts of an absolute URL, as libcurl will read it; nothing when it is none, or holds a control character.
std::optional<Url> parse_url(const std::string& text);

/// `localhost`, 127.0.0.0/8, ::1.
bool is_loopback_host(std::string_view host);

}  // namespace relais::outbox
