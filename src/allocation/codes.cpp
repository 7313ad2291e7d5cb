#include "allocation/codes.hpp"
#include "allocation/allocation.hpp"

namespace relais::allocation {
namespace {

constexpr std::pair<State, std::string_view> state_codes[] = {
    {State::proposed, "proposed"}, {State::approved, "approved"}, {State::superseded, "superseded"}};
constexpr std::pair<fairness::LineEnd, std::string_view> end_codes[] = {
    {fairness::LineEnd::met, "met"}, {fairness::LineEnd::refused, "refused"}, {fairness::LineEnd::closed, "closed"}};

template <class Table, class Value>
std::string_view find_code(const Table& table, Value value) {
  for (const auto& [one, code] : table)
    if (one == value) return code;
  base::throw_defect("a value without a code", __FILE__, __LINE__);
}

}  // namespace

std::string_view code_of(State state) { return find_code(state_codes, state); }

std::optional<State> parse_state(std::string_view code) {
  for (const auto& [state, its_code] : state_codes)
    if (its_code == code) return state;
  return std::nullopt;
}

const Label& label_of(State state) {
  static const Label proposed{"proposée", "proposed"}, approved{"approuvée", "approved"},
      superseded{"remplacée", "superseded"};
  return state == State::proposed ? proposed : state == State::approved ? approved : superseded;
}

std::string_view code_of(fairness::LineEnd end) { return find_code(end_codes, end); }

fairness::LineEnd get_line_end(std::string_view code) {
  for (const auto& [end, its_code] : end_codes)
    if (its_code == code) return end;
  base::throw_defect("an unknown end of a line", __FILE__, __LINE__);
}

const UrgencyRule& Policy::rule_of(Urgency urgency) const {
  return urgency == Urgency::vital ? vital : urgency == Urgency::high ? high : normal;
}

}  // namespace relais::allocation
