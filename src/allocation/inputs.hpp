#pragma once
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

/// What is free at a depot; of kinds that may not be given too, so that a trial can let them be.
struct StockInput {
  OrganisationId depot;
  std::string depot_code;
  KindId kind;
  std::string kind_code;
  std::int64_t quantity = 0;
};

struct StructureInput {
  OrganisationId id;
  std::string code;
  std::string departement;
};

/// A line in as little room as may be: there may be a million. Its name is made of what it points to.
struct LineInput {
  NeedId need;
  std::uint32_t structure = 0;  ///< position in Inputs::structures
  std::uint32_t product = 0;    ///< position in Inputs::products
  Audience audience = Audience::precarious_person;
  Urgency urgency = Urgency::normal;
  bool is_checked = false;
  std::int64_t people = 0;
  std::int64_t asked = 0;
  std::int64_t earlier = 0;
  std::int64_t past = 0;
  Guarantee guarantee;
  std::optional<std::int64_t> adjusted;
  std::int64_t cap() const { return adjusted.value_or(asked - earlier); }
};

/// All that a plan is computed from: read from the slices below for a proposal, from allocation's own tables to compute
/// it again. Whatever the order it is filled in, `sort` puts it in the order of codes and names.
struct Inputs {
  std::uint32_t seed = 1;
  Policy policy;  ///< tiers and weights are taken from it; lots and what serves what are in products and accepted
  std::vector<KindInput> kinds;
  std::vector<AcceptedInput> accepted;  ///< one per part, in the order of `kinds`
  std::vector<ProductInput> products;
  std::vector<StockInput> stock;
  std::vector<StructureInput> structures;
  std::vector<LineInput> lines;

  const std::string& code_of(KindId kind) const;
  std::uint32_t position_of(KindId kind) const;
  bool has_kind(KindId kind) const;
  const ProductInput& product(ProductId id) const;
  bool has_product(ProductId id) const;
  std::uint32_t position_of(ProductId id) const;
};

/// Puts everything in the order of codes, and lines in that of their names, byte by byte.
void sort_goods(Inputs& inputs);
void sort_lines(Inputs& inputs);

/// `structure/audience/product`, by their codes.
std::string name_of(const Inputs& inputs, const LineInput& line);

/// SHA-256 over what is free of the kinds that may be given, by the codes of depots and kinds.
std::string stock_fingerprint(const Inputs& inputs);

/// Kinds, components, products and lines are at the same positions as in the inputs; component i is `accepted[i]`.
fairness::Instance build_instance(const Inputs& inputs);
/// The same without lines.
fairness::Instance build_goods(const Inputs& inputs);
fairness::Line build_line(const Inputs& inputs, const LineInput& line);

/// Raises floors so that the lines of each département together get `policy.departement_floor` units of each product,
/// as long as they ask for them, in the order of their own ranks. A line set by hand counts and is not raised; lines of
/// no département have no floor.
void raise_departement_floors(Inputs& inputs, fairness::Instance& instance);

}  // namespace relais::allocation
