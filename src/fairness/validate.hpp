#pragma once
#include <string>

#include "fairness/fairness.hpp"

namespace relais::fairness {

/// Everything that `solve` relies on.
base::Result<base::Done> validate(const Instance& instance);

/// `/lines/3/weight (a)`: where a field of a line is, and whose it is.
std::string place_of_line(std::size_t at, const std::string& field, const std::string& id);
/// A JSON pointer's token (RFC 6901).
std::string pointer_token(const std::string& name);

}  // namespace relais::fairness
