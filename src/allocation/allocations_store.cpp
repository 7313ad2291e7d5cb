#include <algorithm>

#include "allocation/policy.hpp"
#include "allocation/records.hpp"
#include "base/reference.hpp"

namespace relais::allocation {
namespace {

using store::Reader;
using store::Rows;
using store::Transaction;

constexpr std::string_view select_allocations =
    "SELECT a.id, a.programme_id, a.round_id, a.number, "
    "CASE WHEN a.trial_of_id IS NULL THEN a.state ELSE 'trial' END, a.day, a.seed, a.vital_tier, a.vital_weight, "
    "a.high_tier, a.high_weight, a.normal_tier, a.normal_weight, a.departement_floor, a.substitutes, "
    "COALESCE(a.keeps_grants_of_id, 0), a.needs_fingerprint, a.stock_fingerprint, a.instance_sha256, a.plan_sha256, "
    "t.lines, t.asked, t.granted, a.proposed_by, a.proposed_at, COALESCE(a.approved_by, ''), a.approved_at, "
    "COALESCE(a.trial_of_id, 0) "
    "FROM allocation_allocation a JOIN (SELECT allocation_id, CAST(SUM(lines) AS BIGINT) AS lines, "
    "CAST(SUM(asked) AS BIGINT) AS asked, CAST(SUM(granted) AS BIGINT) AS granted FROM allocation_outcome "
    "GROUP BY allocation_id) t ON t.allocation_id = a.id WHERE ";
const std::string select_by_programme = std::string(select_allocations) + "a.programme_id = $1 ORDER BY a.number DESC";
const std::string select_by_number = std::string(select_allocations) + "a.programme_id = $1 AND a.number = $2";
const std::string select_by_request = std::string(select_allocations) + "a.programme_id = $1 AND a.request = $2";
const std::string select_by_id = std::string(select_allocations) + "a.id = $1";

constexpr std::string_view select_lots =
    "SELECT m.allocation_id, p.code, m.units FROM allocation_minimum_lot m "
    "JOIN catalogue_product p ON p.id = m.product_id JOIN allocation_allocation a ON a.id = m.allocation_id WHERE ";
const std::string select_lots_of_programme = std::string(select_lots) + "a.programme_id = $1";
const std::string select_lots_of_one = std::string(select_lots) + "a.id = $1";
constexpr std::string_view select_servings =
    "SELECT v.allocation_id, k.code, s.code FROM allocation_serving v JOIN catalogue_kind k ON k.id = v.kind_id "
    "JOIN catalogue_kind s ON s.id = v.served_id JOIN allocation_allocation a ON a.id = v.allocation_id WHERE ";
const std::string select_servings_of_programme = std::string(select_servings) + "a.programme_id = $1";
const std::string select_servings_of_one = std::string(select_servings) + "a.id = $1";

UrgencyRule rule_at(const Rows& rows, int column) {
  return {static_cast<std::int32_t>(rows.integer(column)), rows.integer(column + 1)};
}

Policy policy_of(const Rows& rows) {
  Policy policy;
  policy.vital = rule_at(rows, 7);
  policy.high = rule_at(rows, 9);
  policy.normal = rule_at(rows, 11);
  policy.departement_floor = rows.integer(13);
  policy.substitutes = rows.boolean(14);
  return policy;
}

Allocation allocation_of(const Rows& rows) {
  Allocation one;
  one.id = rows.id<AllocationId>(0);
  one.programme = rows.id<ProgrammeId>(1);
  one.round = rows.id<RoundId>(2);
  one.reference = base::format_reference('A', rows.integer(3));
  const auto state = parse_state(rows.text(4));
  RELAIS_CHECK(state.has_value());
  one.state = *state;
  one.day = rows.day(5);
  one.seed = static_cast<std::uint32_t>(rows.integer(6));
  one.policy = policy_of(rows);
  one.keeps_grants_of = rows.id<AllocationId>(15);
  one.needs_fingerprint = rows.string(16);
  one.stock_fingerprint = rows.string(17);
  one.instance_sha256 = rows.string(18);
  one.plan_sha256 = rows.string(19);
  one.lines = rows.integer(20);
  one.asked = rows.integer(21);
  one.granted = rows.integer(22);
  one.proposed_by = rows.string(23);
  one.proposed_at = rows.instant(24);
  one.approved_by = rows.string(25);
  if (!rows.is_null(26)) one.approved_at = rows.instant(26);
  one.trial_of = rows.id<AllocationId>(27);
  return one;
}

Allocation* find_among(std::vector<Allocation>& allocations, AllocationId id) {
  const auto found =
      std::find_if(allocations.begin(), allocations.end(), [&](const auto& one) { return one.id == id; });
  return found == allocations.end() ? nullptr : &*found;
}

void add_serving(Policy& policy, const std::string& kind, const std::string& served) {
  auto found = std::find_if(policy.serves.begin(), policy.serves.end(),
                            [&](const Serving& one) { return one.kind_code == kind; });
  if (found == policy.serves.end()) found = policy.serves.insert(found, {kind, {}});
  if (served != kind) found->served_codes.push_back(served);
}

/// What a policy says in tables of its own.
void add_lists(std::vector<Allocation>& allocations, Rows lots, Rows servings) {
  while (lots.next())
    if (auto* one = find_among(allocations, lots.id<AllocationId>(0)))
      one->policy.minimum_lots.push_back({lots.string(1), lots.integer(2)});
  while (servings.next())
    if (auto* one = find_among(allocations, servings.id<AllocationId>(0)))
      add_serving(one->policy, servings.string(1), servings.string(2));
  for (auto& one : allocations) one.policy = in_order(std::move(one.policy));
}

std::vector<Allocation> all_of(Rows rows) {
  std::vector<Allocation> allocations;
  while (rows.next()) allocations.push_back(allocation_of(rows));
  return allocations;
}

std::optional<Allocation> one_of(Reader& reader, Rows rows) {
  auto allocations = all_of(std::move(rows));
  if (allocations.empty()) return std::nullopt;
  const auto id = allocations.front().id;
  add_lists(allocations, reader.query(select_lots_of_one, {id}), reader.query(select_servings_of_one, {id}));
  return allocations.front();
}

// Changes nothing, but takes the row: two approvals of one allocation never overlap, on any engine.
constexpr auto lock_by_id = "UPDATE allocation_allocation SET state = state WHERE id = $1";
constexpr auto select_approval_request =
    "SELECT COALESCE(approval_request, '') FROM allocation_allocation WHERE id = $1";
constexpr auto update_approved =
    "UPDATE allocation_allocation SET state = 'approved', approval_request = $2, approved_by = $3, approved_at = $4 "
    "WHERE id = $1";

}  // namespace

std::vector<Allocation> list_allocations(Reader& reader, ProgrammeId programme) {
  auto allocations = all_of(reader.query(select_by_programme, {programme}));
  add_lists(allocations, reader.query(select_lots_of_programme, {programme}),
            reader.query(select_servings_of_programme, {programme}));
  return allocations;
}

std::optional<Allocation> find_allocation(Reader& reader, ProgrammeId programme, std::string_view reference) {
  const auto number = base::parse_reference('A', reference);
  if (!number) return std::nullopt;
  return one_of(reader, reader.query(select_by_number, {programme, *number}));
}

std::optional<Allocation> find_by_request(Reader& reader, ProgrammeId programme, std::string_view request) {
  return one_of(reader, reader.query(select_by_request, {programme, request}));
}

std::optional<Allocation> find_by_id(Reader& reader, AllocationId id) {
  return one_of(reader, reader.query(select_by_id, {id}));
}

Allocation get_allocation(Reader& reader, AllocationId id) {
  const auto found = find_by_id(reader, id);
  RELAIS_CHECK(found.has_value());
  return *found;
}

std::optional<Allocation> lock_allocation(Transaction& transaction, AllocationId id) {
  if (transaction.execute(lock_by_id, {id}) == 0) return std::nullopt;
  return find_by_id(transaction, id);
}

std::string approval_request_of(Reader& reader, AllocationId id) {
  auto rows = reader.query(select_approval_request, {id});
  RELAIS_CHECK(rows.next());
  return rows.string(0);
}

void mark_approved(Transaction& transaction, const Permit& permit, const ApprovalOrder& order) {
  RELAIS_CHECK(
      transaction.execute(update_approved, {order.allocation, order.request, permit.actor(), transaction.now()}) == 1);
}

}  // namespace relais::allocation
