#pragma once
/// The key that seals what the database must keep but not reveal. It is in a file of its own: a copy of the database
/// alone opens nothing.

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "outbox/sealer.hpp"
#include "store/store.hpp"

namespace relais::accounts {

/// The file cannot be read, is not a key, is readable by others, or is not the one of this database.
struct KeyFault : std::runtime_error {
  enum class Kind { unreadable, malformed, too_open, of_another_database };
  KeyFault(Kind which, const std::filesystem::path& file) : std::runtime_error(file.string()), kind(which) {}
  Kind kind;
};

class Key final : public outbox::Sealer {
 public:
  /// 256 random bits.
  static Key random();
  /// Reads the file; makes it, with mode 0600, when there is none. Throws KeyFault.
  static Key load_or_create(const std::filesystem::path& file);

  /// XChaCha20-Poly1305 under a fresh nonce; `about` must be given again to open. Hexadecimal text.
  std::string seal(std::string_view secret, std::string_view about) const override;
  /// Nothing when it was sealed with another key, about something else, or changed since.
  std::optional<std::string> open(std::string_view sealed, std::string_view about) const override;
  /// A keyed digest, 64 hexadecimal digits: without the key nobody can tell what it was made of.
  std::string digest(std::string_view text) const;

 private:
  static constexpr std::size_t size_bytes = 32;
  std::array<unsigned char, size_bytes> bytes_{};
};

/// Whether the database was used with this key; the first use marks it.
bool is_key_of(store::Database& database, const Key& key);

}  // namespace relais::accounts
