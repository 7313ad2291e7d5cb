#pragma once
#include "outbox/sealer.hpp"

namespace relais::testing {

/// Leaves secrets as they are, as they were before there was a key file.
class NoSealer final : public outbox::Sealer {
 public:
  std::string seal(std::string_view secret, std::string_view) const override { return std::string(secret); }
  std::optional<std::string> open(std::string_view sealed, std::string_view) const override {
    return std::string(sealed);
  }
};

/// What it seals can be told from what it was, and opens only for what it was sealed about. Hides nothing.
class MarkingSealer final : public outbox::Sealer {
 public:
  std::string seal(std::string_view secret, std::string_view about) const override {
    return "sealed " + std::string(about) + "|" + std::string(secret.rbegin(), secret.rend());
  }
  std::optional<std::string> open(std::string_view sealed, std::string_view about) const override {
    const auto start = "sealed " + std::string(about) + "|";
    if (!sealed.starts_with(start)) return std::nullopt;
    sealed.remove_prefix(start.size());
    return std::string(sealed.rbegin(), sealed.rend());
  }
};

}  // namespace relais::testing
