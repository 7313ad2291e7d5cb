#include "base/result.hpp"

#include <fmt/args.h>
#include <fmt/format.h>

namespace relais::base {

std::string Refusal::message(Language language) const {
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (const auto& fact : facts_) arguments.push_back(fact);
  const auto text = language == Language::french ? reason_->french : reason_->english;
  try {
    return fmt::vformat(fmt::string_view(text.data(), text.size()), arguments);
  } catch (const fmt::format_error&) {
    throw_defect("a refusal lacks a fact that its message names", std::string(reason_->code).c_str(), 0);
  }
}

}  // namespace relais::base
