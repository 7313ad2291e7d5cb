#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "impact/impact.hpp"
#include "web/i18n.hpp"

namespace relais::impact {

/// `Appareils`: the goods of one category.
std::string category_text(base::Language language, Category category);
/// Thousandths as whole per cent, rounded down: `49 %`, `moins de 1 %`; a dash when there are none.
std::string per_cent_text(base::Language language, std::optional<std::int64_t> permille);
/// `du 26 mars 2020 au 31 août 2020`, `depuis le 26 mars 2020`.
std::string dates_text(base::Language language, const catalogue::Programme& programme);

/// part / whole in thousandths, rounded down; none when there is no whole.
std::optional<std::int64_t> permille_of(std::int64_t part, std::int64_t whole);

}  // namespace relais::impact
