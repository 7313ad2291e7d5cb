#pragma once
#include "allocation/computations.hpp"

namespace relais::allocation {

/// How far one is. Nothing is written for one that is finished.
void record_progress(store::Transaction& transaction, ComputationId id, Stage stage, std::int64_t progress,
                     std::int64_t total);
/// That the node which will compute them is alive.
void record_alive(store::Transaction& transaction, ComputationId id);
void record_done(store::Transaction& transaction, ComputationId id, AllocationId allocation);
void record_refused(store::Transaction& transaction, ComputationId id, const base::Refusal& refusal);

}  // namespace relais::allocation
