#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::needs::refused {

using base::RefusalReason;

inline constexpr RefusalReason round_needs_code{"needs.round_needs_code", 422,
                                                "Une vague de recensement doit porter un code : donnez-lui-en un.",
                                                "A census round needs a code: give it one."};
inline constexpr RefusalReason round_needs_name{
    "needs.round_needs_name", 422, "La vague {0} doit porter un nom en français et en anglais : donnez les deux.",
    "Round {0} needs a name in French and in English: give both."};
inline constexpr RefusalReason round_days_reversed{
    "needs.round_days_reversed", 422, "La vague {0} fermerait le {2}, avant son ouverture le {1} : corrigez les dates.",
    "Round {0} would close on {2}, before it opens on {1}: mend the days."};
inline constexpr RefusalReason round_unknown{"needs.round_unknown", 404,
                                             "Aucune vague de recensement ne porte le code « {0} » : vérifiez-le.",
                                             "No census round has the code “{0}”: check it."};
inline constexpr RefusalReason round_closed{
    "needs.round_closed", 409,
    "La vague {0} est fermée : attendez la prochaine, ou demandez au coordinateur de la rouvrir.",
    "Round {0} is closed: wait for the next, or ask the coordinator to open it again."};
inline constexpr RefusalReason structure_unknown{
    "needs.structure_unknown", 422,
    "Aucune structure n'est enregistrée sous le code « {0} » : corrigez le code, ou enregistrez-la d'abord.",
    "No structure is registered under the code “{0}”: mend the code, or register it first."};
inline constexpr RefusalReason structure_not_accredited{
    "needs.structure_not_accredited", 403,
    "La structure « {0} » n'est pas habilitée à ce jour : demandez ou renouvelez son habilitation.",
    "Structure “{0}” is not accredited today: apply for its accreditation, or renew it."};
inline constexpr RefusalReason product_unknown{"needs.product_unknown", 422,
                                               "« {0} » n'est ni un article ni un lot du programme : corrigez le code.",
                                               "“{0}” is neither an item nor a kit of the programme: mend the code."};
inline constexpr RefusalReason people_not_positive{
    "needs.people_not_positive", 422, "Le nombre de personnes est {0} : il faut un nombre entier, au moins 1.",
    "The number of people is {0}: it must be a whole number, at least 1."};
inline constexpr RefusalReason quantity_not_positive{
    "needs.quantity_not_positive", 422, "La quantité demandée est {0} : il faut un nombre entier, au moins 1.",
    "The quantity asked for is {0}: it must be a whole number, at least 1."};
inline constexpr RefusalReason count_too_large{"needs.count_too_large", 422,
                                               "{0} dépasse le plus grand nombre admis, {1} : vérifiez la saisie.",
                                               "{0} is beyond the largest number accepted, {1}: check what was typed."};
inline constexpr RefusalReason exceeds_people{
    "needs.exceeds_people", 422,
    "{0} « {1} » pour {2} personne(s) : chacune en reçoit un au plus. Baissez la quantité, ou corrigez le nombre de "
    "personnes.",
    "{0} of “{1}” for {2} people: each is given one at most. Lower the quantity, or mend the number of people."};
inline constexpr RefusalReason need_unknown{"needs.need_unknown", 404, "Le besoin {0} n'existe pas.",
                                            "There is no need {0}."};
inline constexpr RefusalReason need_changed{
    "needs.need_changed", 409, "Le besoin {0} a changé depuis que vous l'avez lu : relisez-le, puis recommencez.",
    "Need {0} changed since you read it: read it again, then start over."};

inline constexpr RefusalReason round_code_taken{"needs.round_code_taken", 409,
                                                "Une autre vague porte déjà le code « {0} » : prenez-en un autre.",
                                                "Another round has the code “{0}” already: take another."};
inline constexpr RefusalReason round_changed{
    "needs.round_changed", 409,
    "La vague {0} a changé pendant que vous écriviez : relisez ce qui est enregistré, puis enregistrez à nouveau.",
    "Round {0} changed while you wrote: read what is saved, then save again."};
inline constexpr RefusalReason stale_days_out_of_range{
    "needs.stale_days_out_of_range", 422, "Une réponse ne peut pas être périmée après {0} jours : de 1 à {1}.",
    "An answer cannot be stale after {0} days: from 1 to {1}."};
inline constexpr RefusalReason not_asked_for{
    "needs.not_asked_for", 422,
    "La vague {0} ne porte pas sur « {1} » : retirez-le de la réponse, ou demandez au coordinateur de l'ajouter.",
    "Round {0} is not about “{1}”: take it out of the answer, or ask the coordinator to add it."};
