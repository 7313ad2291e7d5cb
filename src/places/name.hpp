#pragma once
#include <string>
#include <string_view>

namespace relais::places {

/// A commune's name as it is compared: folded, `St` and `Ste` opened, `s/` read as `sur`, the article at the end put
/// first, `Cedex` and what follows dropped, an arrondissement as its bare number.
/// `ST JEAN DE LUZ` -> `saint jean de luz`; `Havre (Le)` -> `le havre`; `Marseille 1er Arrondissement` -> `marseille
/// 1`.
std::string name_key(std::string_view name);

/// The first three letters of a key, which searches by beginning start from; empty when the key is shorter.
std::string beginning_of(std::string_view key);

}  // namespace relais::places
