#pragma once
#include <compare>
#include <cstdint>
#include <functional>

namespace relais::base {

/// An id is a type of its own per table: `using GiftId = base::Id<struct GiftTag>;`. 0 is no id.
template <class Tag>
struct Id {
  std::int64_t value = 0;
  auto operator<=>(const Id&) const = default;
  explicit operator bool() const { return value != 0; }
};

}  // namespace relais::base

template <class Tag>
struct std::hash<relais::base::Id<Tag>> {
  std::size_t operator()(relais::base::Id<Tag> id) const noexcept { return std::hash<std::int64_t>{}(id.value); }
};
