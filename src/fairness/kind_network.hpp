#pragma once
#include "fairness/cheapest_flow.hpp"
#include "fairness/model.hpp"

namespace relais::fairness {

/// Which kinds the components take, with the fewest substitutions, once it is chosen how often each way is used.
class KindNetwork {
 public:
  /// `uses` is per way of the model, and fits.
  KindNetwork(const Instance& instance, const Model& model, const std::vector<std::int64_t>& uses);

  /// What a component takes of the kind at a position of its order of acceptance.
  std::int64_t items(ComponentIndex component, std::size_t position) const {
    return flow_.flow_on(edges_[component][position]);
  }
  /// The kinds of which too little is left for `units` more by a recipe, even if others make room: one more item of any
  /// of them would be of use. None when the units fit.
  std::vector<KindIndex> short_of(const Recipe& recipe, std::int64_t units) const;

 private:
  std::size_t source() const { return instance_.components.size() + instance_.kinds.size(); }
  std::size_t sink() const { return source() + 1; }

  const Instance& instance_;
  CheapestFlow flow_;
  std::vector<std::vector<std::size_t>> edges_;  ///< by component and position
};

}  // namespace relais::fairness
