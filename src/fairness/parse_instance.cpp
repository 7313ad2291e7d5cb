#include <limits>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "fairness/instance_json.hpp"
#include "fairness/refusals.hpp"
#include "fairness/validate.hpp"

namespace relais::fairness {
namespace {

using base::Done;
using base::Refusal;
using base::Result;
using nlohmann::json;

using Names = std::map<std::string, std::uint32_t, std::less<>>;

/// The library keeps the last of two equal fields; we refuse, since one of them was meant otherwise.
class RepeatedFields {
 public:
  bool operator()(int, json::parse_event_t event, json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
        seen_.emplace_back();
        break;
      case json::parse_event_t::object_end:
        seen_.pop_back();
        break;
      case json::parse_event_t::key:
        if (!seen_.back().insert(parsed.get<std::string>()).second && first_.empty())
          first_ = parsed.get<std::string>();
        break;
      default:
        break;
    }
    return true;
  }
  const std::string& first() const { return first_; }

 private:
  std::vector<std::set<std::string>> seen_;
  std::string first_;
};

Refusal wrong_type(const std::string& place, const char* needed) {
  return Refusal(refusals::wrong_type, {place.empty() ? "/" : place, needed});
}

Result<Done> check_fields(const json& object, const std::string& place, const std::set<std::string_view>& required,
                          const std::set<std::string_view>& optional = {}) {
  if (!object.is_object()) return wrong_type(place, "{}");
  for (const auto& [name, value] : object.items())
    if (!required.contains(name) && !optional.contains(name))
      return Refusal(refusals::unknown_field, {place + "/" + pointer_token(name)});
  for (const auto name : required)
    if (!object.contains(name))
      return Refusal(refusals::missing_field, {place.empty() ? "/" : place, std::string(name)});
  return Done{};
}

Result<std::int64_t> integer(const json& value, const std::string& place) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  if (!value.is_number_integer()) return wrong_type(place, "0, 1, 2…");
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most))
    return Refusal(refusals::out_of_range,
                   {place, std::to_string(value.get<std::uint64_t>()), "0", std::to_string(most)});
  return value.get<std::int64_t>();
}

Result<std::string> text(const json& value, const std::string& place) {
  if (!value.is_string()) return wrong_type(place, "\"…\"");
  return value.get<std::string>();
}

Result<std::uint32_t> position(const Names& names, const std::string& name, const std::string& place) {
  const auto found = names.find(name);
  if (found == names.end()) return Refusal(refusals::unknown_name, {place, name});
  return found->second;
}

template <class Item>
Names names_of(const std::vector<Item>& items) {
  Names names;
  for (std::uint32_t at = 0; at < items.size(); ++at) names.emplace(items[at].id, at);
  return names;
}

Result<std::vector<Kind>> parse_stock(const json& stock) {
  if (!stock.is_object()) return wrong_type("/stock", "{}");
  std::vector<Kind> kinds;
  for (const auto& [id, value] : stock.items()) {
    RELAIS_TRY(const auto free, integer(value, "/stock/" + pointer_token(id)));
    kinds.push_back({id, free});
  }
  return kinds;
}

Result<std::vector<Component>> parse_components(const json& object, const Names& kinds) {
  if (!object.is_object()) return wrong_type("/components", "{}");
  std::vector<Component> components;
  for (const auto& [id, list] : object.items()) {
    const auto place = "/components/" + pointer_token(id);
    if (!list.is_array()) return wrong_type(place, "[]");
    Component component{id, {}};
    for (std::size_t at = 0; at < list.size(); ++at) {
      const auto here = place + "/" + std::to_string(at);
      RELAIS_TRY(const auto name, text(list[at], here));
      RELAIS_TRY(const auto kind, position(kinds, name, here));
      component.accepts.push_back(kind);
    }
    components.push_back(std::move(component));
  }
  return components;
}

Result<Recipe> parse_recipe(const json& object, const std::string& place, const Names& components) {
  if (!object.is_object()) return wrong_type(place, "{}");
  Recipe recipe;
  for (const auto& [name, value] : object.items()) {
    const auto here = place + "/" + pointer_token(name);
    RELAIS_TRY(const auto component, position(components, name, here));
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
  if (!recipes.is_array()) return wrong_type(place + "/recipes", "[]");
  for (std::size_t at = 0; at < recipes.size(); ++at) {
    RELAIS_TRY(auto recipe, parse_recipe(recipes[at], place + "/recipes/" + std::to_string(at), components));
    product.recipes.push_back(std::move(recipe));
  }
  return product;
}

Result<std::vector<Product>> parse_products(const json& object, const Names& components) {
  if (!object.is_object()) return wrong_type("/products", "{}");
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
  RELAIS_TRY(const auto product, text(object["product"], place("product")));
  RELAIS_TRY(line.product, position(products, product, place("product")));
  RELAIS_TRY(const auto tier, integer(object["tier"], place("tier")));
  if (tier < 0 || tier > tier_max)
    return Refusal(refusals::out_of_range, {place("tier"), std::to_string(tier), "0", std::to_string(tier_max)});
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
  if (!root["seed"].is_number_unsigned()) return wrong_type("/seed", "0, 1, 2…");
  instance.seed = root["seed"].get<std::uint64_t>();
  RELAIS_TRY(instance.kinds, parse_stock(root["stock"]));
  RELAIS_TRY(instance.components, parse_components(root["components"], names_of(instance.kinds)));
  RELAIS_TRY(instance.products, parse_products(root["products"], names_of(instance.components)));
  const auto& lines = root["lines"];
  if (!lines.is_array()) return wrong_type("/lines", "[]");
  const auto products = names_of(instance.products);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    RELAIS_TRY(auto line, parse_line(lines[at], at, products));
    instance.lines.push_back(std::move(line));
  }
  return instance;
}

}  // namespace

Result<Instance> parse_instance(std::string_view text) {
  RepeatedFields repeated;
  json root;
  try {
    root = json::parse(text, std::ref(repeated));
  } catch (const json::parse_error& error) {
    return Refusal(refusals::not_json, {std::to_string(error.byte)});
  }
  if (!repeated.first().empty()) return Refusal(refusals::duplicate_id, {"/", repeated.first()});
  return instance_from(root);
}

}  // namespace relais::fairness
