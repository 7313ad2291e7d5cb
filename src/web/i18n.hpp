#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace relais::web {

/// The text in the wanted language. French is the source text and its own key; English comes from the catalogues
/// locale/en/*.po, compiled in. A text without translation is given back in French; a test fails on it.
std::string translate(base::Language language, std::string_view french);

/// The form for `count` with `{}` replaced by the number: `translate_plural(l, "{} don", "{} dons", 3)` -> `3 gifts`.
/// In French 0 takes the singular, in English the plural.
std::string translate_plural(base::Language language, std::string_view one, std::string_view many, std::int64_t count);

/// Marks a text of a table, translated later by the variable that holds it, so that the check of catalogues sees it.
constexpr std::string_view to_translate(std::string_view french) { return french; }

/// The translation, or nothing when the catalogue lacks it (French never does).
std::optional<std::string> find_translation(base::Language language, std::string_view french);

/// `75 000` or `75,000`.
std::string format_number(base::Language language, std::int64_t number);
/// `26 mars 2020`, `1er avril 2020` or `26 March 2020`.
std::string format_day(base::Language language, base::Day day);

/// `1 jour`, `3 jours`, `3 days`.
std::string format_days(base::Language language, std::int64_t days);

/// `fr` or `en`.
std::string_view language_code(base::Language language);
std::optional<base::Language> parse_language(std::string_view code);
/// The best of what Accept-Language asks for; French when it asks for neither.
/// Source      RFC 9110, section 12.5.4.
base::Language preferred_language(std::string_view accept_language);

}  // namespace relais::web
