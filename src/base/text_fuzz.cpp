/// The small readers that every field of a form or a table goes through.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "base/reference.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace base = relais::base;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (base::is_valid_utf8(bytes)) {
    const auto folded = base::fold(bytes);
    RELAIS_CHECK(base::is_valid_utf8(folded) && base::fold(folded) == folded);
  }
  if (const auto number = base::parse_integer(bytes))
    RELAIS_CHECK(base::parse_integer(base::format_integer(*number)) == number);
  if (const auto number = base::parse_reference('G', bytes))
    RELAIS_CHECK(base::parse_reference('G', base::format_reference('G', *number)) == number);
  if (const auto day = base::parse_day(bytes)) RELAIS_CHECK(base::parse_day(base::iso_day(*day)) == day);
  return 0;
}