inline constexpr RefusalReason people_not_verified{
    "needs.people_not_verified", 409,
    "Le nombre de personnes du besoin {0} est à vérifier : vérifiez-le avant d'approuver.",
    "The number of people of need {0} is to be verified: verify it before you approve."};
inline constexpr RefusalReason answer_is_empty{
    "needs.answer_is_empty", 422,
    "Rien n'est écrit : dites combien de personnes attendent, ou cochez que personne n'attend rien.",
    "Nothing is written: say how many people wait, or tick that nobody waits for anything."};
inline constexpr RefusalReason answer_not_empty{
    "needs.answer_not_empty", 422,
    "Vous avez coché que personne n'attend rien, et écrit des besoins : gardez l'un des deux.",
    "You ticked that nobody waits for anything, and wrote needs: keep one of the two."};
inline constexpr RefusalReason line_repeated{"needs.line_repeated", 422,
                                             "Le même public et le même article sont donnés deux fois : « {0} ».",
                                             "The same audience and product are given twice: “{0}”."};
inline constexpr RefusalReason answer_changed{
    "needs.answer_changed", 409,
    "Cette réponse a changé pendant que vous écriviez : relisez ce qui est enregistré, puis envoyez à nouveau.",
    "This answer changed while you wrote: read what is saved, then send again."};
inline constexpr RefusalReason answer_unknown{"needs.answer_unknown", 404,
                                              "Cette structure n'a pas encore répondu à la vague.",
                                              "This structure has not answered the round yet."};
inline constexpr RefusalReason reason_missing{"needs.reason_missing", 422,
                                              "Dites à la structure ce qu'elle doit revoir.",
                                              "Tell the structure what it should look at again."};
inline constexpr RefusalReason day_malformed{"needs.day_malformed", 422,
                                             "Ce n'est pas un jour : écrivez-le comme 2020-03-26 ou 26/03/2020.",
                                             "This is not a day: write it as 2020-03-26 or 26/03/2020."};
inline constexpr RefusalReason waiting_since_future{
    "needs.waiting_since_future", 422, "Personne n'attend depuis le {0}, qui n'est pas encore venu : corrigez le jour.",
    "Nobody has waited since {0}, which has not come yet: mend the day."};

// Of the desk.
inline constexpr RefusalReason no_such_structure{
    "needs.no_such_structure", 404, "Aucune structure ne porte le code « {0} » parmi celles que vous pouvez voir.",
    "No structure has the code “{0}” among those that you may see."};
inline constexpr RefusalReason departement_unknown{
    "needs.departement_unknown", 422, "« {0} » n'est pas un département : écrivez des numéros, comme 64 2A 974.",
    "“{0}” is no département: write numbers, as 64 2A 974."};

// Of a table's rows.
inline constexpr RefusalReason not_a_number{"needs.not_a_number", 422,
                                            "ce n'est pas un nombre entier : écrivez-le en chiffres.",
                                            "this is not a whole number: write it in digits."};
inline constexpr RefusalReason audience_unknown{
    "needs.audience_unknown", 422, "ce public est inconnu : écrivez precarious_person, pupil ou usual_beneficiary.",
    "this audience is unknown: write precarious_person, pupil or usual_beneficiary."};
inline constexpr RefusalReason urgency_unknown{"needs.urgency_unknown", 422,
                                               "cette urgence est inconnue : écrivez vital, high ou normal.",
                                               "this urgency is unknown: write vital, high or normal."};
inline constexpr RefusalReason row_repeated{
    "needs.row_repeated", 422,
    "même structure, même public et même article qu'à la ligne {0} : gardez une seule des deux.",
    "same structure, audience and product as on row {0}: keep one of the two."};

inline constexpr std::array all{&round_needs_code,
                                &round_needs_name,
                                &round_days_reversed,
                                &round_unknown,
                                &round_closed,
                                &structure_unknown,
                                &structure_not_accredited,
                                &product_unknown,
                                &people_not_positive,
                                &quantity_not_positive,
                                &count_too_large,
                                &exceeds_people,
                                &need_unknown,
                                &need_changed,
                                &round_code_taken,
                                &round_changed,
                                &stale_days_out_of_range,
                                &not_asked_for,
                                &people_not_verified,
                                &answer_is_empty,
                                &answer_not_empty,
                                &line_repeated,
                                &answer_changed,
                                &answer_unknown,
                                &reason_missing,
                                &day_malformed,
                                &waiting_since_future,
                                &not_a_number,
                                &audience_unknown,
                                &urgency_unknown,
                                &row_repeated};

}  // namespace relais::needs::refused
