#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace relais::accreditation {

/// A SIRET (14 digits) or an RNA number (W and 9 digits), without blanks, dots or dashes, in capitals.
///
/// Refuses  pivot_malformed, siret_check_wrong. An RNA number has no check digit.
/// Source   INSEE: Luhn's sum; La Poste's establishments (SIREN 356000000): the sum of the digits is a multiple of 5.
base::Result<std::string> parse_pivot(std::string_view text);

}  // namespace relais::accreditation
