#include "catalogue/draft.hpp"

#include <algorithm>
#include <set>

#include "catalogue/refusals.hpp"

namespace relais::catalogue {
namespace {

using base::Done;
using base::Refusal;
using base::Result;

bool is_kind_of(const Catalogue& draft, KindId id) {
  return id.value >= 1 && id.value <= static_cast<std::int64_t>(draft.kinds.size());
}

const Kind& kind_at(const Catalogue& draft, KindId id) {
  return draft.kinds.at(static_cast<std::size_t>(id.value - 1));
}

Result<> check_named(const std::string& code, const Label& name) {
  if (code.empty()) return Refusal(refused::code_missing);
  if (name.french.empty() || name.english.empty()) return Refusal(refused::name_missing, {code});
  return Done{};
}

Result<> check_programme(const Programme& programme) {
  RELAIS_TRY_DONE(check_named(programme.code, programme.name));
  if (programme.ends_on && *programme.ends_on < programme.starts_on)
    return Refusal(refused::dates_reversed, {base::iso_day(programme.starts_on), base::iso_day(*programme.ends_on)});
  return Done{};
}

Result<> check_codes(const Catalogue& draft) {
  std::set<std::string_view> seen;
  for (const auto& kind : draft.kinds)
    if (!seen.insert(kind.code).second) return Refusal(refused::code_repeated, {kind.code});
  for (const auto& product : draft.products)
    if (!seen.insert(product.code).second) return Refusal(refused::code_repeated, {product.code});
  return Done{};
}

Result<> check_kind(const Catalogue& draft, const Kind& kind) {
  RELAIS_TRY_DONE(check_named(kind.code, kind.name));
  if (kind.volume_gb < 0) return Refusal(refused::negative_figure, {kind.code, "volume_gb"});
  if (kind.validity_days < 0) return Refusal(refused::negative_figure, {kind.code, "validity_days"});
  const bool has_credit = kind.volume_gb > 0 || kind.validity_days > 0 || kind.has_unlimited_calls;
  if (kind.category != Category::top_up && has_credit) return Refusal(refused::only_top_ups_have_volume, {kind.code});
  for (const auto served : kind.serves)
    if (!is_kind_of(draft, served)) return Refusal(refused::kind_unknown, {kind.code});
  return Done{};
}

/// Whether `from` reaches `wanted` through what it serves. The kinds already looked at are in `seen`.
bool reaches(const Catalogue& draft, KindId from, KindId wanted, std::set<KindId>& seen) {
  const auto& serves = kind_at(draft, from).serves;
  return std::any_of(serves.begin(), serves.end(), [&](KindId served) {
    return served == wanted || (seen.insert(served).second && reaches(draft, served, wanted, seen));
  });
}

Result<> check_serves(const Catalogue& draft) {
  for (std::size_t index = 0; index < draft.kinds.size(); ++index) {
    const KindId kind{static_cast<std::int64_t>(index) + 1};
    std::set<KindId> seen;
    if (reaches(draft, kind, kind, seen)) return Refusal(refused::serves_cycle, {kind_at(draft, kind).code});
  }
  return Done{};
}

Result<> check_product(const Catalogue& draft, const Product& product) {
  RELAIS_TRY_DONE(check_named(product.code, product.name));
  if (product.parts.empty()) return Refusal(refused::product_is_empty, {product.code});
  std::set<KindId> seen;
  for (const auto& part : product.parts) {
    if (!is_kind_of(draft, part.kind)) return Refusal(refused::kind_unknown, {product.code});
    const auto& code = kind_at(draft, part.kind).code;
    if (part.quantity < 1) return Refusal(refused::part_not_positive, {product.code, code});
    if (!seen.insert(part.kind).second) return Refusal(refused::part_repeated, {product.code, code});
  }
  return Done{};
}

Result<> check_targets(const Catalogue& draft) {
  std::set<std::pair<Audience, Measure>> seen;
  for (const auto& target : draft.targets) {
    const std::string audience(code_of(target.audience));
    if (target.people < 0) return Refusal(refused::negative_figure, {audience, "people"});
    if (!seen.insert({target.audience, target.measure}).second)
      return Refusal(refused::target_repeated, {audience, std::string(code_of(target.measure))});
  }
  return Done{};
}

}  // namespace

Result<> check_draft(const Catalogue& draft) {
  RELAIS_TRY_DONE(check_programme(draft.programme));
  RELAIS_TRY_DONE(check_codes(draft));
  for (const auto& kind : draft.kinds) RELAIS_TRY_DONE(check_kind(draft, kind));
  RELAIS_TRY_DONE(check_serves(draft));
  for (const auto& product : draft.products) RELAIS_TRY_DONE(check_product(draft, product));
  return check_targets(draft);
}

}  // namespace relais::catalogue
