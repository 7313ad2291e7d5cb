#include "allocation/blocks.hpp"
#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Parameter;
using store::Transaction;

constexpr std::size_t lines_per_step = 50'000;  ///< of progress

constexpr auto supersede_older =
    "UPDATE allocation_allocation SET state = 'superseded' WHERE round_id = $1 AND state = 'proposed'";
constexpr auto next_number = "UPDATE allocation_sequence SET last = last + 1 WHERE id = 1 RETURNING last";
constexpr auto next_lines =
    "UPDATE allocation_sequence SET last_line = last_line + $1 WHERE id = 1 RETURNING last_line";
constexpr auto insert_allocation =
    "INSERT INTO allocation_allocation (id, programme_id, round_id, number, request, state, day, seed, vital_tier, "
    "vital_weight, high_tier, high_weight, normal_tier, normal_weight, departement_floor, substitutes, "
    "keeps_grants_of_id, trial_of_id, needs_fingerprint, stock_fingerprint, instance_sha256, plan_sha256, proposed_by, "
    "proposed_at, first_line, last_line) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
    "$16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)";

std::optional<AllocationId> id_or_null(AllocationId id) { return id ? std::optional(id) : std::nullopt; }

/// One proposal on its way into the tables.
class ProposalWriter {
 public:
  ProposalWriter(Transaction& transaction, const Header& header, const Inputs& inputs, const Outcome& outcome)
      : transaction_(transaction), header_(header), inputs_(inputs), outcome_(outcome) {
    const auto lines = static_cast<std::int64_t>(inputs.lines.size());
    last_line_ = transaction.integer(next_lines, {lines});
    first_line_ = last_line_ - lines + 1;
    id_ = transaction.new_id<AllocationId>();
  }

  AllocationId id() const { return id_; }
  void insert_header(const Permit& permit);
  void insert_policy(const Catalogue& catalogue);
  void insert_goods();
  void insert_structures();
  void insert_lines(const Progress& progress);
  void insert_outcomes();
  void insert_certificate();
  void insert_routes();

 private:
  std::string line_name(const std::optional<fairness::Block>& block) const {
    return block ? outcome_.instance.lines[block->line].id : std::string();
  }
  std::optional<fairness::Block> refused_in(const fairness::ClassOutcome& one) const {
    return one.closure ? std::optional(outcome_.plan.closures[*one.closure].refused) : std::nullopt;
  }
  std::size_t end_of_structure(std::size_t first) const;
  std::vector<std::int64_t> lines_by_class() const;

  Transaction& transaction_;
  const Header& header_;
  const Inputs& inputs_;
  const Outcome& outcome_;
  AllocationId id_;
  std::int64_t first_line_ = 0, last_line_ = 0;
};

void ProposalWriter::insert_header(const Permit& permit) {
  const auto& policy = header_.policy;
  transaction_.execute(insert_allocation, {id_,
                                           header_.programme,
                                           header_.round,
                                           transaction_.integer(next_number),
                                           header_.request,
                                           header_.trial_of ? "superseded" : "proposed",
                                           header_.day,
                                           header_.seed,
                                           policy.vital.tier,
                                           policy.vital.weight,
                                           policy.high.tier,
                                           policy.high.weight,
                                           policy.normal.tier,
                                           policy.normal.weight,
                                           policy.departement_floor,
                                           policy.substitutes ? 1 : 0,
                                           id_or_null(header_.keeps_grants_of),
                                           id_or_null(header_.trial_of),
                                           header_.needs_fingerprint,
                                           stock_fingerprint(inputs_),
                                           outcome_.instance_sha256,
                                           outcome_.plan_sha256,
                                           permit.actor(),
                                           transaction_.now(),
                                           first_line_,
                                           last_line_});
}

void ProposalWriter::insert_policy(const Catalogue& catalogue) {
  auto lots = transaction_.bulk_insert("allocation_minimum_lot", "allocation_id, product_id, units");
  for (const auto& lot : header_.policy.minimum_lots)
    lots->row({id_, catalogue.find_product(lot.product_code)->id, lot.units});
  lots->finish();
  auto servings = transaction_.bulk_insert("allocation_serving", "allocation_id, kind_id, served_id");
  for (const auto& serving : header_.policy.serves) {
    const auto kind = catalogue.find_kind(serving.kind_code)->id;
    servings->row({id_, kind, kind});
    for (const auto& code : serving.served_codes) servings->row({id_, kind, catalogue.find_kind(code)->id});
  }
  servings->finish();
}

void ProposalWriter::insert_goods() {
  auto parts = transaction_.bulk_insert("allocation_part", "allocation_id, product_id, kind_id, quantity");
  for (const auto& product : inputs_.products)
    for (const auto& part : product.parts) parts->row({id_, product.id, part.kind, part.quantity});
  parts->finish();
  auto accepted = transaction_.bulk_insert("allocation_accepted", "allocation_id, part_id, position, kind_id");
  for (const auto& one : inputs_.accepted)
    for (std::size_t at = 0; at < one.kinds.size(); ++at) accepted->row({id_, one.part, at, one.kinds[at]});
  accepted->finish();
  auto stock = transaction_.bulk_insert("allocation_stock", "allocation_id, depot_id, kind_id, quantity");
  for (const auto& one : inputs_.stock) stock->row({id_, one.depot, one.kind, one.quantity});
  stock->finish();
}

/// The end of the lines of the structure of line `first`: they are consecutive, for their names begin alike.
std::size_t ProposalWriter::end_of_structure(std::size_t first) const {
  const auto& lines = inputs_.lines;
  auto end = first + 1;
  while (end < lines.size() && lines[end].structure == lines[first].structure) ++end;
  return end;
}

