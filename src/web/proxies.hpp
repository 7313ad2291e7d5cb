#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/http.hpp"

namespace relais::web {

/// The proxies of ours whose word on the client's address is taken. Anyone else's X-Forwarded-For is what they like.
class TrustedProxies {
 public:
  TrustedProxies() = default;
  /// Addresses and networks: `192.0.2.1`, `10.0.0.0/8`, `2001:db8::/32`. Nothing when one of them is neither.
  static std::optional<TrustedProxies> parse(const std::vector<std::string>& texts);

  bool contains(std::string_view address) const;
  /// Who asks: the peer of the connection or, when that is a trusted proxy, the last address of X-Forwarded-For that is
  /// no trusted proxy. What is no address there is not believed, nor anything before it.
  std::string client_of(const std::string& peer, const Headers& headers) const;

 private:
  /// An IPv4 address is kept as the IPv6 one that maps it.
  struct Network {
    std::array<unsigned char, 16> bytes;
    int bits;
  };
  std::vector<Network> networks_;
};

}  // namespace relais::web
