#pragma once
#include "outbox/endpoints.hpp"

namespace relais::outbox {

/// An active endpoint with what signs; for the sender alone.
struct Listener {
  EndpointId id;
  std::string url;
  std::string sealed_secret;
};

/// What the secret of an endpoint is sealed about.
std::string secret_about(EndpointId id);

/// Nothing when the endpoint is unknown or stopped.
std::optional<Listener> find_listener(store::Reader& reader, std::string_view target);

}  // namespace relais::outbox