void ProposalWriter::insert_structures() {
  const auto sums = sums_of(inputs_, outcome_.plan.granted);
  auto bulk = transaction_.bulk_insert(
      "allocation_structure",
      "allocation_id, structure_id, departement, first_line, last_line, people, asked, granted");
  const auto& lines = inputs_.lines;
  for (std::size_t first = 0; first < lines.size(); first = end_of_structure(first)) {
    const auto& structure = inputs_.structures[lines[first].structure];
    const auto& sum = sums[lines[first].structure];
    bulk->row({id_, structure.id, structure.departement, first_line_ + static_cast<std::int64_t>(first),
               first_line_ + static_cast<std::int64_t>(end_of_structure(first)) - 1, sum.people, sum.asked,
               sum.granted});
  }
  bulk->finish();
}

void ProposalWriter::insert_lines(const Progress& progress) {
  const auto before = dealt_before(outcome_.instance, outcome_.plan.granted);
  const auto& lines = inputs_.lines;
  auto bulk = transaction_.bulk_insert("allocation_block", "id, structure_id, body");
  BlockWriter block;
  for (std::size_t first = 0; first < lines.size();) {
    const auto end = end_of_structure(first);
    block.clear();
    for (auto at = first; at < end; ++at)
      block.add(lines[at], inputs_.products[lines[at].product].id, outcome_.plan.granted[at], before[at]);
    bulk->row(
        {first_line_ + static_cast<std::int64_t>(first), inputs_.structures[lines[first].structure].id, block.body()});
    if (progress && end / lines_per_step > first / lines_per_step)
      progress(Stage::storing, static_cast<std::int64_t>(end), static_cast<std::int64_t>(lines.size()));
    first = end;
  }
  bulk->finish();
}

std::vector<std::int64_t> ProposalWriter::lines_by_class() const {
  std::vector<std::int64_t> counts(outcome_.plan.classes.size(), 0);
  std::map<std::pair<std::int32_t, fairness::ProductIndex>, std::size_t> class_at;
  for (std::size_t at = 0; at < counts.size(); ++at)
    class_at[{outcome_.plan.classes[at].tier, outcome_.plan.classes[at].product}] = at;
  for (const auto& line : outcome_.instance.lines) ++counts[class_at.at({line.tier, line.product})];
  return counts;
}

struct BlockColumns {
  Parameter units = nullptr, numerator = nullptr, denominator = nullptr;
};

BlockColumns columns_of(const std::optional<fairness::Block>& block) {
  if (!block) return {};
  return {block->units, block->key.numerator, block->key.denominator};
}

void ProposalWriter::insert_outcomes() {
  const auto counts = lines_by_class();
  auto bulk = transaction_.bulk_insert(
      "allocation_outcome",
      "allocation_id, tier, product_id, lines, asked, granted, cutoff_line, cutoff_units, cutoff_numerator, "
      "cutoff_denominator, closing, refused_line, refused_units, refused_numerator, refused_denominator");
  for (std::size_t at = 0; at < counts.size(); ++at) {
    const auto& one = outcome_.plan.classes[at];
    const auto cutoff = columns_of(one.cutoff), refused = columns_of(refused_in(one));
    const auto closing = one.closure ? Parameter(*one.closure) : Parameter(nullptr);
    const auto cutoff_line = line_name(one.cutoff), refused_line = line_name(refused_in(one));
    bulk->row({id_, one.tier, inputs_.products[one.product].id, counts[at], one.asked, one.granted, cutoff_line,
               cutoff.units, cutoff.numerator, cutoff.denominator, closing, refused_line, refused.units,
               refused.numerator, refused.denominator});
  }
  bulk->finish();
}

void ProposalWriter::insert_certificate() {
  const auto& plan = outcome_.plan;
  auto prices = transaction_.bulk_insert("allocation_price", "allocation_id, tier, product_id, kind_id, price");
  for (const auto& closure : plan.closures) {
    const auto& of = plan.classes[closure.class_index];
    for (const auto kind : closure.binding)
      prices->row({id_, of.tier, inputs_.products[of.product].id, inputs_.kinds[kind].id, closure.prices[kind]});
  }
  prices->finish();
  auto demand = transaction_.bulk_insert("allocation_demand", "allocation_id, tier, product_id, demanded_id, quantity");
  for (const auto& closure : plan.closures) {
    const auto& of = plan.classes[closure.class_index];
    for (std::size_t product = 0; product < closure.demand.size(); ++product)
      demand->row(
          {id_, of.tier, inputs_.products[of.product].id, inputs_.products[product].id, closure.demand[product]});
  }
  demand->finish();
}

void ProposalWriter::insert_routes() {
  auto bulk =
      transaction_.bulk_insert("allocation_route", "allocation_id, tier, product_id, part_id, kind_id, quantity");
  for (const auto& route : outcome_.plan.routing) {
    const auto& of = outcome_.plan.classes[route.class_index];
    bulk->row({id_, of.tier, inputs_.products[of.product].id, inputs_.accepted[route.component].part,
               inputs_.kinds[route.kind].id, route.quantity});
  }
  bulk->finish();
}

}  // namespace

AllocationId insert_proposal(Transaction& transaction, const Permit& permit, const Header& header,
                             const Catalogue& catalogue, const Inputs& inputs, const Outcome& outcome,
                             const Progress& progress) {
  if (!header.trial_of) transaction.execute(supersede_older, {header.round});
  ProposalWriter writer(transaction, header, inputs, outcome);
  writer.insert_header(permit);
  writer.insert_policy(catalogue);
  writer.insert_goods();
  writer.insert_structures();
  writer.insert_lines(progress);
  writer.insert_outcomes();
  writer.insert_certificate();
  writer.insert_routes();
  return writer.id();
}

}  // namespace relais::allocation
