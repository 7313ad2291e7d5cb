#include "allocation/policy_form_pages.hpp"

#include <algorithm>

#include "allocation/refusals.hpp"
#include "base/text.hpp"
#include "web/choice.hpp"
#include "web/i18n.hpp"

namespace relais::allocation {
namespace {

using accounts::FormErrors;
using base::Language;
using base::Refusal;
using web::Data;
using web::Fields;
using web::translate;

constexpr std::int64_t weight_of_person_max = 1'000;  // as allocation::check has it
constexpr std::int64_t units_max = 1'000'000;
constexpr std::int64_t tiers_offered = 3;

std::string of(std::string_view field, std::string_view code) { return std::string(field) + '.' + std::string(code); }

UrgencyRule& rule_in(Policy& policy, Urgency urgency) {
  return urgency == Urgency::vital ? policy.vital : urgency == Urgency::high ? policy.high : policy.normal;
}

std::vector<std::string> served_by_catalogue(const Catalogue& catalogue, const catalogue::Kind& kind) {
  std::vector<std::string> codes;
  for (const auto id : kind.serves) codes.push_back(catalogue.kind(id).code);
  std::sort(codes.begin(), codes.end());
  return codes;
}

std::vector<std::string> served_by(const Policy& policy, const Catalogue& catalogue, const catalogue::Kind& kind) {
  for (const auto& serving : policy.serves)
    if (serving.kind_code == kind.code) return serving.served_codes;
  return served_by_catalogue(catalogue, kind);
}

Data tier_choices(std::string_view chosen, Language language) {
  Data list(Data::type::list);
  const auto tier = base::parse_integer(chosen).value_or(0);
  for (std::int64_t one = 0; one < std::max(tiers_offered, std::min<std::int64_t>(tier, fairness::tier_max) + 1); ++one)
    list << web::choice(std::to_string(one),
                        one == 0 ? translate(language, "en premier")
                                 : translate(language, "après le rang") + ' ' + web::format_number(language, one - 1),
                        std::to_string(tier));
  return list;
}

void set_field(Data& row, const std::string& name, const std::string& field, const Fields& typed, const Data& errors) {
  const auto* error = errors.get(field + "_error");
  row.set(name, std::string(typed.text(field)));
  row.set(name + "_field", field);
  row.set(name + "_is_wrong", error != nullptr);
  row.set(name + "_wrong", error != nullptr ? error->string_value() : std::string());
}

Data urgency_rows(const Fields& typed, const Data& errors, Language language) {
  Data rows(Data::type::list);
  for (const auto urgency : needs::urgencies) {
    const auto code = needs::code_of(urgency);
    Data row;
    row.set("label", needs::label_of(urgency).in(language));
    set_field(row, "weight", of("weight", code), typed, errors);
    row.set("tier_field", of("tier", code));
    row.set("tiers", tier_choices(typed.text(of("tier", code)), language));
    rows << row;
  }
  return rows;
}

Data lot_rows(const Fields& typed, const Catalogue& catalogue, const Data& errors, Language language) {
  Data rows(Data::type::list);
  for (const auto& product : catalogue.products) {
    Data row;
    row.set("label", product.name.in(language));
    set_field(row, "units", of("lot", product.code), typed, errors);
    rows << row;
  }
  return rows;
}

/// Only kinds of one category could stand in for one another.
Data serving_rows(const Fields& typed, const Catalogue& catalogue, Language language) {
  Data rows(Data::type::list);
  for (const auto& kind : catalogue.kinds) {
    const auto field = of("serves", kind.code);
    const auto chosen = typed.list(field);
    Data served(Data::type::list);
    bool is_alone = true;
    for (const auto& other : catalogue.kinds) {
      if (other.id == kind.id || other.category != kind.category) continue;
      const bool is_chosen = std::find(chosen.begin(), chosen.end(), other.code) != chosen.end();
      auto choice = web::choice(other.code, other.name.in(language), is_chosen ? other.code : "");
      choice.set("field", field);
      served << choice;
      is_alone = false;
    }
    if (is_alone) continue;
    Data row;
    row.set("label", kind.name.in(language));
    row.set("served", served);
    rows << row;
  }
  return rows;
}

}  // namespace

Fields fields_of(const Policy& policy, const Catalogue& catalogue) {
  Fields fields;
  for (const auto urgency : needs::urgencies) {
    const auto& rule = policy.rule_of(urgency);
    fields.add(of("weight", needs::code_of(urgency)), std::to_string(rule.weight));
    fields.add(of("tier", needs::code_of(urgency)), std::to_string(rule.tier));
  }
  fields.add("departement_floor", std::to_string(policy.departement_floor));
  if (policy.substitutes) fields.add("substitutes", "1");
  for (const auto& product : catalogue.products) {
    std::int64_t units = 1;
    for (const auto& lot : policy.minimum_lots)
      if (lot.product_code == product.code) units = lot.units;
    fields.add(of("lot", product.code), std::to_string(units));
  }
  for (const auto& kind : catalogue.kinds)
    for (const auto& served : served_by(policy, catalogue, kind)) fields.add(of("serves", kind.code), served);
  return fields;
}

std::int64_t read_number(const Fields& typed, const std::string& field, Range range, FormErrors& errors) {
  const auto number = base::parse_integer(typed.text(field));
  if (number && *number >= range.min && *number <= range.max) return *number;
  errors.add(field, Refusal(refused::not_between, {std::to_string(range.min), std::to_string(range.max)}));
  return range.min;
}

Policy read_policy(const Fields& typed, const Catalogue& catalogue, FormErrors& errors) {
  Policy policy;
  for (const auto urgency : needs::urgencies) {
    const auto code = needs::code_of(urgency);
    auto& rule = rule_in(policy, urgency);
    rule.weight = read_number(typed, of("weight", code), {1, weight_of_person_max}, errors);
    rule.tier = static_cast<std::int32_t>(read_number(typed, of("tier", code), {0, fairness::tier_max}, errors));
  }
  policy.departement_floor = read_number(typed, "departement_floor", {0, units_max}, errors);
  policy.substitutes = typed.has("substitutes");
  for (const auto& product : catalogue.products) {
    const auto units = read_number(typed, of("lot", product.code), {1, units_max}, errors);
    if (units > 1) policy.minimum_lots.push_back({product.code, units});
  }
  for (const auto& kind : catalogue.kinds) {
    std::vector<std::string> served;
    for (const auto code : typed.list(of("serves", kind.code))) served.emplace_back(code);
    std::sort(served.begin(), served.end());
    served.erase(std::unique(served.begin(), served.end()), served.end());
    if (served != served_by_catalogue(catalogue, kind)) policy.serves.push_back({kind.code, std::move(served)});
  }
  return policy;
}

void set_policy_fields(Data& data, const Fields& typed, const Catalogue& catalogue, Language language) {
  data.set("urgencies", urgency_rows(typed, data, language));
  data.set("lots", lot_rows(typed, catalogue, data, language));
  data.set("servings", serving_rows(typed, catalogue, language));
  data.set("substitutes", typed.has("substitutes"));
  data.set("departement_floor", std::string(typed.text("departement_floor")));
}

}  // namespace relais::allocation
