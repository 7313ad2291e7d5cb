#pragma once
#include <string>
#include <vector>

#include "allocation/allocation.hpp"

namespace relais::allocation {

/// A row of the register of adjustments as people read it: who, when, why, whose line.
struct RegisterRow {
  std::string from;  ///< reference of the proposal that was looked at
  std::string to;    ///< and of the one made of it
  std::string structure_code;
  std::string structure_name;
  Audience audience = Audience::precarious_person;
  ProductId product;
  std::int64_t granted_before = 0;
  std::optional<std::int64_t> quantity;  ///< set by hand; none: withdrawn
  std::string reason;
  std::string actor;
  base::Instant at;
};

/// Of a census round, or of one structure in it; the newest first. One query.
std::vector<RegisterRow> list_register(store::Reader& reader, RoundId round, OrganisationId structure = {});

}  // namespace relais::allocation
