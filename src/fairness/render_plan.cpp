#include <algorithm>
#include <numeric>

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
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return items[a].id < items[b].id; });
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

ordered line_of(const Instance& instance, const Plan& plan, LineIndex at) {
  const auto figures = figures_of(instance, plan, at);
  return {{"id", instance.lines[at].id},
          {"granted", figures.granted},
          {"owed", figures.owed},
          {"unmet", figures.unmet},
          {"level", figures.level ? fraction(*figures.level) : ordered()},
          {"next", figures.next ? fraction(figures.next->key) : ordered()},
          {"end", word_for(figures.end)}};
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
  const auto lines = render_list(by_id(instance.lines), [&](auto at) -> ordered {
    const auto& line = instance.lines[at];
    return {{"id", line.id},     {"product", instance.products[line.product].id},
            {"tier", line.tier}, {"weight", line.weight},
            {"cap", line.cap},   {"floor", line.floor},
            {"past", line.past}};
  });
  return "{\"seed\": " + std::to_string(instance.seed) + ",\n \"stock\": " + text_of(stock_of(instance)) +
         ",\n \"components\": " + text_of(components) + ",\n \"products\": " + text_of(products) +
         ",\n \"lines\": " + lines + "}\n";
}

std::string render_plan(const Instance& instance, const Plan& plan) {
  const auto lines = render_list(by_id(instance.lines), [&](auto at) { return line_of(instance, plan, at); });
  const auto classes = render_list(plan.classes, [&](auto& one) { return class_of(instance, plan, one); });
  const auto routing = render_list(plan.routing, [&](auto& one) { return route_of(instance, plan, one); });
  const auto closures = render_list(plan.closures, [&](auto& one) { return closure_of(instance, plan, one); });
  return "{\"lines\": " + lines + ",\n \"classes\": " + classes + ",\n \"routing\": " + routing +
         ",\n \"certificate\": {\"substitutions\": " + std::to_string(plan.substitutions) +
         ", \"other_recipes\": " + std::to_string(plan.other_recipes) + ", \"refusals\": " + closures + "}}\n";
}

base::Result<std::string> solve_json(std::string_view text) {
  RELAIS_TRY(const auto instance, parse_instance(text));
  RELAIS_TRY(const auto plan, solve(instance));
  return render_plan(instance, plan);
}

}  // namespace relais::fairness
