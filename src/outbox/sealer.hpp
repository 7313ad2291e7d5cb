#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace relais::outbox {

/// Keeps secrets unreadable in the database. Whoever has a key file implements it; the outbox has none of its own.
/// Threads  any number may use it.
class Sealer {
 public:
  virtual ~Sealer() = default;

  /// `about` must be given again to open: what is sealed for one thing does not open as another's.
  virtual std::string seal(std::string_view secret, std::string_view about) const = 0;
  /// Nothing when it was sealed with another key, about something else, or changed since.
  virtual std::optional<std::string> open(std::string_view sealed, std::string_view about) const = 0;
};

}  // namespace relais::outbox
