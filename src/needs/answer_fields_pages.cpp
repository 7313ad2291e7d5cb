#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "needs/census_pages.hpp"
#include "needs/refusals.hpp"
#include "web/choice.hpp"
#include "web/i18n.hpp"

namespace relais::needs {
namespace {

using accounts::FormErrors;
using base::Language;
using base::Refusal;
using catalogue::Product;
using web::Data;
using web::Request;

std::string key_of(Audience audience, std::string_view product) {
  return fmt::format("{}.{}", catalogue::code_of(audience), product);
}

std::string text_at(const TypedAnswer& typed, const std::string& field) {
  const auto found = typed.find(field);
  return found == typed.end() ? std::string() : found->second;
}

/// A kit or a device is given once to a person: its quantity is the number of people.
bool may_be_several(const Catalogue& catalogue, const Product& product) {
  return !product.is_kit() && !catalogue.gives_device(product);
}

bool is_said(const TypedAnswer& typed, const std::string& key) {
  return !(text_at(typed, "people." + key) + text_at(typed, "quantity." + key)).empty();
}

/// Each pair of audience and product that the form shows: what the round asks, and what was said beyond it.
template <class Function>
void for_each_pair(const TypedAnswer& typed, const AnswerForm& form, Function&& function) {
  for (const auto audience : catalogue::audiences)
    for (const auto& product : form.catalogue.products) {
      const auto key = key_of(audience, product.code);
      const bool is_asked = form.round.terms.asks(audience) && form.round.terms.asks_product(product.code);
      if (is_asked || is_said(typed, key)) function(audience, product, key);
    }
}

/// The field that a refusal of a line is about.
std::string field_of_line(const Refusal& refusal, const AnswerLine& line, const std::string& key, bool has_quantity) {
  if (refusal.is(refused::waiting_since_future)) return fmt::format("since.{}", catalogue::code_of(line.audience));
  const bool is_of_quantity = refusal.is(refused::quantity_not_positive) || refusal.is(refused::exceeds_people);
  return (is_of_quantity && has_quantity ? "quantity." : "people.") + key;
}

std::optional<std::int64_t> typed_count(const TypedAnswer& typed, const std::string& field, FormErrors& errors) {
  const auto number = base::parse_integer(text_at(typed, field));
  if (!number) errors.add(field, Refusal(refused::not_a_number));
  return number;
}

Data urgency_choices(std::string_view chosen, Language language) {
  Data list(Data::type::list);
  for (const auto urgency : urgencies)
    list << web::choice(code_of(urgency), label_of(urgency).in(language),
                        chosen.empty() ? code_of(Urgency::normal) : chosen);
  return list;
}

void set_error(Data& row, const Data& errors, const std::string& field, const std::string& flag,
               const std::string& text) {
  const auto* error = errors.get(field + "_error");
  row.set(flag, error != nullptr);
  row.set(text, error != nullptr ? error->string_value() : std::string());
}

Data answer_row(const TypedAnswer& typed, const AnswerForm& form, const Product& product, const std::string& key,
                const Data& errors, Language language) {
  Data row;
  row.set("key", key);
  row.set("name", product.name.in(language));
  row.set("people", text_at(typed, "people." + key));
  row.set("quantity", text_at(typed, "quantity." + key));
  row.set("has_quantity", may_be_several(form.catalogue, product));
  row.set("urgencies", urgency_choices(text_at(typed, "urgency." + key), language));
  set_error(row, errors, "people." + key, "is_wrong", "wrong");
  set_error(row, errors, "quantity." + key, "is_quantity_wrong", "quantity_wrong");
  return row;
}

/// The rows of one audience; `people` is what stands in them, to be seen while the part is closed.
struct AudienceRows {
  Data kits{Data::type::list}, kinds{Data::type::list};
  bool has_kinds = false, is_said = false, is_kinds_said = false;
  std::int64_t people = 0;
};

Data audience_data(const AudienceRows& rows, Audience audience, const TypedAnswer& typed, const Data& errors,
                   bool is_first, Language language) {
  const std::string code(catalogue::code_of(audience));
  Data data;
  data.set("audience", code);
  data.set("label", catalogue::label_of(audience).in(language));
  data.set("kits", rows.kits);
  data.set("kinds", rows.kinds);
  data.set("has_kinds", rows.has_kinds);
  data.set("is_kinds_open", rows.is_kinds_said || rows.kits.is_empty_list());
  data.set("has_people", rows.people > 0);
  data.set("people", web::format_number(language, rows.people));
  data.set("since", text_at(typed, "since." + code));
  set_error(data, errors, "since." + code, "since_is_wrong", "since_wrong");
  data.set("is_open", is_first || rows.is_said || !text_at(typed, "since." + code).empty());
  return data;
}

}  // namespace

TypedAnswer typed_answer(const Request& request, const AnswerForm& form) {
  TypedAnswer typed;
  const auto take = [&](const std::string& field) {
    if (const auto text = request.form.text(field); !text.empty()) typed.emplace(field, text);
  };
  for (const auto audience : catalogue::audiences) {
    take(fmt::format("since.{}", catalogue::code_of(audience)));
    for (const auto& product : form.catalogue.products)
      for (const auto* part : {"people.", "quantity.", "urgency."}) take(part + key_of(audience, product.code));
  }
  take("nothing");
  return typed;
}

TypedAnswer typed_of(const Answer& answer, const Catalogue& catalogue) {
  TypedAnswer typed;
  for (const auto& need : answer.needs) {
    const auto& product = catalogue.product(need.product);
    const auto key = key_of(need.audience, product.code);
    typed["people." + key] = std::to_string(need.people);
    if (need.quantity != need.people) typed["quantity." + key] = std::to_string(need.quantity);
    typed["urgency." + key] = code_of(need.urgency);
    auto& since = typed[fmt::format("since.{}", catalogue::code_of(need.audience))];
    if (!need.waiting_since) continue;
    const auto day = base::iso_day(*need.waiting_since);
    if (since.empty() || day < since) since = day;
  }
  if (answer.needs.empty()) typed["nothing"] = "1";
  return typed;
}

std::vector<AnswerLine> lines_of(const TypedAnswer& typed, const AnswerForm& form, base::Day today,
                                 FormErrors& errors) {
  std::map<Audience, std::optional<base::Day>> since;
  for (const auto audience : catalogue::audiences) {
    const auto field = fmt::format("since.{}", catalogue::code_of(audience));
    const auto text = text_at(typed, field);
    since[audience] = base::parse_day(text);
    if (!since[audience] && !text.empty()) errors.add(field, Refusal(refused::day_malformed));
  }
  std::vector<AnswerLine> lines;
  for_each_pair(typed, form, [&](Audience audience, const Product& product, const std::string& key) {
    if (!is_said(typed, key)) return;
    const auto people = typed_count(typed, "people." + key, errors);
    if (!people) return;
    auto quantity = people;
    if (!text_at(typed, "quantity." + key).empty()) quantity = typed_count(typed, "quantity." + key, errors);
    if (!quantity) return;
    const auto urgency = parse_urgency(text_at(typed, "urgency." + key)).value_or(Urgency::normal);
    const AnswerLine line{audience, product.code, *people, *quantity, urgency, since[audience]};
    if (const auto checked = check_line(form.catalogue, form.round, form.structure, line, today); !checked)
      errors.add(field_of_line(checked.refusal(), line, key, may_be_several(form.catalogue, product)),
                 checked.refusal());
    lines.push_back(line);
  });
  return lines;
}

void set_answer_fields(Data& data, const TypedAnswer& typed, const AnswerForm& form, Language language) {
  std::map<Audience, AudienceRows> by_audience;
  for_each_pair(typed, form, [&](Audience audience, const Product& product, const std::string& key) {
    auto& rows = by_audience[audience];
    const auto row = answer_row(typed, form, product, key, data, language);
    if (product.is_kit()) {
      rows.kits << row;
    } else {
      rows.kinds << row;
      rows.has_kinds = true;
      rows.is_kinds_said |= is_said(typed, key);
    }
    rows.is_said |= is_said(typed, key);
    rows.people = std::max(rows.people, base::parse_integer(text_at(typed, "people." + key)).value_or(0));
  });
  Data audiences(Data::type::list);
  const bool is_blank =
      std::none_of(by_audience.begin(), by_audience.end(), [](const auto& entry) { return entry.second.is_said; });
  bool is_first = is_blank;
  for (const auto& [audience, rows] : by_audience) {
    audiences << audience_data(rows, audience, typed, data, is_first, language);
    is_first = false;
  }
  data.set("audiences", audiences);
  data.set("is_nothing", !text_at(typed, "nothing").empty());
}

}  // namespace relais::needs
