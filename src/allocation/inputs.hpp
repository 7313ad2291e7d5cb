#pragma once
#include <compare>
#include <map>
#include <string>
#include <vector>

#include "allocation/allocation.hpp"
#include "fairness/fairness.hpp"

namespace relais::allocation {

/// An item kind that may be given, and its code.
struct KindInput {
  KindId id;
  std::string code;
  bool operator==(const KindInput&) const = default;
};

/// The kinds that do for a part of a product: the part itself first.
struct AcceptedInput {
  KindId part;
  std::vector<KindId> kinds;
};

struct ProductInput {
  ProductId id;
  std::string code;
  std::int64_t minimum_lot = 1;
  std::vector<catalogue::Part> parts;
};

struct StockInput {
  OrganisationId depot;
  std::string depot_code;
  KindId kind;
  std::int64_t quantity = 0;
};

/// All that a plan is computed from: read from the slices below for a proposal, from allocation's own tables to compute
/// it again. Whatever the order it is filled in, `sort` puts it in the order of codes and names.
struct Inputs {
  std::uint32_t seed = 1;
  std::vector<KindInput> kinds;
  std::vector<AcceptedInput> accepted;  ///< one per part, in the order of `kinds`
  std::vector<ProductInput> products;
  std::vector<StockInput> stock;
  std::vector<Line> lines;  ///< as far as `past`

  const std::string& code_of(KindId kind) const;
  const ProductInput& product(ProductId id) const;
};

void sort(Inputs& inputs);

/// SHA-256 over what is free, by the codes of depots and kinds.
std::string stock_fingerprint(const Inputs& inputs);

/// Kinds, components, products and lines are at the same positions as in the inputs; component i is `accepted[i]`.
fairness::Instance build_instance(const Inputs& inputs);

/// Raises floors so that the lines of each département together get `units` of each product, as long as they ask for
/// them, in the order of their own ranks. `departements` gives that of each line; empty ones have no floor.
void raise_departement_floors(Inputs& inputs, const std::vector<std::string>& departements, std::int64_t units);

}  // namespace relais::allocation
