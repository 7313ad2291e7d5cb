#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

/// Who gets what when there is not enough. Pure: no clock, no database, no floating point in a decision; the same plan
/// on every machine and for any order of the input.
///
/// Source  docs/decisions/0004-fairness-rule.md.
namespace relais::fairness {

/// Positions in the vectors of an Instance. Ids stay at the edge.
using KindIndex = std::uint32_t;
using ComponentIndex = std::uint32_t;
using ProductIndex = std::uint32_t;
using LineIndex = std::uint32_t;

/// Inside them every comparison and every sum that decides is exact. `solve` refuses what is outside.
inline constexpr std::int64_t quantity_max = 1'000'000'000;  ///< stock, cap, past, minimum lot
inline constexpr std::int64_t weight_max = 1'000'000'000;
inline constexpr std::int64_t recipe_amount_max = 1'000;
inline constexpr std::int32_t tier_max = 99;
inline constexpr std::size_t kinds_max = 64;
inline constexpr std::size_t components_max = 64;
inline constexpr std::size_t products_max = 64;
inline constexpr std::size_t recipes_max = 16;  ///< of one product
inline constexpr std::size_t lines_max = 4'000'000;

/// An item kind and what is free of it.
struct Kind {
  std::string id;
  std::int64_t stock = 0;
};

/// A class of interchangeable kinds: "phone" accepts a feature phone or a smartphone. The first is the proper one, any
/// other is a substitution.
struct Component {
  std::string id;
  std::vector<KindIndex> accepts;
};

struct Ingredient {
  ComponentIndex component = 0;
  std::int64_t amount = 1;
};
using Recipe = std::vector<Ingredient>;

/// What a line asks for: one kind, or a kit. Any recipe makes one unit of it; the first is the proper one.
struct Product {
  std::string id;
  std::int64_t minimum_lot = 1;  ///< a line gets nothing, or at least min(minimum_lot, cap)
  std::vector<Recipe> recipes;
};

/// What one structure asks of one product. Ids are unique.
struct Line {
  std::string id;
  ProductIndex product = 0;
  std::int32_t tier = 0;    ///< 0 is served first
  std::int64_t weight = 1;  ///< verified people x urgency (1, 2 or 4)
  std::int64_t cap = 0;     ///< asked, less what it already received
  std::int64_t floor =
      0;  ///< owed whatever its rank: earmarks, promises made. Between 1 and the lot it counts as the lot
  std::int64_t past = 0;  ///< units of earlier rounds: they rank its next units later
};

struct Instance {
  std::uint64_t seed = 0;  ///< published; breaks ties (see `tie_of`)
  std::vector<Kind> kinds;
  std::vector<Component> components;
  std::vector<Product> products;
  std::vector<Line> lines;
};

/// The rank of a unit within its tier, exactly and not reduced: (2 (q + past) - 1) / weight for unit q, and for a first
/// lot of m units their mean, (m + 2 past) / weight. Lower is served first.
struct Key {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
};

/// A unit, or a first lot, of one line.
struct Block {
  LineIndex line = 0;
  std::int64_t units = 1;
  Key key;
};

/// The lines of one tier that ask for one product, and how far they were served.
struct ClassOutcome {
  std::int32_t tier = 0;
  ProductIndex product = 0;
  std::int64_t asked = 0;              ///< the sum of the caps
  std::int64_t granted = 0;            ///< floors included
  std::optional<Block> cutoff;         ///< the last block granted by rank
  std::optional<std::size_t> closure;  ///< position in Plan::closures; none when every cap was reached
};

/// Why a class was closed: the first block that no whole-number routing could take in. With `prices`,
/// price x (demand at its cheapest recipes) > price x stock, which anyone can check. All prices 0: the stock would do
/// if goods could be cut in pieces, and an exact search found no way in whole numbers.
///
/// What ran out is told of the finished plan: the kinds that have a price, and those of which too little is left to
/// make the refused block by some recipe of its product, whatever others make room. Each would have helped; where
/// several are named, it may take all of them.
struct Closure {
  std::size_t class_index = 0;
  Block refused;
  std::vector<std::int64_t> demand;  ///< per product, all tiers, the refused block included
  std::vector<std::int64_t> prices;  ///< per kind
  std::vector<KindIndex> binding;    ///< what ran out, in the order of the ids; never empty
};

/// Where the goods of a class come from: `quantity` items of `kind` for one component of one recipe.
struct Route {
  std::size_t class_index = 0;
  std::uint32_t recipe = 0;
  ComponentIndex component = 0;
  KindIndex kind = 0;
  std::int64_t quantity = 0;
};

/// Why there cannot be fewer of something that a plan counts. No way of serving the grants, with whatever recipes and
/// kinds, has fewer than `at_least`.
///
/// Price each item of a kind; let an item that is not of the proper kind cost `per_substitution` more, and a unit by
/// another recipe than the first `per_other_recipe` more. The grants, each at its cheapest, then cost more than
/// price x stock + what one thing fewer would cost, which anyone can check. All prices 0: nothing to prove, one recipe
/// for each product, or a proof by a search in whole numbers.
struct Fewest {
  std::int64_t at_least = 0;
  std::vector<std::int64_t> prices;  ///< per kind; empty when there are none
  std::int64_t per_substitution = 0;
  std::int64_t per_other_recipe = 0;
};

struct Plan {
  std::vector<std::int64_t> granted;  ///< per line, in the order of the input
  std::vector<ClassOutcome> classes;  ///< by tier, then product id
  std::vector<Closure> closures;      ///< the certificate, in the order of the refusals
  std::vector<Route> routing;         ///< by class, recipe, component id, order of acceptance; no zero
  std::int64_t substitutions = 0;     ///< items routed to a kind that is not the proper one
  std::int64_t other_recipes = 0;     ///< units made by a recipe that is not the first
  Fewest fewest_substitutions;        ///< over every choice of recipes and kinds
  Fewest fewest_other_recipes;        ///< over those with no more substitutions
};

/// Shares the stock. Floors first; then blocks in the order (tier, key, tie): each is granted if and only if a
/// whole-number routing still exists, and the first refusal in a class closes it. With the quantities fixed, recipes
/// and kinds are chosen together: the fewest substitutions over all choices, then the fewest other recipes. Where that
/// is beyond what can be decided exactly (docs/decisions/0008-fewest-substitutions.md), `at_least` is below what the
/// plan has, which says how far it may be from the fewest.
///
/// Refuses  out_of_range, too_many, duplicate_id, no_such_index, accepts_nothing, no_recipe, empty_recipe,
///          repeated_ingredient, floor_above_cap, too_entangled, floors_do_not_fit, search_limit.
base::Result<Plan> solve(const Instance& instance);

/// The key of the block that follows `granted` units of a line, and its size. None at the cap.
std::optional<Block> next_block(const Instance& instance, LineIndex line, std::int64_t granted);

/// The lottery between equal keys, lower first: the first 8 bytes, big-endian, of SHA-256 of "SEED:ID" with the seed in
/// decimal, as `printf '1:a' | sha256sum` shows. Should two ties be equal, the ids decide, byte by byte.
std::uint64_t tie_of(std::uint64_t seed, const std::string& line_id);

/// How a line ended.
enum class LineEnd {
  met,      ///< its cap is reached
  refused,  ///< its own next block did not fit, which closed the class
  closed,   ///< the class was closed before its next block came
};

/// The figures of one line that its structure reads and recomputes.
struct LineFigures {
  std::size_t class_index = 0;
  std::int64_t granted = 0;
  std::int64_t owed = 0;     ///< of those, given for the floor and not by rank
  std::int64_t unmet = 0;    ///< cap - granted
  std::optional<Key> level;  ///< of its last unit
  std::optional<Block> next;
  LineEnd end = LineEnd::met;
};
LineFigures figures_of(const Instance& instance, const Plan& plan, LineIndex line);

/// What a line gets, down to the kinds.
struct Portion {
  LineIndex line = 0;
  std::uint32_t recipe = 0;
  ComponentIndex component = 0;
  KindIndex kind = 0;
  std::int64_t quantity = 0;
};
/// Deals the routing of each class out to its lines, in the order of their ids: the first ids get the proper kinds, the
/// last ones the substitutes. By line, recipe, component id, order of acceptance; no zero.
std::vector<Portion> portions_of(const Instance& instance, const Plan& plan);

}  // namespace relais::fairness
