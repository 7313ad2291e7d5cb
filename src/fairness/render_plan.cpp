#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/check.hpp"
#include "fairness/instance_json.hpp"

namespace relais::fairness {
namespace {

using ordered = nlohmann::ordered_json;

template <class Items>
std::vector<std::uint32_t> by_id(const Items& items) {
  std::vector<std::uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto comes_before = [&](auto a, auto b) { return items[a].id < items[b].id; };
  if (!std::is_sorted(order.begin(), order.end(), comes_before)) std::sort(order.begin(), order.end(), comes_before);
  return order;
}

/// An id that is not UTF-8 gets replacement characters, never an exception.
std::string text_of(const ordered& value) { return value.dump(-1, ' ', false, ordered::error_handler_t::replace); }

/// One element a line of text, so that two files can be compared.
template <class Items, class Render>
std::string render_list(const Items& items, const Render& render) {
  std::string text = "[";
  for (const auto& item : items) text += (text.size() > 1 ? ",\n  " : "\n  ") + text_of(render(item));
  return text + (text.size() > 1 ? "\n ]" : "]");
}

/// A list of lines: there may be a million, so that they are written at once into the text they are for, without a
/// tree of values in between, and without moving what is written already.
template <class Append>
void append_lines(std::string& text, const Instance& instance, const Append& append) {
  constexpr std::size_t rest_of_line = 160;
  std::size_t ids = 0;
  for (const auto& line : instance.lines) ids += line.id.size();
  text.reserve(text.size() + ids + rest_of_line * instance.lines.size());
  bool is_first = true;
  text.push_back('[');
  for (const auto at : by_id(instance.lines)) {
    text.append(is_first ? "\n  " : ",\n  ");
    is_first = false;
    append(text, at);
  }
  text.append(is_first ? "]" : "\n ]");
}

void append_text(std::string& text, const std::string& value) {
  const bool is_plain =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < '\x7f' && c != '"' && c != '\\'; });
  if (!is_plain) {
    text.append(text_of(value));
    return;
  }
  text.push_back('"');
  text.append(value);
  text.push_back('"');
}

void append_integer(std::string& text, std::string_view before, std::int64_t value) {
  text.append(before);
  const fmt::format_int digits(value);
  text.append(digits.data(), digits.data() + digits.size());
}

void append_fraction(std::string& text, std::string_view before, const std::optional<Key>& key) {
  text.append(before);
  if (!key) {
    text.append("null");
    return;
  }
  append_integer(text, "[", key->numerator);
  append_integer(text, ",", key->denominator);
  text.push_back(']');
}

ordered fraction(const Key& key) { return ordered::array({key.numerator, key.denominator}); }

ordered block(const Instance& instance, const Block& one) {
  return {{"line", instance.lines[one.line].id}, {"units", one.units}, {"key", fraction(one.key)}};
}

ordered names_of(const Instance& instance, const std::vector<KindIndex>& kinds) {
  auto names = ordered::array();
  for (const auto kind : kinds) names.push_back(instance.kinds[kind].id);
  return names;
}

const char* word_for(LineEnd end) {
  switch (end) {
    case LineEnd::met:
      return "met";
    case LineEnd::refused:
      return "refused";
    case LineEnd::closed:
      return "closed";
  }
  base::throw_defect("a line ends in an unknown way", __FILE__, __LINE__);
}

void append_planned(std::string& text, const Instance& instance, const Plan& plan, LineIndex at) {
  const auto figures = figures_of(instance, plan, at);
  text.append(std::string_view("{\"id\":"));
  append_text(text, instance.lines[at].id);
  append_integer(text, ",\"granted\":", figures.granted);
  append_integer(text, ",\"owed\":", figures.owed);
  append_integer(text, ",\"unmet\":", figures.unmet);
  append_fraction(text, ",\"level\":", figures.level);
  append_fraction(text, ",\"next\":", figures.next ? std::optional(figures.next->key) : std::nullopt);
  text.append(std::string_view(",\"end\":\""));
  text.append(std::string_view(word_for(figures.end)));
  text.append(std::string_view("\"}"));
}

void append_asked(std::string& text, const Instance& instance, const std::vector<std::string>& products, LineIndex at) {
  const auto& line = instance.lines[at];
  text.append(std::string_view("{\"id\":"));
  append_text(text, line.id);
  text.append(std::string_view(",\"product\":"));
  text.append(products[line.product]);
  append_integer(text, ",\"tier\":", line.tier);
  append_integer(text, ",\"weight\":", line.weight);
  append_integer(text, ",\"cap\":", line.cap);
  append_integer(text, ",\"floor\":", line.floor);
  append_integer(text, ",\"past\":", line.past);
  text.push_back('}');
}

