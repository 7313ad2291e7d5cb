#include "web/proxies.hpp"

#include <arpa/inet.h>
#include <strings.h>

#include <algorithm>

#include "base/text.hpp"

namespace relais::web {
namespace {

using AddressBytes = std::array<unsigned char, 16>;

constexpr int ipv6_bits = 128;
constexpr int mapped_bits = 96;  // before an IPv4 address in IPv6

struct ParsedAddress {
  AddressBytes bytes{};
  bool is_ipv4 = false;
};

std::optional<ParsedAddress> parse_address(std::string_view text) {
  const std::string copy(text);
  ParsedAddress parsed;
  if (inet_pton(AF_INET, copy.c_str(), parsed.bytes.data() + mapped_bits / 8) == 1) {
    parsed.bytes[10] = parsed.bytes[11] = 0xFF;
    parsed.is_ipv4 = true;
    return parsed;
  }
  if (inet_pton(AF_INET6, copy.c_str(), parsed.bytes.data()) == 1) return parsed;
  return std::nullopt;
}

bool same_start(const AddressBytes& one, const AddressBytes& other, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(whole), other.begin())) return false;
  const int rest = bits % 8;
  return rest == 0 || ((one[whole] ^ other[whole]) >> (8 - rest)) == 0;
}

std::string forwarded_in(const Headers& headers) {
  std::string all;
  for (const auto& [name, value] : headers.all()) {
    if (strcasecmp(name.c_str(), "X-Forwarded-For") != 0) continue;
    if (!all.empty()) all += ',';
    all += value;
  }
  return all;
}

}  // namespace

std::optional<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& texts) {
  TrustedProxies proxies;
  for (const auto& text : texts) {
    const auto slash = text.find('/');
    const auto address = parse_address(std::string_view(text).substr(0, slash));
    if (!address) return std::nullopt;
    const int before = address->is_ipv4 ? mapped_bits : 0;
    std::int64_t bits = ipv6_bits;
    if (slash != text.npos) {
      const auto length = base::parse_integer(std::string_view(text).substr(slash + 1));
      if (!length || *length < 0 || *length > ipv6_bits - before) return std::nullopt;
      bits = before + *length;
    }
    proxies.networks_.push_back({address->bytes, static_cast<int>(bits)});
  }
  return proxies;
}

bool TrustedProxies::contains(std::string_view text) const {
  const auto address = parse_address(text);
  return address && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
           return same_start(address->bytes, network.bytes, network.bits);
         });
}

std::string TrustedProxies::client_of(const std::string& peer, const Headers& headers) const {
  if (networks_.empty() || !contains(peer)) return peer;
  std::string client = peer;
  const auto forwarded = forwarded_in(headers);
  auto hops = base::split(std::string_view(forwarded), ',');
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const auto address = base::trim(*hop);
    if (!parse_address(address)) break;
    client = address;
    if (!contains(client)) break;
  }
  return client;
}

}  // namespace relais::web
