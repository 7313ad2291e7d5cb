#include "fairness/model.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <set>

#include "fairness/refusals.hpp"

namespace relais::fairness {
namespace {

template <class Item>
std::vector<std::uint32_t> order_by_id(const std::vector<Item>& items) {
  std::vector<std::uint32_t> order(items.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return items[a].id < items[b].id; });
  return order;
}

std::vector<std::uint32_t> ranks_of(const std::vector<std::uint32_t>& order) {
  std::vector<std::uint32_t> rank(order.size());
  for (std::uint32_t at = 0; at < order.size(); ++at) rank[order[at]] = at;
  return rank;
}

/// Per component position, a bit per rank of a kind that it accepts.
std::vector<std::uint64_t> acceptance(const Instance& instance, const Model& model) {
  std::vector<std::uint64_t> masks;
  for (const auto& component : instance.components) {
    std::uint64_t mask = 0;
    for (const auto kind : component.accepts) mask |= std::uint64_t{1} << model.kind_rank[kind];
    masks.push_back(mask);
  }
  return masks;
}

std::set<std::uint64_t> masks_in_use(const Instance& instance, const std::vector<std::uint64_t>& accepts) {
  std::set<std::uint64_t> used;
  for (const auto& product : instance.products)
    for (const auto& recipe : product.recipes)
      for (const auto& ingredient : recipe) used.insert(accepts[ingredient.component]);
  return used;
}

/// Every union of overlapping acceptances. Unions of separate ones say nothing more than their parts.
std::vector<std::uint64_t> overlapping_unions(const std::set<std::uint64_t>& bases) {
  std::vector<std::uint64_t> unions(bases.begin(), bases.end());
  std::set<std::uint64_t> known = bases;
  for (std::size_t at = 0; at < unions.size() && unions.size() <= cuts_max; ++at)
    for (const auto base : bases) {
      const auto joined = unions[at] | base;
      if ((unions[at] & base) != 0 && known.insert(joined).second) unions.push_back(joined);
    }
  std::sort(unions.begin(), unions.end(),
            [](auto a, auto b) { return std::pair(std::popcount(a), a) < std::pair(std::popcount(b), b); });
  return unions;
}

Cut cut_of(const Instance& instance, const Model& model, const std::vector<std::uint64_t>& accepts,
           std::uint64_t kinds) {
  Cut cut{kinds, 0, {}};
  for (std::size_t rank = 0; rank < model.kinds.size(); ++rank)
    if ((kinds >> rank & 1) != 0) cut.stock += instance.kinds[model.kinds[rank]].stock;
  for (const auto& way : model.ways) {
    std::int64_t use = 0;
    for (const auto& ingredient : instance.products[model.products[way.product]].recipes[way.recipe])
      if ((accepts[ingredient.component] & ~kinds) == 0) use += ingredient.amount;
    cut.use.push_back(use);
  }
  return cut;
}

}  // namespace

base::Result<Model> model_of(const Instance& instance) {
  Model model;
  model.kinds = order_by_id(instance.kinds);
  model.components = order_by_id(instance.components);
  model.products = order_by_id(instance.products);
  model.kind_rank = ranks_of(model.kinds);
  model.product_rank = ranks_of(model.products);
  for (std::uint32_t rank = 0; rank < model.products.size(); ++rank)
    for (std::uint32_t recipe = 0; recipe < instance.products[model.products[rank]].recipes.size(); ++recipe)
      model.ways.push_back({rank, recipe});
  for (const auto& kind : instance.kinds) model.total_stock += kind.stock;

  const auto accepts = acceptance(instance, model);
  const auto unions = overlapping_unions(masks_in_use(instance, accepts));
  if (unions.size() > cuts_max)
    return base::Refusal(refusals::too_entangled, {"/components", std::to_string(cuts_max)});
  for (const auto kinds : unions) model.cuts.push_back(cut_of(instance, model, accepts, kinds));
  return model;
}

}  // namespace relais::fairness
