#pragma once
#include <string>

#include "allocation/inputs.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace relais::allocation {

struct Gathered {
  Catalogue catalogue;
  Inputs inputs;
  std::string needs_fingerprint;
};

/// Reads what an allocation is computed from, as it stands now.
///
/// Refuses  policy_out_of_range, product_unknown, promise_unknown, nothing_asked, nothing_free.
base::Result<Gathered> gather(store::Reader& reader, const ProposalOrder& order);

/// Fills `inputs.stock` with what is free now of `inputs.kinds`, and sorts it.
void read_free_stock(store::Reader& reader, ProgrammeId programme, Inputs& inputs);

}  // namespace relais::allocation
