#include "places/name.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace relais::places {
namespace {

constexpr std::size_t beginning_letters = 3;

bool is_article(std::string_view word) { return word == "le" || word == "la" || word == "les" || word == "l"; }

/// `13e`, `1er`, `08`, `13` -> `13`, `1`, `8`, `13`; empty when the word is no rank.
std::string_view rank_of(std::string_view word) {
  const auto digits = std::min(word.find_first_not_of("0123456789"), word.size());
  const auto suffix = word.substr(digits);
  if (digits == 0 || !(suffix.empty() || suffix == "e" || suffix == "er" || suffix == "eme")) return {};
  const auto rank = word.substr(0, digits);
  return rank.substr(std::min(rank.find_first_not_of('0'), rank.size() - 1));
}

std::string_view spelt_out(std::string_view word) {
  if (word == "st") return "saint";
  if (word == "ste") return "sainte";
  if (word == "s") return "sur";
  if (word == "arrondissement") return {};
  const auto rank = rank_of(word);
  return rank.empty() ? word : rank;
}

}  // namespace

std::string name_key(std::string_view name) {
  const auto folded = base::fold(name);
  std::vector<std::string_view> words;
  for (const auto word : base::split(folded, ' ')) {
    if (word == "cedex") break;
    if (const auto spelt = spelt_out(word); !spelt.empty()) words.push_back(spelt);
  }
  if (words.size() > 1 && is_article(words.back())) std::rotate(words.begin(), words.end() - 1, words.end());
  std::string key;
  for (const auto word : words) {
    if (!key.empty()) key += ' ';
    key += word;
  }
  return key;
}

std::string beginning_of(std::string_view key) {
  if (key.size() < beginning_letters) return {};
  return std::string(key.substr(0, beginning_letters));
}

}  // namespace relais::places
