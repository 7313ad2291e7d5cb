#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "directory/directory.hpp"
#include "directory/listing_store.hpp"
#include "directory/refusals.hpp"
#include "places/refusals.hpp"

namespace relais::directory {
namespace {

constexpr int communes_shown_max = 6;
constexpr int page_size_max = 500;

using base::Refusal;
using base::Result;
using places::Commune;

struct Question {
  std::string postal_code;
  std::string name;
};

/// `64000`, `Pau`, `64000 Pau`, `Pau (64000)`.
Question parse_question(std::string_view where) {
  Question question;
  const auto folded = base::fold(where);
  for (const auto word : base::split(folded, ' ')) {
    const bool is_number = !word.empty() && word.find_first_not_of("0123456789") == word.npos;
    if (is_number && (word.size() == 4 || word.size() == 5) && question.postal_code.empty()) {
      question.postal_code = word.size() == 4 ? fmt::format("0{}", word) : std::string(word);
    } else if (!word.empty()) {
      question.name += question.name.empty() ? std::string(word) : fmt::format(" {}", word);
    }
  }
  return question;
}

Result<std::vector<Commune>> communes_meant(store::Reader& reader, const Question& question) {
  if (!question.postal_code.empty() && !question.name.empty()) {
    RELAIS_TRY(const auto match,
               places::match_commune(reader, {.postal_code = question.postal_code, .commune = question.name}));
    return std::vector<Commune>{match.arrondissement ? *match.arrondissement : match.commune};
  }
  if (!question.postal_code.empty()) {
    auto communes = places::list_communes_by_postal_code(reader, question.postal_code);
    if (communes.empty()) return Refusal(places::refusals::postal_code_unknown, {question.postal_code});
    return communes;
  }
  if (question.name.empty()) return Refusal(refusals::where_is_unclear);
  auto communes = places::search_communes(reader, question.name, communes_shown_max);
  if (communes.empty()) return Refusal(places::refusals::commune_unknown, {question.name});
  return communes;
}

/// A page key is `PLACE.ID`: where the page before ended, in the order of the list.
struct Key {
  std::string place;
  std::int64_t id = 0;
};

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Key> parse_key(std::string_view text) {
  const auto dot = text.rfind('.');
  if (dot == text.npos || !base::is_valid_utf8(text) || text.find('\0') != text.npos) return std::nullopt;
  const auto id = number_in(text.substr(dot + 1));
  if (!id) return std::nullopt;
  return Key{std::string(text.substr(0, dot)), *id};
}

/// One row more than the page was asked for: it says that there is a next page.
Page page_of(std::vector<Keyed> found, int size) {
  Page page;
  const bool has_next = found.size() > static_cast<std::size_t>(size);
  if (has_next) found.resize(static_cast<std::size_t>(size));
  if (has_next) page.next = fmt::format("{}.{}", found.back().key, found.back().listing.organisation.value);
  for (auto& keyed : found) page.listings.push_back(std::move(keyed.listing));
  return page;
}

int size_of(const PageRequest& page) { return std::clamp(page.size, 1, page_size_max); }

Result<Search> search_around(store::Reader& reader, const Accredited& which, const Commune& commune,
                             const PageRequest& page) {
  std::int64_t after_nearness = -1;
  std::int64_t after_id = 0;
  if (!page.after.empty()) {
    const auto key = parse_key(page.after);
    const auto nearness = key ? number_in(key->place) : std::nullopt;
    if (!nearness) return Refusal(refusals::page_key_malformed);
    after_nearness = *nearness;
    after_id = key->id;
  }
  Search search{.around = commune, .could_be = {}, .page = {}};
  const auto size = size_of(page);
  search.page =
      page_of(listings_around(reader, which, Around::point(commune.centre), after_nearness, after_id, size + 1), size);
  for (auto& near : search.page.listings) near.distance_m = places::distance_m(commune.centre, *near.position);
  return search;
}

}  // namespace

Result<Page> list_accredited(store::Reader& reader, people::ProgrammeId programme, std::string_view departement,
                             base::Day today, const PageRequest& page) {
  Key after;
  if (!page.after.empty()) {
    const auto parsed = parse_key(page.after);
    if (!parsed) return Refusal(refusals::page_key_malformed);
    after = *parsed;
  }
  const auto size = size_of(page);
  return page_of(listings_of_departement(reader, {programme, today}, departement, after.place, after.id, size + 1),
                 size);
}

Result<Search> search_accredited(store::Reader& reader, people::ProgrammeId programme, std::string_view where,
                                 base::Day today, const PageRequest& page) {
  RELAIS_TRY(auto communes, communes_meant(reader, parse_question(where)));
  RELAIS_TRY(auto search, search_around(reader, {programme, today}, communes.front(), page));
  search.could_be.assign(communes.begin() + 1, communes.end());
  return search;
}

Result<Search> search_accredited_around(store::Reader& reader, people::ProgrammeId programme, std::string_view insee,
                                        base::Day today, const PageRequest& page) {
  const auto commune = places::find_commune(reader, insee);
  if (!commune) return Refusal(places::refusals::commune_unknown, {std::string(insee)});
  return search_around(reader, {programme, today}, *commune, page);
}

Result<Search> search_accredited_near(store::Reader& reader, people::ProgrammeId programme, places::Point here,
                                      base::Day today, const PageRequest& page) {
  Commune visitor;
  visitor.centre = here;
  return search_around(reader, {programme, today}, visitor, page);
}

}  // namespace relais::directory
