#pragma once
#include <string>

#include "allocation/adjust.hpp"
#include "allocation/earmarks.hpp"
#include "allocation/inputs.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace relais::allocation {

/// A proposal, and the adjustment that it is made for, if any.
struct Order : ProposalOrder {
  const AdjustOrder* adjusts = nullptr;
};

/// A few sums that change with every change of a need of the round or of an accreditation: while they are equal, so is
/// what was read. Much quicker than the fingerprint, which in turn names the same needs in another transaction.
struct NeedsStamp {
  std::int64_t needs = 0;
  std::int64_t versions = 0;
  std::int64_t accreditations = 0;
  bool operator==(const NeedsStamp&) const = default;
};

struct Gathered {
  Catalogue catalogue;
  Inputs inputs;
  std::vector<Earmark> earmarks;
  std::string needs_fingerprint;
  NeedsStamp needs_stamp;
};

/// Reads what an allocation is computed from, as it stands now.
///
/// Refuses  round_unknown, policy_out_of_range, product_unknown, kind_unknown, promise_unknown, nothing_asked,
///          nothing_free.
base::Result<Gathered> gather(store::Reader& reader, const Order& order, const Progress& progress);

/// Raises the floors of earmarks and of départements, in `inputs` and in the instance built of them.
void raise_floors(Inputs& inputs, fairness::Instance& instance, const std::vector<Earmark>& earmarks);

/// Fills `inputs.stock` with what is free now, and sorts it.
void read_free_stock(store::Reader& reader, ProgrammeId programme, Inputs& inputs);

NeedsStamp stamp_of_needs(store::Reader& reader, ProgrammeId programme, RoundId round);

}  // namespace relais::allocation
