#pragma once
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

namespace relais::outbox {

/// Whether an address is one of the open Internet: not private, loopback, link-local, multicast, documentation, nor a
/// tunnel into one of those. A webhook must not reach the network that the server stands in.
/// Source: IANA's special-purpose address registries (RFC 6890).
bool is_public_address(const sockaddr& address);

/// The same for an address in figures, `[` and `]` allowed around; nothing when the text is a name.
std::optional<bool> is_public_literal(std::string_view host);

}  // namespace relais::outbox
