#pragma once
#include <optional>
#include <string>
#include <vector>

#include "directory/place.hpp"
#include "places/places.hpp"
#include "tabular/columns.hpp"

namespace relais::directory {

/// A row of a list as it was understood; `place` counts only when there is no problem.
struct PlaceRow {
  Place place;
  std::string departement;
  std::vector<tabular::RowProblem> problems;
  std::vector<tabular::Repair> repairs;
};

/// Reads every cell and says everything that is wrong, not only the first thing.
PlaceRow read_row(store::Reader& reader, const tabular::Record& record);

}  // namespace relais::directory
