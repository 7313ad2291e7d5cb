#pragma once
#include <optional>
#include <string>
#include <vector>

namespace relais::oidc {

struct Fetch {
  std::string url;
  std::string form = {};                  ///< a POST when not empty
  std::vector<std::string> headers = {};  ///< whole lines
  std::string ca_file = {};
};
struct Fetched {
  long status = 0;
  std::string body;
};
/// Asks once, follows no redirect, takes 256 KiB and five seconds at most; in the clear from this machine alone.
/// Nothing when there is no whole answer.
std::optional<Fetched> fetch(const Fetch& what);

}  // namespace relais::oidc