ordered class_of(const Instance& instance, const Plan& plan, const ClassOutcome& one) {
  ordered out{{"tier", one.tier},     {"product", instance.products[one.product].id},
              {"asked", one.asked},   {"granted", one.granted},
              {"cutoff", ordered()},  {"last", ordered()},
              {"refused", ordered()}, {"binding", ordered::array()}};
  if (one.cutoff) {
    out["cutoff"] = fraction(one.cutoff->key);
    out["last"] = block(instance, *one.cutoff);
  }
  if (one.closure) {
    out["refused"] = block(instance, plan.closures[*one.closure].refused);
    out["binding"] = names_of(instance, plan.closures[*one.closure].binding);
  }
  return out;
}

ordered route_of(const Instance& instance, const Plan& plan, const Route& one) {
  const auto& from = plan.classes[one.class_index];
  return {{"tier", from.tier},
          {"product", instance.products[from.product].id},
          {"recipe", one.recipe},
          {"component", instance.components[one.component].id},
          {"kind", instance.kinds[one.kind].id},
          {"quantity", one.quantity}};
}

template <class Items>
ordered amounts(const Items& items, const std::vector<std::int64_t>& values) {
  auto out = ordered::object();
  for (const auto at : by_id(items))
    if (values[at] != 0) out[items[at].id] = values[at];
  return out;
}

ordered closure_of(const Instance& instance, const Plan& plan, const Closure& one) {
  const auto& of = plan.classes[one.class_index];
  return {{"tier", of.tier},
          {"product", instance.products[of.product].id},
          {"refused", block(instance, one.refused)},
          {"demand", amounts(instance.products, one.demand)},
          {"prices", amounts(instance.kinds, one.prices)}};
}

ordered fewest_of(const Instance& instance, const Fewest& one) {
  return {{"at_least", one.at_least},
          {"per_substitution", one.per_substitution},
          {"per_other_recipe", one.per_other_recipe},
          {"prices", amounts(instance.kinds, one.prices)}};
}

ordered recipes_of(const Instance& instance, const Product& product) {
  auto recipes = ordered::array();
  for (const auto& recipe : product.recipes) {
    std::vector<std::int64_t> amount(instance.components.size(), 0);
    for (const auto& ingredient : recipe) amount[ingredient.component] = ingredient.amount;
    recipes.push_back(amounts(instance.components, amount));
  }
  return recipes;
}

ordered stock_of(const Instance& instance) {
  auto stock = ordered::object();
  for (const auto at : by_id(instance.kinds)) stock[instance.kinds[at].id] = instance.kinds[at].stock;
  return stock;
}

}  // namespace

std::string render_instance(const Instance& instance) {
  auto components = ordered::object(), products = ordered::object();
  for (const auto at : by_id(instance.components))
    components[instance.components[at].id] = names_of(instance, instance.components[at].accepts);
  for (const auto at : by_id(instance.products)) {
    const auto& product = instance.products[at];
    products[product.id] = ordered{{"minimum_lot", product.minimum_lot}, {"recipes", recipes_of(instance, product)}};
  }
  std::vector<std::string> names;
  for (const auto& product : instance.products) names.push_back(text_of(product.id));
  std::string text = "{\"seed\": " + std::to_string(instance.seed) + ",\n \"stock\": " + text_of(stock_of(instance)) +
                     ",\n \"components\": " + text_of(components) + ",\n \"products\": " + text_of(products) +
                     ",\n \"lines\": ";
  append_lines(text, instance, [&](std::string& to, LineIndex at) { append_asked(to, instance, names, at); });
  text += "}\n";
  return text;
}

std::string render_plan(const Instance& instance, const Plan& plan) {
  const auto classes = render_list(plan.classes, [&](auto& one) { return class_of(instance, plan, one); });
  const auto routing = render_list(plan.routing, [&](auto& one) { return route_of(instance, plan, one); });
  const auto closures = render_list(plan.closures, [&](auto& one) { return closure_of(instance, plan, one); });
  std::string text = "{\"lines\": ";
  append_lines(text, instance, [&](std::string& to, LineIndex at) { append_planned(to, instance, plan, at); });
  text += ",\n \"classes\": " + classes + ",\n \"routing\": " + routing +
          ",\n \"certificate\": {\"substitutions\": " + std::to_string(plan.substitutions) +
          ", \"other_recipes\": " + std::to_string(plan.other_recipes) +
          ",\n  \"fewest_substitutions\": " + text_of(fewest_of(instance, plan.fewest_substitutions)) +
          ",\n  \"fewest_other_recipes\": " + text_of(fewest_of(instance, plan.fewest_other_recipes)) +
          ",\n  \"refusals\": " + closures + "}}\n";
  return text;
}

base::Result<std::string> solve_json(std::string_view text) {
  RELAIS_TRY(const auto instance, parse_instance(text));
  RELAIS_TRY(const auto plan, solve(instance));
  return render_plan(instance, plan);
}

}  // namespace relais::fairness
