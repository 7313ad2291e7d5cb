#pragma once
#include <stdexcept>
#include <string>

namespace relais::web {

/// A certificate with its chain, and its key without a password, both PEM.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

/// The files cannot be used. Its text names the file.
struct TlsFault : std::runtime_error {
  enum class Kind { certificate, key, mismatch };
  TlsFault(Kind which, const std::string& file) : std::runtime_error(file), kind(which) {}
  Kind kind;
};

}  // namespace relais::web
