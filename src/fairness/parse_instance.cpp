#include "fairness/instance_json.hpp"
#include "fairness/refusals.hpp"
#include "fairness/strict_json.hpp"
#include "fairness/validate.hpp"

namespace relais::fairness {
namespace {

using base::Refusal;
using base::Result;
using nlohmann::json;
using strict::check_fields;
using strict::check_list;
using strict::check_object;
using strict::integer;
using strict::Names;
using strict::names_of;
using strict::position;
using strict::position_of;
using strict::text;

Result<std::vector<Kind>> parse_stock(const json& stock) {
  RELAIS_TRY_DONE(check_object(stock, "/stock"));
  std::vector<Kind> kinds;
  for (const auto& [id, value] : stock.items()) {
    RELAIS_TRY(const auto free, integer(value, "/stock/" + pointer_token(id)));
    kinds.push_back({id, free});
  }
  return kinds;
}

Result<std::vector<Component>> parse_components(const json& object, const Names& kinds) {
  RELAIS_TRY_DONE(check_object(object, "/components"));
  std::vector<Component> components;
  for (const auto& [id, list] : object.items()) {
    const auto place = "/components/" + pointer_token(id);
    RELAIS_TRY_DONE(check_list(list, place));
    Component component{id, {}};
    for (std::size_t at = 0; at < list.size(); ++at) {
      const auto here = place + "/" + std::to_string(at);
      RELAIS_TRY(const auto kind, position(kinds, list[at], here));
      component.accepts.push_back(kind);
    }
    components.push_back(std::move(component));
  }
  return components;
}

Result<Recipe> parse_recipe(const json& object, const std::string& place, const Names& components) {
  RELAIS_TRY_DONE(check_object(object, place));
  Recipe recipe;
  for (const auto& [name, value] : object.items()) {
    const auto here = place + "/" + pointer_token(name);
    RELAIS_TRY(const auto component, position_of(components, name, here));
    RELAIS_TRY(const auto amount, integer(value, here));
    recipe.push_back({component, amount});
  }
  return recipe;
}

Result<Product> parse_product(const std::string& id, const json& object, const Names& components) {
  const auto place = "/products/" + pointer_token(id);
  RELAIS_TRY_DONE(check_fields(object, place, {"recipes"}, {"minimum_lot"}));
  Product product{id, 1, {}};
  if (object.contains("minimum_lot")) {
    RELAIS_TRY(product.minimum_lot, integer(object["minimum_lot"], place + "/minimum_lot"));
  }
  const auto& recipes = object["recipes"];
  RELAIS_TRY_DONE(check_list(recipes, place + "/recipes"));
  for (std::size_t at = 0; at < recipes.size(); ++at) {
    RELAIS_TRY(auto recipe, parse_recipe(recipes[at], place + "/recipes/" + std::to_string(at), components));
    product.recipes.push_back(std::move(recipe));
  }
  return product;
}

Result<std::vector<Product>> parse_products(const json& object, const Names& components) {
  RELAIS_TRY_DONE(check_object(object, "/products"));
  std::vector<Product> products;
  for (const auto& [id, value] : object.items()) {
    RELAIS_TRY(auto product, parse_product(id, value, components));
    products.push_back(std::move(product));
  }
  return products;
}

Result<Line> parse_line(const json& object, std::size_t at, const Names& products) {
  const auto plain = "/lines/" + std::to_string(at);
  RELAIS_TRY_DONE(check_fields(object, plain, {"id", "product", "tier", "weight", "cap"}, {"floor", "past"}));
  Line line;
  RELAIS_TRY(line.id, text(object["id"], plain + "/id"));
  const auto place = [&](const char* field) { return place_of_line(at, field, line.id); };
  RELAIS_TRY(line.product, position(products, object["product"], place("product")));
  RELAIS_TRY(const auto tier, strict::integer_between(object["tier"], place("tier"), 0, tier_max));
  line.tier = static_cast<std::int32_t>(tier);
  RELAIS_TRY(line.weight, integer(object["weight"], place("weight")));
  RELAIS_TRY(line.cap, integer(object["cap"], place("cap")));
  if (object.contains("floor")) {
    RELAIS_TRY(line.floor, integer(object["floor"], place("floor")));
  }
  if (object.contains("past")) {
    RELAIS_TRY(line.past, integer(object["past"], place("past")));
  }
  return line;
}

Result<Instance> instance_from(const json& root) {
  RELAIS_TRY_DONE(check_fields(root, "", {"seed", "stock", "components", "products", "lines"}));
  Instance instance;
  if (!root["seed"].is_number_unsigned()) return Refusal(refusals::wrong_type, {"/seed", "0, 1, 2…"});
  instance.seed = root["seed"].get<std::uint64_t>();
  RELAIS_TRY(instance.kinds, parse_stock(root["stock"]));
  RELAIS_TRY(instance.components, parse_components(root["components"], names_of(instance.kinds)));
  RELAIS_TRY(instance.products, parse_products(root["products"], names_of(instance.components)));
  const auto& lines = root["lines"];
  RELAIS_TRY_DONE(check_list(lines, "/lines"));
  const auto products = names_of(instance.products);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    RELAIS_TRY(auto line, parse_line(lines[at], at, products));
    instance.lines.push_back(std::move(line));
  }
  return instance;
}

}  // namespace

Result<Instance> parse_instance(std::string_view text) {
  RELAIS_TRY(const auto root, strict::parse(text));
  return instance_from(root);
}

}  // namespace relais::fairness
