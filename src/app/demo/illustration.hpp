#pragma once
/// The made-up census: structures in real communes, in proportion to their population, and what they ask for.

#include <string>
#include <vector>

#include "needs/needs.hpp"
#include "places/geography.hpp"

namespace relais::app::demo {

struct MadeUpStructure {
  std::string code;
  std::string name;
  std::string network;  ///< its code, or empty
  std::string departement;
  std::string commune;
  bool is_accredited = true;  ///< else it has applied only, and states no need
};

/// Some 1,200 structures in every département that has inhabitants, but for `real_departement`, whose structures are
/// real; there, one for each of the two local networks.
std::vector<MadeUpStructure> make_up_structures(const places::Geography& geography,
                                                const std::string& real_departement);

struct MadeUpNeed {
  std::string structure;
  catalogue::Audience audience;
  std::string product;
  std::int64_t people = 0;
  std::int64_t quantity = 0;
  needs::Urgency urgency = needs::Urgency::normal;
  bool is_checked = false;
};

/// What structures ask for: in all, some 1.6 times what the operator gave.
std::vector<MadeUpNeed> make_up_needs(const std::vector<std::string>& structures);

}  // namespace relais::app::demo
