#pragma once
#include <utility>

#include <fmt/core.h>

namespace relais::base {

/// Personal data: cannot be formatted, logged or rendered by accident. `reveal` says who asks and why, in the code.
template <class T>
class Personal {
 public:
  explicit Personal(T value) : value_(std::move(value)) {}
  const T& reveal() const { return value_; }
  bool operator==(const Personal&) const = default;

 private:
  T value_;
};

}  // namespace relais::base

template <class T>
struct fmt::formatter<relais::base::Personal<T>> {
  formatter() = delete;
};
