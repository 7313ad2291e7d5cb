#include "shipments/shipments.hpp"

namespace relais::shipments {
namespace {

struct Entry {
  State state;
  std::string_view code;
  Label label;
};

const Entry& entry_of(State state) {
  static const Entry entries[] = {{State::prepared, "prepared", {"préparée", "prepared"}},
                                  {State::dispatched, "dispatched", {"partie", "dispatched"}},
                                  {State::received, "received", {"reçue", "received"}}};
  return entries[static_cast<std::size_t>(state)];
}

}  // namespace

std::string_view code_of(State state) { return entry_of(state).code; }

const Label& label_of(State state) { return entry_of(state).label; }

std::optional<State> parse_state(std::string_view code) {
  for (const auto state : {State::prepared, State::dispatched, State::received})
    if (code_of(state) == code) return state;
  return std::nullopt;
}

}  // namespace relais::shipments
