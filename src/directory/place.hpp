#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "directory/details.hpp"
#include "people/organisations.hpp"
#include "places/point.hpp"

namespace relais::directory {

/// Where an organisation receives people, and what a list says of it.
struct Place {
  std::string source_id;  ///< unique in its list
  std::string name;
  std::string address;
  std::string address_complement;
  std::string commune;  ///< INSEE code
  std::string postal_code;
  places::Point position;
  bool is_position_approximate = false;  ///< the centre of its commune
  std::string phone;
  std::vector<std::string> sites;     ///< http or https addresses
  std::string hours;                  ///< as the list has them, several lines perhaps
  std::vector<std::string> services;  ///< labels of the national schema, or the list's own
  std::string pivot;                  ///< SIRET or RNA, or empty
  std::optional<base::Day> updated_on;
  Details details;
  bool operator==(const Place&) const = default;
};

}  // namespace relais::directory
