#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "places/lookup.hpp"
#include "places/name.hpp"
#include "places/places.hpp"
#include "places/refusals.hpp"

namespace relais::places {
namespace {

constexpr std::size_t code_length = 5;
constexpr std::size_t names_shown_max = 8;

using base::Refusal;
using base::Result;

/// A postal or INSEE code whose leading zero a spreadsheet took, or to which it gave a decimal.
std::string mend_code(std::string_view text) {
  std::string code;
  std::copy_if(text.begin(), text.end(), std::back_inserter(code), [](char c) { return c != ' '; });
  if (code.ends_with(".0")) code.resize(code.size() - 2);
  const bool is_digits = std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (is_digits && code.size() == code_length - 1) code.insert(0, "0");
  if (code.size() == code_length && (code[1] == 'a' || code[1] == 'b'))
    code[1] = static_cast<char>(code[1] - 'a' + 'A');
  return code;
}

/// Whether `name` is `key` cut at the end of a word: `tardets` for `tardets sorholus`.
bool is_cut_of(std::string_view name, std::string_view key) {
  return key.size() > name.size() && key.starts_with(name) && key[name.size()] == ' ';
}

std::string names_of(const std::vector<NamedCommune>& candidates) {
  std::vector<std::string> names;
  for (const auto& [commune, key, is_former] : candidates) {
    auto name = fmt::format("{} ({})", commune.name, commune.departement);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  const bool too_many = names.size() > names_shown_max;
  if (too_many) names.resize(names_shown_max);
  return fmt::format("{}{}", fmt::join(names, ", "), too_many ? "…" : "");
}

std::string shown(std::string_view cell) { return std::string(cell.substr(0, 100)); }

class Matcher {
 public:
  Matcher(store::Reader& reader, const PlaceText& text)
      : reader_(reader),
        name_(base::trim(text.commune)),
        key_(name_key(name_)),
        postal_code_(mend(PlaceField::postal_code, text.postal_code)),
        insee_(mend(PlaceField::insee, text.insee)) {}

  Result<Match> run() {
    RELAIS_TRY(auto found, find());
    if (postal_code_.empty() || insee_.empty()) return finish(found);
    if (has_postal_code(reader_, found.commune.insee, postal_code_)) return finish(found);
    return Refusal(refusals::postal_code_not_of_commune, {postal_code_, found.commune.name, found.commune.insee});
  }

 private:
  std::string mend(PlaceField field, std::string_view text) {
    auto code = mend_code(base::trim(text));
    if (code != base::trim(text)) mended_.push_back({field, code});
    return code;
  }

  Result<NamedCommune> find() {
    if (!insee_.empty()) return find_by_insee();
    if (!postal_code_.empty()) return find_by_postal_code();
    if (!key_.empty()) return find_by_name();
    return Refusal(refusals::place_is_empty);
  }

  Result<NamedCommune> find_by_insee() {
    auto candidates = list_named_by_insee(reader_, insee_);
    if (candidates.empty()) candidates = candidates_of_former_insee();
    if (candidates.empty()) return Refusal(refusals::insee_unknown, {shown(insee_)});
    const auto own = std::find_if(candidates.begin(), candidates.end(), [](const auto& c) { return !c.is_former; });
    if (key_.empty() || is_city_of(*own)) return *own;
    auto chosen = choose(candidates);
    if (chosen.empty()) return Refusal(refusals::commune_not_of_insee, {shown(name_), insee_, own->commune.name});
    return chosen.front();
  }

  std::vector<NamedCommune> candidates_of_former_insee() {
    const auto current = current_insee(reader_, insee_);
    if (current.empty()) return {};
    insee_ = current;
    std::erase_if(mended_, [](const Mended& mended) { return mended.field == PlaceField::insee; });
    mended_.push_back({PlaceField::insee, current});
    return list_named_by_insee(reader_, current);
  }

  Result<NamedCommune> find_by_postal_code() {
    const auto candidates = list_named_by_postal_code(reader_, postal_code_);
    if (candidates.empty()) return Refusal(refusals::postal_code_unknown, {shown(postal_code_)});
    if (key_.empty()) return only_one_of(cities_among(candidates));
    const auto chosen = choose(candidates);
    if (!chosen.empty()) return only_one_of(chosen);
    return Refusal(refusals::commune_not_of_postal_code, {shown(name_), postal_code_, names_of(candidates)});
  }

  Result<NamedCommune> find_by_name() {
    auto candidates = list_named_by_key(reader_, key_);
    if (candidates.empty()) return Refusal(refusals::commune_unknown, {shown(name_)});
    return only_one_of(choose(candidates));
  }

  /// The candidates so named: by their own names, else by former ones, else by names that were cut.
  std::vector<NamedCommune> choose(const std::vector<NamedCommune>& candidates) const {
    const auto pick = [&](auto&& wanted) {
      std::vector<NamedCommune> picked;
      std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(picked), wanted);
      return picked;
    };
    auto chosen = pick([&](const auto& c) { return !c.is_former && c.key == key_; });
    if (chosen.empty()) chosen = pick([&](const auto& c) { return c.key == key_; });
    if (chosen.empty()) chosen = pick([&](const auto& c) { return is_cut_of(key_, c.key); });
    return chosen;
  }

  Result<NamedCommune> only_one_of(const std::vector<NamedCommune>& chosen) const {
    const auto other = [&](const auto& c) { return c.commune.insee != chosen.front().commune.insee; };
    if (std::any_of(chosen.begin(), chosen.end(), other)) {
      return Refusal(refusals::commune_is_ambiguous, {names_of(chosen)});
    }
    return chosen.front();
  }

  static std::vector<NamedCommune> cities_among(const std::vector<NamedCommune>& candidates) {
    std::vector<NamedCommune> cities;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(cities),
                 [](const auto& c) { return c.commune.city.empty() && !c.is_former; });
    return cities;
  }

  /// `Paris` is a right name for the code of its 13th arrondissement.
  bool is_city_of(const NamedCommune& arrondissement) const {
    if (arrondissement.commune.city.empty()) return false;
    const auto city = find_commune(reader_, arrondissement.commune.city);
    return city && name_key(city->name) == key_;
  }

  Result<Match> finish(const NamedCommune& found) {
    const auto own_key = name_key(found.commune.name);
    const bool same_name = key_.empty() || key_ == own_key || is_city_of(found);
    if (!same_name) mended_.push_back({PlaceField::commune, found.commune.name});
    Match match{found.commune, std::nullopt, postal_code_, std::move(mended_)};
    if (!found.commune.city.empty()) {
      match.arrondissement = found.commune;
      match.commune = find_commune(reader_, found.commune.city).value();
    } else if (!postal_code_.empty()) {
      match.arrondissement = find_arrondissement(reader_, found.commune.insee, postal_code_);
    }
    return match;
  }

  store::Reader& reader_;
  std::vector<Mended> mended_;  // before the codes, whose mending fills it
  std::string_view name_;
  std::string key_;
  std::string postal_code_;
  std::string insee_;
};

}  // namespace

Result<Match> match_commune(store::Reader& reader, const PlaceText& text) { return Matcher(reader, text).run(); }

PlaceField field_of(const Refusal& refusal) {
  using namespace refusals;
  if (refusal.is(insee_unknown)) return PlaceField::insee;
  if (refusal.is(postal_code_unknown) || refusal.is(postal_code_not_of_commune)) return PlaceField::postal_code;
  return PlaceField::commune;
}

}  // namespace relais::places
