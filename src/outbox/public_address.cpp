#include "outbox/public_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace relais::outbox {
namespace {

struct Ipv4Block {
  std::uint32_t base;
  int bits;
};

constexpr std::uint32_t ipv4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array<Ipv4Block, 15> closed_ipv4{{{ipv4(0, 0, 0, 0), 8},
                                                 {ipv4(10, 0, 0, 0), 8},
                                                 {ipv4(100, 64, 0, 0), 10},
                                                 {ipv4(127, 0, 0, 0), 8},
                                                 {ipv4(169, 254, 0, 0), 16},
                                                 {ipv4(172, 16, 0, 0), 12},
                                                 {ipv4(192, 0, 0, 0), 24},
                                                 {ipv4(192, 0, 2, 0), 24},
                                                 {ipv4(192, 88, 99, 0), 24},
                                                 {ipv4(192, 168, 0, 0), 16},
                                                 {ipv4(198, 18, 0, 0), 15},
                                                 {ipv4(198, 51, 100, 0), 24},
                                                 {ipv4(203, 0, 113, 0), 24},
                                                 {ipv4(224, 0, 0, 0), 4},
                                                 {ipv4(240, 0, 0, 0), 4}}};

bool is_public_ipv4(std::uint32_t address) {
  return std::none_of(closed_ipv4.begin(), closed_ipv4.end(), [&](const Ipv4Block& block) {
    const auto mask = ~std::uint32_t{0} << static_cast<unsigned>(32 - block.bits);
    return (address & mask) == block.base;
  });
}

using Ipv6 = std::array<std::uint8_t, 16>;

struct Ipv6Block {
  std::array<std::uint8_t, 4> start;
  int bits;
};

/// All that is open lies in 2000::/3; these parts of it are not: protocol assignments with Teredo, documentation,
/// 6to4, documentation again.
constexpr std::array<Ipv6Block, 4> closed_ipv6{{{{0x20, 0x01, 0x00, 0x00}, 23},
                                                {{0x20, 0x01, 0x0d, 0xb8}, 32},
                                                {{0x20, 0x02, 0, 0}, 16},
                                                {{0x3f, 0xff, 0, 0}, 20}}};

bool starts_with(const Ipv6& address, const Ipv6Block& block) {
  for (int bit = 0; bit < block.bits; ++bit) {
    const auto at = static_cast<std::size_t>(bit / 8);
    const auto mask = 0x80U >> static_cast<unsigned>(bit % 8);
    if ((address[at] & mask) != (block.start[at] & mask)) return false;
  }
  return true;
}

bool is_public_ipv6(const Ipv6& address) {
  constexpr Ipv6Block global{{0x20, 0, 0, 0}, 3};
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(mapped.begin(), mapped.end(), address.begin()))
    return is_public_ipv4(ipv4(address[12], address[13], address[14], address[15]));
  return starts_with(address, global) &&
         std::none_of(closed_ipv6.begin(), closed_ipv6.end(),
                      [&](const Ipv6Block& block) { return starts_with(address, block); });
}

}  // namespace

bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return is_public_ipv4(ntohl(in.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 in{};
  std::memcpy(&in, &address, sizeof in);
  Ipv6 bytes{};
  std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
  return is_public_ipv6(bytes);
}

std::optional<bool> is_public_literal(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string text(host.substr(0, host.find('%')));
  in_addr four{};
  if (inet_pton(AF_INET, text.c_str(), &four) == 1) return is_public_ipv4(ntohl(four.s_addr));
  Ipv6 six{};
  if (inet_pton(AF_INET6, text.c_str(), six.data()) == 1) return is_public_ipv6(six);
  return std::nullopt;
}

}  // namespace relais::outbox
