#pragma once
#include "fairness/columns.hpp"

namespace relais::fairness {

/// What `solve` does once the instance is validated and its lines stand in columns; the benchmark times it on its own.
///
/// Refuses  floors_do_not_fit, search_limit.
base::Result<Plan> share_out(const Instance& instance, const Model& model, const Columns& columns);

}  // namespace relais::fairness
