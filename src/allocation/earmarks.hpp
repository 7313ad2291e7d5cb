#pragma once
#include <optional>
#include <string>
#include <vector>

#include "allocation/inputs.hpp"

namespace relais::allocation {

/// Items of one kind that donors meant for an audience, a département, or both, and that were not granted to it yet.
struct Earmark {
  KindId kind;
  std::optional<Audience> audience;
  std::string departement;  ///< empty: any
  std::int64_t items = 0;   ///< received, less what approved allocations granted to such lines
  bool operator==(const Earmark&) const = default;
};

/// What donors earmarked and depots received, donors added up; the narrowest first.
std::vector<Earmark> read_earmarks(store::Reader& reader, ProgrammeId programme);

/// Raises floors so that the lines an earmark is for together get as many items of its kind, in the order of their own
/// ranks: as long as they ask for it, and the goods for whole units are there without substitution. Floors that are
/// there already count. `inputs` and the instance built of them are raised alike.
void raise_earmark_floors(Inputs& inputs, fairness::Instance& instance, const std::vector<Earmark>& earmarks);

}  // namespace relais::allocation
