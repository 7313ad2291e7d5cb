#pragma once
#include <functional>
#include <string_view>

#include "allocation/blocks.hpp"
#include "store/store.hpp"

namespace relais::allocation {

/// A line on its way past, and whose it is. Valid during the call.
struct PassingLine {
  const BlockLine& line;
  OrganisationId structure;
  std::string_view structure_code;
  std::string_view structure_name;
  std::string_view departement;  ///< as recorded with the allocation
};

/// Gives the lines of an allocation one by one, in the order of their names. One query.
void for_each_line(store::Reader& reader, AllocationId allocation, const std::function<void(const PassingLine&)>& take);

/// The lines of a block, into `lines`. Throws base::Defect when its text is none.
void read_block(std::string_view body, std::vector<BlockLine>& lines);

}  // namespace relais::allocation
