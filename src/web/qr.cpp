#include "web/qr.hpp"

#include <qrencode.h>

#include <memory>

#include <fmt/format.h>

#include "base/check.hpp"

namespace relais::web {
namespace {

constexpr int quiet_modules = 4;  // ISO/IEC 18004: four modules around

}  // namespace

QrPath qr_path(std::string_view text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M), &QRcode_free);
  RELAIS_CHECK(code != nullptr);
  QrPath made{.path = {}, .side = code->width + 2 * quiet_modules};
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x)
      if ((code->data[y * code->width + x] & 1) != 0)
        made.path += fmt::format("M{} {}h1v1h-1z", x + quiet_modules, y + quiet_modules);
  }
  return made;
}

}  // namespace relais::web
