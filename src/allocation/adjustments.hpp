#pragma once
#include "allocation/adjust.hpp"
#include "allocation/earlier.hpp"

namespace relais::allocation {

/// What is set by hand for the next proposal of a round: not withdrawn, and no allocation that carries it was approved.
Grants adjusted_by_need(store::Reader& reader, RoundId round);

/// The adjustment that a proposal was made for, if any.
std::optional<Adjustment> find_adjustment(store::Reader& reader, AllocationId to);

void insert_adjustment(store::Transaction& transaction, const Permit& permit, RoundId round, const Adjustment& made);

}  // namespace relais::allocation
