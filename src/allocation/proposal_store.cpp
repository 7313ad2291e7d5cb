#include "allocation/codes.hpp"
#include "allocation/records.hpp"

namespace relais::allocation {
namespace {

using store::Parameter;
using store::Transaction;

constexpr auto supersede_older =
    "UPDATE allocation_allocation SET state = 'superseded' WHERE round_id = $1 AND state = 'proposed'";
constexpr auto next_number = "UPDATE allocation_sequence SET last = last + 1 WHERE id = 1 RETURNING last";
constexpr auto insert_allocation =
    "INSERT INTO allocation_allocation (id, programme_id, round_id, number, request, state, day, seed, vital_tier, "
    "vital_weight, high_tier, high_weight, normal_tier, normal_weight, departement_floor, substitutes, "
    "keeps_grants_of_id, needs_fingerprint, stock_fingerprint, instance_sha256, plan_sha256, proposed_by, proposed_at) "
    "VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "
    "$21, $22)";

AllocationId insert_header(Transaction& transaction, const Permit& permit, const ProposalOrder& order,
                           const Gathered& gathered, const Outcome& outcome) {
  const auto id = transaction.new_id<AllocationId>();
  const auto& policy = order.policy;
  const auto promise = order.keeps_grants_of ? std::optional(order.keeps_grants_of) : std::nullopt;
  transaction.execute(insert_allocation, {id,
                                          gathered.catalogue.programme.id,
                                          order.round,
                                          transaction.integer(next_number),
                                          order.request,
                                          order.day,
                                          order.seed,
                                          policy.vital.tier,
                                          policy.vital.weight,
                                          policy.high.tier,
                                          policy.high.weight,
                                          policy.normal.tier,
                                          policy.normal.weight,
                                          policy.departement_floor,
                                          policy.substitutes ? 1 : 0,
                                          promise,
                                          gathered.needs_fingerprint,
                                          stock_fingerprint(gathered.inputs),
                                          outcome.instance_sha256,
                                          outcome.plan_sha256,
                                          permit.actor(),
                                          transaction.now()});
  return id;
}

void insert_lots(Transaction& transaction, AllocationId id, const Policy& policy, const Catalogue& catalogue) {
  auto lots = transaction.bulk_insert("allocation_minimum_lot", "allocation_id, product_id, units");
  for (const auto& lot : policy.minimum_lots) lots->row({id, catalogue.find_product(lot.product_code)->id, lot.units});
  lots->finish();
}

void insert_goods(Transaction& transaction, AllocationId id, const Inputs& inputs) {
  auto parts = transaction.bulk_insert("allocation_part", "allocation_id, product_id, kind_id, quantity");
  for (const auto& product : inputs.products)
    for (const auto& part : product.parts) parts->row({id, product.id, part.kind, part.quantity});
  parts->finish();
  auto accepted = transaction.bulk_insert("allocation_accepted", "allocation_id, part_id, position, kind_id");
  for (const auto& one : inputs.accepted)
    for (std::size_t at = 0; at < one.kinds.size(); ++at) accepted->row({id, one.part, at, one.kinds[at]});
  accepted->finish();
  auto stock = transaction.bulk_insert("allocation_stock", "allocation_id, depot_id, kind_id, quantity");
  for (const auto& one : inputs.stock) stock->row({id, one.depot, one.kind, one.quantity});
  stock->finish();
}

/// A rank's two columns: null when there is none.
std::pair<Parameter, Parameter> columns_of(const std::optional<Rank>& rank) {
  if (!rank) return {nullptr, nullptr};
  return {rank->numerator, rank->denominator};
}

void insert_lines(Transaction& transaction, AllocationId id, const std::vector<Line>& lines) {
  auto bulk = transaction.bulk_insert(
      "allocation_line",
      "allocation_id, name, need_id, structure_id, audience, product_id, urgency, people, is_checked, asked, earlier, "
      "tier, weight, cap, floor, past, granted, level_numerator, level_denominator, next_numerator, next_denominator, "
      "next_units, ending");
  for (const auto& line : lines) {
    const auto [level_numerator, level_denominator] = columns_of(line.level);
    const auto [next_numerator, next_denominator] = columns_of(line.next);
    bulk->row({id,
               line.name,
               line.need,
               line.structure,
               catalogue::code_of(line.audience),
               line.product,
               needs::code_of(line.urgency),
               line.people,
               line.is_checked ? 1 : 0,
               line.asked,
               line.earlier,
               line.tier,
               line.weight,
               line.cap,
               line.floor,
               line.past,
               line.granted,
               level_numerator,
               level_denominator,
               next_numerator,
               next_denominator,
               line.next_units,
               code_of(line.end)});
  }
  bulk->finish();
  auto portions = transaction.bulk_insert("allocation_portion", "allocation_id, need_id, part_id, kind_id, quantity");
  for (const auto& line : lines)
    for (const auto& portion : line.portions)
      portions->row({id, line.need, portion.part, portion.kind, portion.quantity});
  portions->finish();
}

void insert_classes(Transaction& transaction, AllocationId id, const std::vector<Class>& classes) {
  auto bulk = transaction.bulk_insert(
      "allocation_class",
      "allocation_id, tier, product_id, lines, asked, granted, cutoff_numerator, cutoff_denominator, cutoff_line, "
      "refused_numerator, refused_denominator, refused_line");
  for (const auto& one : classes) {
    const auto [cutoff_numerator, cutoff_denominator] = columns_of(one.cutoff);
    const auto [refused_numerator, refused_denominator] = columns_of(one.refused);
    bulk->row({id, one.tier, one.product, one.lines, one.asked, one.granted, cutoff_numerator, cutoff_denominator,
               one.cutoff_line, refused_numerator, refused_denominator, one.refused_line});
  }
  bulk->finish();
  auto shortages = transaction.bulk_insert("allocation_shortage", "allocation_id, tier, product_id, kind_id");
  for (const auto& one : classes)
    for (const auto kind : one.ran_out) shortages->row({id, one.tier, one.product, kind});
  shortages->finish();
}

}  // namespace

AllocationId insert_proposal(Transaction& transaction, const Permit& permit, const ProposalOrder& order,
                             const Gathered& gathered, const Outcome& outcome) {
  transaction.execute(supersede_older, {order.round});
  const auto id = insert_header(transaction, permit, order, gathered, outcome);
  insert_lots(transaction, id, order.policy, gathered.catalogue);
  insert_goods(transaction, id, gathered.inputs);
  insert_lines(transaction, id, outcome.lines);
  insert_classes(transaction, id, outcome.classes);
  return id;
}

}  // namespace relais::allocation
