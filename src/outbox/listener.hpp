#pragma once
#include "outbox/endpoints.hpp"

namespace relais::outbox {

/// An active endpoint with what signs; for the sender alone.
struct Listener {
  EndpointId id;
  std::string url;
  base::Personal<std::string> secret;
};

/// Nothing when the endpoint is unknown or stopped.
std::optional<Listener> find_listener(store::Reader& reader, std::string_view target);

}  // namespace relais::outbox
