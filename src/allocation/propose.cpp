#include <algorithm>

#include "allocation/records.hpp"
#include "allocation/refusals.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

bool is_as_ordered(const Allocation& allocation, const ProposalOrder& order) {
  auto policy = order.policy;
  std::sort(policy.minimum_lots.begin(), policy.minimum_lots.end(),
            [](const MinimumLot& a, const MinimumLot& b) { return a.product_code < b.product_code; });
  return allocation.round == order.round && allocation.day == order.day && allocation.seed == order.seed &&
         allocation.policy == policy && allocation.keeps_grants_of == order.keeps_grants_of;
}

/// What the same request proposed before, if it did.
std::optional<Result<Proposed>> find_repeat(Reader& reader, ProgrammeId programme, const ProposalOrder& order) {
  const auto before = find_by_request(reader, programme, order.request);
  if (!before) return std::nullopt;
  if (!is_as_ordered(*before, order)) return Refusal(refused::request_reused, {order.request});
  return Proposed{before->id, true};
}

/// What the solver needs, or what the request proposed before.
struct Prepared {
  std::optional<Proposed> repeat;
  Gathered gathered;
};

Result<Prepared> prepare(Reader& reader, const ProposalOrder& order) {
  const auto programme = needs::get_round(reader, order.round).programme;
  if (const auto repeat = find_repeat(reader, programme, order)) {
    RELAIS_TRY(const Proposed proposed, *repeat);
    return Prepared{proposed, {}};
  }
  RELAIS_TRY(Gathered gathered, gather(reader, order));
  return Prepared{std::nullopt, std::move(gathered)};
}

/// Whether what was computed still stands on what is there.
Result<> check_unchanged(Reader& reader, const ProposalOrder& order, const Gathered& gathered) {
  if (needs::fingerprint_of_approved_needs(reader, order.round, order.day) != gathered.needs_fingerprint)
    return Refusal(refused::needs_changed);
  auto now = gathered.inputs;
  read_free_stock(reader, gathered.catalogue.programme.id, now);
  if (stock_fingerprint(now) != stock_fingerprint(gathered.inputs)) return Refusal(refused::stock_changed);
  return base::Done{};
}

Result<Proposed> keep(Transaction& transaction, const Permit& permit, const ProposalOrder& order,
                      const Gathered& gathered, const Outcome& outcome) {
  if (auto repeat = find_repeat(transaction, gathered.catalogue.programme.id, order)) return *std::move(repeat);
  RELAIS_TRY_DONE(check_unchanged(transaction, order, gathered));
  return Proposed{insert_proposal(transaction, permit, order, gathered, outcome), false};
}

}  // namespace

Result<Proposed> propose(store::Database& database, const Permit& permit, const ProposalOrder& order) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  RELAIS_TRY(const Prepared prepared, database.read([&](Reader& reader) { return prepare(reader, order); }));
  if (prepared.repeat) return *prepared.repeat;
  RELAIS_TRY(const Outcome outcome, solve(prepared.gathered.inputs));
  return database.write(
      [&](Transaction& transaction) { return keep(transaction, permit, order, prepared.gathered, outcome); });
}

}  // namespace relais::allocation
