/// Everything that a client may write besides the head that Beast parses: paths, queries, forms, uploads, languages.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "base/text.hpp"
#include "web/form.hpp"
#include "web/head.hpp"
#include "web/i18n.hpp"

namespace web = relais::web;

namespace {

void check_fields(const web::Fields& fields) {
  for (const auto& [name, value] : fields.all()) {
    RELAIS_CHECK(relais::base::is_valid_utf8(name) && relais::base::is_valid_utf8(value));
    RELAIS_CHECK(value.find('\0') == value.npos);
  }
}

/// The scanner must not depend on how the bytes were cut.
void check_head(std::string_view bytes) {
  web::HeadScanner whole;
  web::HeadScanner pieces;
  const auto expected = whole.scan(bytes);
  auto state = web::HeadState::incomplete;
  for (std::size_t size = 0; size <= bytes.size() && state == web::HeadState::incomplete; ++size) {
    state = pieces.scan(bytes.substr(0, size));
  }
  RELAIS_CHECK(state == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto fields = web::parse_urlencoded(bytes)) check_fields(*fields);
  if (const auto form = web::parse_multipart("multipart/form-data; boundary=b", bytes)) check_fields(form->fields);
  const auto line = bytes.substr(0, bytes.find('\n'));
  web::parse_multipart(line, bytes.substr(line.size()));
  if (const auto path = web::parse_path(bytes)) {
    for (const auto& part : *path) RELAIS_CHECK(part != ".." && part != "." && !part.empty());
  }
  web::preferred_language(bytes);
  check_head(bytes);
  return 0;
}
