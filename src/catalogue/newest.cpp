#include "catalogue/newest.hpp"

#include "catalogue/refusals.hpp"

namespace relais::catalogue {

base::Result<Programme> find_newest_programme(store::Reader& reader) {
  auto programmes = list_programmes(reader);
  if (programmes.empty()) return base::Refusal(refused::no_programme);
  return std::move(programmes.front());
}

}  // namespace relais::catalogue
