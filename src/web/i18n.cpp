#include "web/i18n.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <locale>
#include <span>
#include <vector>

#include <fmt/core.h>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>

#include "base/embedded.hpp"
#include "base/text.hpp"

std::span<const relais::base::EmbeddedFile> relais_catalogue_files();

namespace relais::web {
namespace {

using Catalogue = boost::locale::message_format<char>;
constexpr int domain = 0;

/// Stands for the reading of a file: there is one catalogue, inside the program.
std::vector<char> english_catalogue_bytes(const std::string&, const std::string&) {
  const auto bytes = relais_catalogue_files().front().bytes;
  return {bytes.begin(), bytes.end()};
}

const Catalogue& english() {
  // The facet belongs to the locale, which must therefore live as long.
  static const std::locale texts = [] {
    boost::locale::gnu_gettext::messages_info info;
    info.language = "en";
    info.encoding = "UTF-8";
    info.domains.emplace_back("relais");
    info.paths.emplace_back("");
    info.callback = english_catalogue_bytes;
    return std::locale(std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info));
  }();
  return std::use_facet<Catalogue>(texts);
}

std::string with_number(std::string text, base::Language language, std::int64_t number) {
  if (const auto at = text.find("{}"); at != text.npos) text.replace(at, 2, format_number(language, number));
  return text;
}

constexpr std::array french_months{"janvier", "février", "mars",      "avril",   "mai",      "juin",
                                   "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
constexpr std::array english_months{"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};

/// `fr-FR;q=0.8` -> the language and 800; nothing when it is neither French nor English.
std::optional<std::pair<base::Language, int>> parse_preference(std::string_view entry) {
  const auto end = std::min(entry.find(';'), entry.size());
  const auto language = parse_language(base::trim(entry.substr(0, std::min(end, entry.find('-')))));
  if (!language) return std::nullopt;
  double quality = 1;
  if (const auto at = entry.find("q="); at != entry.npos) {
    std::from_chars(entry.data() + at + 2, entry.data() + entry.size(), quality);
  }
  return std::pair(*language, static_cast<int>(std::clamp(quality, 0.0, 1.0) * 1000));
}

}  // namespace

std::optional<std::string> find_translation(base::Language language, std::string_view french) {
  const std::string key(french);
  // The empty key is the catalogue's own header.
  if (language == base::Language::french || french.empty()) return key;
  const char* found = english().get(domain, nullptr, key.c_str());
  return found ? std::optional<std::string>(found) : std::nullopt;
}

std::string translate(base::Language language, std::string_view french) {
  return find_translation(language, french).value_or(std::string(french));
}

std::string translate_plural(base::Language language, std::string_view one, std::string_view many, std::int64_t count) {
  const bool french_singular = count >= -1 && count <= 1;
  std::string text(french_singular ? one : many);
  if (language == base::Language::english) {
    // The catalogue knows only int; beyond it every number is a plural.
    const int form = count == 1 ? 1 : 2;
    if (const char* found = english().get(domain, nullptr, std::string(one).c_str(), form)) text = found;
  }
  return with_number(std::move(text), language, count);
}

std::string format_number(base::Language language, std::int64_t number) {
  return base::format_integer(number, language == base::Language::french);
}

std::string format_day(base::Language language, base::Day day) {
  const std::chrono::year_month_day date(day);
  const auto number = static_cast<unsigned>(date.day());
  const auto month = static_cast<unsigned>(date.month()) - 1;
  const auto year = static_cast<int>(date.year());
  if (language == base::Language::english) return fmt::format("{} {} {}", number, english_months[month], year);
  return fmt::format("{}{} {} {}", number, number == 1 ? "er" : "", french_months[month], year);
}

std::string format_days(base::Language language, std::int64_t days) {
  return translate_plural(language, "{} jour", "{} jours", days);
}

std::string_view language_code(base::Language language) { return language == base::Language::french ? "fr" : "en"; }

std::optional<base::Language> parse_language(std::string_view code) {
  if (code == "fr") return base::Language::french;
  if (code == "en") return base::Language::english;
  return std::nullopt;
}

base::Language preferred_language(std::string_view accept_language) {
  base::Language best = base::Language::french;
  int quality_best = 0;
  for (const auto entry : base::split(accept_language, ',')) {
    const auto preference = parse_preference(entry);
    if (preference && preference->second > quality_best) std::tie(best, quality_best) = *preference;
  }
  return best;
}

}  // namespace relais::web
