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

inline constexpr RefusalReason round_unknown{
    "allocation.round_unknown", 404, "Cette vague de recensement n'existe pas.", "There is no such census round."};
inline constexpr RefusalReason kind_unknown{
    "allocation.kind_unknown", 422, "Règle : l'article « {0} » n'est pas au catalogue du programme. Corrigez le code.",
    "Policy: kind “{0}” is not in the programme's catalogue. Mend the code."};
inline constexpr RefusalReason is_a_trial{
    "allocation.is_a_trial", 409,
    "{0} est un essai : il ne s'approuve ni ne s'ajuste. Proposez une attribution avec la même règle.",
    "{0} is a trial: it is neither approved nor adjusted. Propose an allocation under the same rule."};
inline constexpr RefusalReason inputs_altered{
    "allocation.inputs_altered", 409,
    "Les données enregistrées de {0} ne sont plus celles du calcul : n'approuvez pas, prévenez l'exploitant, et "
    "proposez "
    "de nouveau.",
    "What is recorded of {0} is no longer what it was computed from: do not approve, tell the operator, and propose "
    "again."};
inline constexpr RefusalReason plan_is_wrong{
    "allocation.plan_is_wrong", 409,
    "La vérification indépendante trouve une erreur dans {0} : « {1} ». N'approuvez pas, prévenez l'exploitant, et "
    "proposez de nouveau.",
    "The independent check finds a fault in {0}: “{2}”. Do not approve, tell the operator, and propose again."};
inline constexpr RefusalReason reason_is_empty{"allocation.reason_is_empty", 422,
                                               "Dites pourquoi : le motif reste visible pour toujours.",
                                               "Say why: the reason stays visible for ever."};
inline constexpr RefusalReason line_unknown{"allocation.line_unknown", 404,
                                            "Ce besoin ne fait pas partie de l'attribution {0}.",
                                            "That need is no part of allocation {0}."};
inline constexpr RefusalReason adjustment_above_asked{
    "allocation.adjustment_above_asked", 422,
    "{0} : {1} n'est pas possible, il faut un nombre de 0 à {2}, ce que le besoin demande encore.",
    "{0}: {1} is not possible, it takes a number from 0 to {2}, what the need still asks for."};
inline constexpr RefusalReason adjustment_below_guarantee{
    "allocation.adjustment_below_guarantee", 409,
    "{0} : {1} est moins que ce qui est dû : {2} déjà promis et {3} fléchés par un donateur.",
    "{0}: {1} is less than what is owed: {2} promised and {3} earmarked by a donor."};
inline constexpr RefusalReason not_adjusted{"allocation.not_adjusted", 409, "{0} : aucun ajustement à retirer.",
                                            "{0}: there is no adjustment to withdraw."};
inline constexpr RefusalReason adjustment_does_not_fit{
    "allocation.adjustment_does_not_fit", 409,
    "Le stock ne permet pas {0} en plus de ce qui est dû aux autres. Il manque : {1}.",
    "The stock does not allow {0} beside what is owed to others. What is short: {1}."};
inline constexpr RefusalReason nothing_reserved{"allocation.nothing_reserved", 409,
                                                "Plus rien n'est réservé à cette structure dans {0}.",
                                                "Nothing is reserved any more for that structure in {0}."};
inline constexpr RefusalReason partly_dispatched{
    "allocation.partly_dispatched", 409,
    "Une expédition de {0} vers cette structure est déjà partie : le reste suit, et ne se libère pas.",
    "A shipment of {0} to that structure has left already: the rest follows, and is not released."};

inline constexpr RefusalReason not_of_one_round{
    "allocation.not_of_one_round", 400,
    "{0} et {1} ne sont pas de la même vague de recensement : comparez deux attributions d'une même vague.",
    "{0} and {1} are not of one census round: compare two allocations of the same round."};
inline constexpr RefusalReason departement_unknown{
    "allocation.departement_unknown", 400, "Aucun département n'a le code « {0} » : choisissez-en un dans la liste.",
    "No département has the code “{0}”: choose one from the list."};
inline constexpr RefusalReason change_unknown{
    "allocation.change_unknown", 400, "« {0} » n'est pas un choix : « gains » (gagnent), « loses » (perdent), ou rien.",
    "“{0}” is no choice: “gains”, “loses”, or nothing."};

inline constexpr RefusalReason computation_going_on{
    "allocation.computation_going_on", 409,
    "Un autre calcul est en cours pour cette vague, demandé par {0} : attendez sa fin, puis examinez la proposition.",
    "Another computation of this round is going on, asked for by {0}: wait for its end, then review the proposal."};
inline constexpr RefusalReason proposed_meanwhile{
    "allocation.proposed_meanwhile", 409,
    "{0} a été proposée par {1} depuis que vous avez ouvert cette page : examinez-la, ou envoyez de nouveau pour la "
    "remplacer.",
    "{0} was proposed by {1} since you opened this page: review it, or send again to replace it."};
inline constexpr RefusalReason computation_unknown{"allocation.computation_unknown", 404, "Ce calcul n'existe pas.",
                                                   "There is no such computation."};
inline constexpr RefusalReason computation_interrupted{
    "allocation.computation_interrupted", 503,
    "Le calcul a été interrompu avant sa fin. Rien n'a été changé : demandez-le de nouveau.",
    "The computation was interrupted before its end. Nothing was changed: ask for it again."};
inline constexpr RefusalReason computation_failed{
    "allocation.computation_failed", 500,
    "Une erreur de notre part a arrêté le calcul ; elle est enregistrée. Rien n'a été changé.",
    "An error of ours stopped the computation; it has been recorded. Nothing was changed."};
inline constexpr RefusalReason not_between{"allocation.not_between", 422, "Il faut un nombre de {0} à {1}.",
                                           "It takes a number from {0} to {1}."};
inline constexpr RefusalReason not_a_day{"allocation.not_a_day", 422,
                                         "Ce n'est pas une date : écrivez-la comme 2020-04-15.",
                                         "This is not a date: write it as 2020-04-15."};

inline constexpr std::array all{&request_is_empty,
                                &request_reused,
                                &policy_out_of_range,
                                &product_unknown,
                                &promise_unknown,
                                &nothing_asked,
                                &nothing_free,
                                &needs_changed,
                                &stock_changed,
                                &allocation_unknown,
                                &already_approved,
                                &superseded,
                                &round_unknown,
                                &kind_unknown,
                                &is_a_trial,
                                &inputs_altered,
                                &plan_is_wrong,
                                &reason_is_empty,
                                &line_unknown,
                                &adjustment_above_asked,
                                &adjustment_below_guarantee,
                                &not_adjusted,
                                &adjustment_does_not_fit,
                                &nothing_reserved,
                                &partly_dispatched,
                                &not_of_one_round,
                                &departement_unknown,
                                &change_unknown,
                                &computation_going_on,
                                &proposed_meanwhile,
                                &computation_unknown,
                                &computation_interrupted,
                                &computation_failed,
                                &not_between,
                                &not_a_day};

}  // namespace relais::allocation::refused
