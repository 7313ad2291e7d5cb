#pragma once
#include <string>
#include <string_view>

namespace relais::web {

/// A QR code as the path of an SVG of `side` by `side`, quiet zone included.
struct QrPath {
  std::string path;
  int side = 0;
};
QrPath qr_path(std::string_view text);

}  // namespace relais::web
