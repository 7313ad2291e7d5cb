#pragma once
#include <string>
#include <string_view>

#include "web/template.hpp"

namespace relais::web {

/// One of the options of a select or of radio buttons: `code`, `label`, `is_chosen` when it is the one that stands.
inline Data choice(std::string_view code, const std::string& label, std::string_view chosen) {
  Data data;
  data.set("code", std::string(code));
  data.set("label", label);
  data.set("is_chosen", code == chosen);
  return data;
}

}  // namespace relais::web
