#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::handover::refused {

using base::RefusalReason;

inline constexpr RefusalReason request_is_empty{"handover.request_is_empty", 422,
                                                "La demande n'a pas de clé : rechargez la page et recommencez.",
                                                "The request has no key: reload the page and try again."};
inline constexpr RefusalReason request_reused{
    "handover.request_reused", 422, "La demande {0} a déjà servi pour autre chose. Rechargez la page et recommencez.",
    "Request {0} was already used for something else. Reload the page and try again."};
inline constexpr RefusalReason structure_unknown{"handover.structure_unknown", 404,
                                                 "Cette structure n'existe pas dans le programme.",
                                                 "There is no such structure in the programme."};
inline constexpr RefusalReason product_unknown{"handover.product_unknown", 422,
                                               "Ce produit n'est pas au catalogue du programme.",
                                               "This product is not in the programme's catalogue."};
inline constexpr RefusalReason people_not_positive{"handover.people_not_positive", 422,
                                                   "Indiquez à combien de personnes la remise est faite, au moins 1.",
                                                   "Say how many people were handed something, at least 1."};
inline constexpr RefusalReason count_too_large{"handover.count_too_large", 422,
                                               "{0} personnes en une remise : {1} au plus. Corrigez le nombre.",
                                               "{0} people in one hand-over: at most {1}. Mend the number."};
inline constexpr RefusalReason programme_not_started{
    "handover.programme_not_started", 409, "Le programme ne commence que le {0}.", "The programme only starts on {0}."};
inline constexpr RefusalReason not_a_count{"handover.not_a_count", 422,
                                           "ce n'est pas un nombre de personnes : écrivez-le en chiffres.",
                                           "this is not a number of people: write it in digits."};
inline constexpr RefusalReason audience_missing{"handover.audience_missing", 422,
                                                "Dites à quel public vous remettez : choisissez-en un.",
                                                "Say to which audience you hand over: choose one."};
inline constexpr RefusalReason not_a_day{"handover.not_a_day", 422,
                                         "ce n'est pas une date : écrivez 2020-03-26 ou 26/03/2020.",
                                         "this is not a date: write 2020-03-26 or 26/03/2020."};
inline constexpr RefusalReason programme_ended{"handover.programme_ended", 409, "Le programme a pris fin le {0}.",
                                               "The programme ended on {0}."};
inline constexpr RefusalReason structure_not_accredited{"handover.structure_not_accredited", 409,
                                                        "La structure {0} n'est pas habilitée ce jour-là.",
                                                        "Structure {0} is not accredited on that day."};
inline constexpr RefusalReason not_on_shelf{
    "handover.not_on_shelf", 409,
    "La structure {0} n'a pas de quoi remettre {1} × « {2} » : recevez d'abord l'expédition, ou remettez moins.",
    "Structure {0} has not got what it takes to hand over {1} × “{2}”: receive the shipment first, or fewer people."};

inline constexpr std::array all{
    &request_is_empty, &request_reused,        &structure_unknown, &product_unknown,          &people_not_positive,
    &count_too_large,  &programme_not_started, &programme_ended,   &structure_not_accredited, &not_on_shelf,
    &not_a_count,      &audience_missing,      &not_a_day};

}  // namespace relais::handover::refused
