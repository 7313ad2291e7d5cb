#include "base/codes.hpp"

#include "needs/needs.hpp"

namespace relais::needs {
namespace {

constexpr base::Codes<RoundState, 2> round_states{{{RoundState::open, "open"}, {RoundState::closed, "closed"}}};
constexpr base::Codes<Urgency, 3> urgency_codes{
    {{Urgency::vital, "vital"}, {Urgency::high, "high"}, {Urgency::normal, "normal"}}};
constexpr base::Codes<NeedState, 3> need_states{
    {{NeedState::submitted, "submitted"}, {NeedState::approved, "approved"}, {NeedState::rejected, "rejected"}}};

constexpr base::Codes<Doubt, 4> doubt_codes{{{Doubt::none, ""},
                                             {Doubt::population, "population"},
                                             {Doubt::past, "past"},
                                             {Doubt::population_and_past, "population_and_past"}}};

}  // namespace

std::string_view code_of(RoundState state) { return base::code_in(round_states, state); }
std::optional<RoundState> parse_round_state(std::string_view code) { return base::value_in(round_states, code); }

std::string_view code_of(Urgency urgency) { return base::code_in(urgency_codes, urgency); }
std::optional<Urgency> parse_urgency(std::string_view code) { return base::value_in(urgency_codes, code); }

std::string_view code_of(NeedState state) { return base::code_in(need_states, state); }
std::optional<NeedState> parse_need_state(std::string_view code) { return base::value_in(need_states, code); }

std::string_view code_of(Doubt doubt) { return base::code_in(doubt_codes, doubt); }
std::optional<Doubt> parse_doubt(std::string_view code) { return base::value_in(doubt_codes, code); }

const catalogue::Label& label_of(Doubt doubt) {
  static const catalogue::Label labels[] = {
      {"", ""},
      {"beaucoup pour la population de la commune", "many for the population of the commune"},
      {"très loin de la réponse précédente", "far from the answer before"},
      {"beaucoup pour la population de la commune, et très loin de la réponse précédente",
       "many for the population of the commune, and far from the answer before"}};
  return labels[static_cast<std::size_t>(doubt)];
}

const catalogue::Label& label_of(Urgency urgency) {
  static const catalogue::Label labels[] = {{"vitale", "vital"}, {"forte", "high"}, {"normale", "normal"}};
  return labels[static_cast<std::size_t>(urgency)];
}

const catalogue::Label& label_of(NeedState state) {
  static const catalogue::Label labels[] = {
      {"à examiner", "to be reviewed"}, {"approuvé", "approved"}, {"rejeté", "rejected"}};
  return labels[static_cast<std::size_t>(state)];
}

}  // namespace relais::needs
