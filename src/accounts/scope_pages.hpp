#pragma once
#include <string>

#include "people/rights.hpp"

namespace relais::accounts {

/// What a right lets a program do, in a few words: « lire les dons ».
std::string words_of(people::Right right, base::Language language);

}  // namespace relais::accounts
