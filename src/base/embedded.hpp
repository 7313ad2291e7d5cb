#pragma once
#include <span>
#include <string_view>

namespace relais::base {

/// A file compiled into the program: its path below the folder it was taken from, and its bytes.
struct EmbeddedFile {
  std::string_view path;
  std::string_view bytes;
};

}  // namespace relais::base
