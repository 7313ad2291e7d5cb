#include "allocation/codes.hpp"
#include "allocation/allocation.hpp"
#include "allocation/compare.hpp"
#include "base/codes.hpp"

namespace relais::allocation {
namespace {

constexpr base::Codes<State, 4> state_codes{{{State::proposed, "proposed"},
                                             {State::approved, "approved"},
                                             {State::superseded, "superseded"},
                                             {State::trial, "trial"}}};
constexpr base::Codes<Change, 3> change_codes{{{Change::any, ""}, {Change::gains, "gains"}, {Change::loses, "loses"}}};
constexpr base::Codes<fairness::LineEnd, 3> line_end_codes{
    {{fairness::LineEnd::met, "met"}, {fairness::LineEnd::refused, "refused"}, {fairness::LineEnd::closed, "closed"}}};

}  // namespace

std::string_view code_of(State state) { return base::code_in(state_codes, state); }
std::optional<State> parse_state(std::string_view code) { return base::value_in(state_codes, code); }

const Label& label_of(State state) {
  static const std::array<Label, 4> labels{
      {{"proposée", "proposed"}, {"approuvée", "approved"}, {"remplacée", "superseded"}, {"essai", "trial"}}};
  return labels.at(static_cast<std::size_t>(state));
}

std::string_view code_of(Change change) { return base::code_in(change_codes, change); }
std::optional<Change> parse_change(std::string_view code) { return base::value_in(change_codes, code); }

std::string_view code_of(fairness::LineEnd end) { return base::code_in(line_end_codes, end); }

const UrgencyRule& Policy::rule_of(Urgency urgency) const {
  return urgency == Urgency::vital ? vital : urgency == Urgency::high ? high : normal;
}

}  // namespace relais::allocation
