#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "base/embedded.hpp"
#include "web/http.hpp"

namespace relais::web {

/// Files served as they are: style sheets, scripts, images. Their address carries a hash of their content,
/// `/assets/relais.1f3a….css`, so that browsers keep them for ever and a new version has a new address.
/// Threads     fill it first; then any number of threads may ask.
class Assets {
 public:
  /// Defects: two files of one name, a type that is not known.
  void add(std::span<const base::EmbeddedFile> files);
  /// The address of `relais.css`. It is a defect to ask for one that is not there.
  const std::string& address(std::string_view name) const;
  /// Answers GET /assets/{file}.
  /// Refuses     not_found.
  Response serve(const Request& request) const;

 private:
  struct Asset {
    std::string_view type;
    std::string_view bytes;
    std::string packed;  ///< gzip; empty when it is no smaller
    std::string hash;
  };
  std::map<std::string, std::string, std::less<>> addresses_;  ///< by name
  std::map<std::string, Asset, std::less<>> assets_;           ///< by hashed name
};

}  // namespace relais::web
