#pragma once
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "base/check.hpp"

namespace relais::base {

/// The stable codes of an enumeration, as files, tables and URLs carry them: one line per enumerator.
template <class Value, std::size_t count>
using Codes = std::array<std::pair<Value, std::string_view>, count>;

template <class Value, std::size_t count>
std::string_view code_in(const Codes<Value, count>& codes, Value value) {
  for (const auto& [candidate, code] : codes)
    if (candidate == value) return code;
  throw_defect("a value without a code", __FILE__, __LINE__);
}

template <class Value, std::size_t count>
std::optional<Value> value_in(const Codes<Value, count>& codes, std::string_view wanted) {
  for (const auto& [value, code] : codes)
    if (code == wanted) return value;
  return std::nullopt;
}

}  // namespace relais::base
