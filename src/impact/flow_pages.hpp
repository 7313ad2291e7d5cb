#pragma once
#include <vector>

#include "impact/impact.hpp"
#include "web/template.hpp"

namespace relais::impact {

/// The way of the goods of one category, as impact/flow.mustache draws it: six bars below one another, each as long as
/// the number of items that came so far or farther; what goes on runs down on the left, what waits ends on the right.
web::Data flow_picture(const CategoryFlow& flow, base::Language language);

/// The same numbers as a table: a row per place where goods are, a column per category.
web::Data flow_rows(const std::vector<CategoryFlow>& flows, base::Language language);

}  // namespace relais::impact
