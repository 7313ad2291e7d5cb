#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::allocation::refused {

using base::RefusalReason;

inline constexpr RefusalReason request_is_empty{"allocation.request_is_empty", 422,
                                                "La demande n'a pas de clé : rechargez la page et recommencez.",
                                                "The request has no key: reload the page and try again."};
inline constexpr RefusalReason request_reused{
    "allocation.request_reused", 422, "La demande {0} a déjà servi pour autre chose. Rechargez la page et recommencez.",
    "Request {0} was already used for something else. Reload the page and try again."};
inline constexpr RefusalReason policy_out_of_range{"allocation.policy_out_of_range", 422,
                                                   "Règle : « {0} » vaut {1}, il faut un nombre de {2} à {3}.",
                                                   "Policy: “{0}” is {1}, it must be a number from {2} to {3}."};
inline constexpr RefusalReason product_unknown{
    "allocation.product_unknown", 422,
    "Règle : le produit « {0} » n'est pas au catalogue du programme. Corrigez le code.",
    "Policy: product “{0}” is not in the programme's catalogue. Mend the code."};
inline constexpr RefusalReason promise_unknown{
    "allocation.promise_unknown", 422,
    "L'attribution dont il faut tenir les promesses n'est pas de cette vague de recensement.",
    "The allocation whose grants are to be kept is not one of this census round."};
inline constexpr RefusalReason nothing_asked{
    "allocation.nothing_asked", 409,
    "Rien à attribuer : aucun besoin approuvé d'une structure habilitée n'attend encore quelque chose.",
    "Nothing to allocate: no approved need of an accredited structure still waits for anything."};
inline constexpr RefusalReason nothing_free{"allocation.nothing_free", 409,
                                            "Aucun stock libre des articles demandés : recevez d'abord des dons.",
                                            "There is no free stock of the items asked for: receive gifts first."};
inline constexpr RefusalReason needs_changed{
    "allocation.needs_changed", 409,
    "Les besoins ou les habilitations ont changé depuis le calcul : proposez une nouvelle attribution.",
    "Needs or accreditations changed since it was computed: propose a new allocation."};
inline constexpr RefusalReason stock_changed{
    "allocation.stock_changed", 409, "Le stock libre a changé depuis le calcul : proposez une nouvelle attribution.",
    "The free stock changed since it was computed: propose a new allocation."};
inline constexpr RefusalReason allocation_unknown{"allocation.allocation_unknown", 404,
                                                  "Cette attribution n'existe pas.", "There is no such allocation."};
inline constexpr RefusalReason already_approved{
    "allocation.already_approved", 409, "L'attribution {0} est déjà approuvée.", "Allocation {0} is already approved."};
inline constexpr RefusalReason superseded{
    "allocation.superseded", 409, "L'attribution {0} a été remplacée par une proposition plus récente : examinez-la.",
    "Allocation {0} was superseded by a newer proposal: review that one."};

inline constexpr std::array all{&request_is_empty, &request_reused,     &policy_out_of_range, &product_unknown,
                                &promise_unknown,  &nothing_asked,      &nothing_free,        &needs_changed,
                                &stock_changed,    &allocation_unknown, &already_approved,    &superseded};

}  // namespace relais::allocation::refused
