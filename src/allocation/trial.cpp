#include "allocation/trial.hpp"

#include "allocation/goods.hpp"
#include "allocation/policy.hpp"
#include "allocation/records.hpp"
#include "allocation/refusals.hpp"

namespace relais::allocation {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using store::Transaction;

Header header_of_trial(const Allocation& of, const TrialOrder& order) {
  return {of.programme,           of.round,           of.day, order.seed.value_or(of.seed), order.request,
          in_order(order.policy), of.keeps_grants_of, of.id,  of.needs_fingerprint};
}

Result<std::optional<Proposed>> find_repeated_trial(Reader& reader, const Header& header) {
  const auto before = find_by_request(reader, header.programme, header.request);
  if (!before) return std::optional<Proposed>();
  if (before->trial_of != header.trial_of || before->seed != header.seed || before->policy != header.policy)
    return Refusal(refused::request_reused, {header.request});
  return std::optional(Proposed{before->id, true});
}

struct PreparedTrial {
  std::optional<Proposed> repeat;
  Header header;
  Catalogue catalogue;
  Inputs inputs;
};

Result<PreparedTrial> prepare_trial(Reader& reader, const AllocatePermit& permit, const TrialOrder& order) {
  const auto of = find_by_id(reader, order.of);
  if (!of) return Refusal(refused::allocation_unknown);
  RELAIS_TRY_DONE(permit.check(of->programme));
  PreparedTrial prepared{{}, header_of_trial(*of, order), catalogue::get_catalogue(reader, of->programme), {}};
  RELAIS_TRY(prepared.repeat, find_repeated_trial(reader, prepared.header));
  if (prepared.repeat) return prepared;
  RELAIS_TRY_DONE(check(order.policy, prepared.catalogue));
  auto& inputs = prepared.inputs;
  inputs = read_inputs(reader, of->id);
  inputs.seed = prepared.header.seed;
  apply_policy(inputs, prepared.catalogue, prepared.header.policy);
  for (auto& line : inputs.lines) line.guarantee.departement = 0;
  return prepared;
}

}  // namespace

Result<Proposed> propose_trial(store::Database& database, const AllocatePermit& permit, const TrialOrder& order,
                               const Progress& progress) {
  if (order.request.empty()) return Refusal(refused::request_is_empty);
  if (progress) progress(Stage::reading, 0, 0);
  RELAIS_TRY(PreparedTrial prepared,
             database.read([&](Reader& reader) { return prepare_trial(reader, permit, order); }));
  if (prepared.repeat) return *prepared.repeat;
  auto instance = build_instance(prepared.inputs);
  raise_departement_floors(prepared.inputs, instance);
  if (progress) progress(Stage::solving, 0, static_cast<std::int64_t>(instance.lines.size()));
  RELAIS_TRY(const Outcome outcome, work_out(std::move(instance)));
  return database.write([&](Transaction& transaction) -> Result<Proposed> {
    RELAIS_TRY(const auto repeat, find_repeated_trial(transaction, prepared.header));
    if (repeat) return *repeat;
    return Proposed{
        insert_proposal(transaction, permit, prepared.header, prepared.catalogue, prepared.inputs, outcome, progress),
        false};
  });
}

}  // namespace relais::allocation
