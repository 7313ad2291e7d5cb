#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::gifts::refused {

using base::RefusalReason;

inline constexpr RefusalReason pledge_needs_code{"gifts.pledge_needs_code", 422,
                                                 "Une promesse doit porter un code : donnez-lui-en un, unique.",
                                                 "A pledge needs a code: give it one of its own."};
inline constexpr RefusalReason donor_not_registered{
    "gifts.donor_not_registered", 422,
    "Aucun donateur n'est enregistré sous le code « {0} » : enregistrez-le d'abord, ou corrigez le code.",
    "No donor is registered under the code “{0}”: register it first, or mend the code."};
inline constexpr RefusalReason pledge_is_empty{"gifts.pledge_is_empty", 422,
                                               "La promesse {0} n'annonce rien : ajoutez au moins une ligne.",
                                               "Pledge {0} announces nothing: add at least one line."};
inline constexpr RefusalReason kind_unknown{
    "gifts.kind_unknown", 422,
    "L'article « {0} » n'est pas au catalogue du programme : corrigez le code, ou ajoutez l'article au catalogue.",
    "Item kind “{0}” is not in the programme's catalogue: mend the code, or add the kind to the catalogue."};
inline constexpr RefusalReason quantity_not_positive{
    "gifts.quantity_not_positive", 422, "La quantité de « {0} » est {1} : il faut un nombre entier, au moins 1.",
    "The quantity of “{0}” is {1}: it must be a whole number, at least 1."};
inline constexpr RefusalReason quantity_too_large{
    "gifts.quantity_too_large", 422, "La quantité de « {0} » est {1} : le plus grand nombre admis est {2}.",
    "The quantity of “{0}” is {1}: the largest number accepted is {2}."};
inline constexpr RefusalReason audience_unknown{
    "gifts.audience_unknown", 422,
    "Ce public n'existe pas : écrivez precarious_person, pupil ou usual_beneficiary, ou laissez vide.",
    "There is no such audience: write precarious_person, pupil or usual_beneficiary, or leave it empty."};
inline constexpr RefusalReason second_hand_is_for_devices{
    "gifts.second_hand_is_for_devices", 422,
    "« {0} » n'est pas un appareil, il ne peut pas être d'occasion : retirez cette mention.",
    "“{0}” is not a device, it cannot be second-hand: remove that mark."};
inline constexpr RefusalReason dates_reversed{
    "gifts.dates_reversed", 422, "« {0} » est attendu jusqu'au {2}, avant le {1} : inversez ou corrigez les dates.",
    "“{0}” is expected until {2}, which is before {1}: swap or mend the dates."};
inline constexpr RefusalReason line_repeated{
    "gifts.line_repeated", 422,
    "« {0} » figure sur deux lignes : réunissez-les. Une seconde livraison se promet sous un autre code.",
    "“{0}” is on two lines: make them one. A second instalment is a pledge with a code of its own."};
inline constexpr RefusalReason donor_changed{
    "gifts.donor_changed", 409, "La promesse {0} est d'un autre donateur : donnez un autre code à celle-ci.",
    "Pledge {0} is another donor's: give this one another code."};
inline constexpr RefusalReason code_taken{"gifts.code_taken", 409,
                                          "Une autre promesse porte déjà le code {0} : donnez-en un autre à celle-ci.",
                                          "Another pledge has the code {0} already: give this one another."};
inline constexpr RefusalReason changed_meanwhile{
    "gifts.changed_meanwhile", 409,
    "La promesse {0} a changé pendant que vous l'écriviez : comparez avec ce qui est enregistré, puis enregistrez "
    "à nouveau ce qui doit rester.",
    "Pledge {0} changed while you were writing: compare with what is saved now, then save again what is to stay."};
inline constexpr RefusalReason kind_missing{"gifts.kind_missing", 422, "choisissez un article.", "choose an item."};
inline constexpr RefusalReason pledge_closed{
    "gifts.pledge_closed", 409,
    "La promesse {0} est close : enregistrez une nouvelle promesse pour ce qui vient encore.",
    "Pledge {0} is closed: save a new pledge for what is still coming."};
inline constexpr RefusalReason below_received{
    "gifts.below_received", 409,
    "De « {0} », {1} ont déjà été reçus : la promesse ne peut pas descendre à {2}. Annulez d'abord la réception.",
    "{1} of “{0}” were received already: the pledge cannot go down to {2}. Cancel the receipt first."};
inline constexpr RefusalReason pledge_unknown{"gifts.pledge_unknown", 404,
                                              "Aucune promesse ne porte le code « {0} » : vérifiez-le.",
                                              "No pledge has the code “{0}”: check it."};
inline constexpr RefusalReason request_is_empty{"gifts.request_is_empty", 422,
                                                "La réception n'a pas de clé de demande : donnez-lui-en une, unique.",
                                                "The receipt has no request key: give it one of its own."};
inline constexpr RefusalReason request_reused{
    "gifts.request_reused", 422,
    "La demande {0} a déjà servi pour une autre réception. Rechargez la page et recommencez.",
    "Request {0} was already used for another receipt. Reload the page and try again."};
inline constexpr RefusalReason depot_unknown{
    "gifts.depot_unknown", 422, "Aucun dépôt ne porte le code « {0} » : enregistrez-le d'abord, ou corrigez le code.",
    "No depot has the code “{0}”: register it first, or mend the code."};
inline constexpr RefusalReason receipt_is_empty{"gifts.receipt_is_empty", 422,
                                                "La réception ne compte rien : indiquez ce qui est arrivé.",
                                                "The receipt counts nothing: say what arrived."};
inline constexpr RefusalReason receipt_unknown{"gifts.receipt_unknown", 404, "La réception {0} n'existe pas.",
                                               "There is no receipt {0}."};

// Of a table's rows.
inline constexpr RefusalReason not_a_number{"gifts.not_a_number", 422,
                                            "ce n'est pas un nombre entier : écrivez-le en chiffres.",
                                            "this is not a whole number: write it in digits."};
inline constexpr RefusalReason not_a_day{"gifts.not_a_day", 422,
                                         "ce n'est pas une date : écrivez 2020-03-26 ou 26/03/2020.",
                                         "this is not a date: write 2020-03-26 or 26/03/2020."};
inline constexpr RefusalReason not_yes_or_no{"gifts.not_yes_or_no", 422, "répondez par oui ou par non.",
                                             "answer yes or no."};
inline constexpr RefusalReason donors_differ{
    "gifts.donors_differ", 422, "la promesse {0} a un autre donateur à la ligne {1} : une promesse n'en a qu'un.",
    "pledge {0} has another donor on row {1}: a pledge has one only."};
inline constexpr RefusalReason other_row_refused{"gifts.other_row_refused", 422,
                                                 "une autre ligne de la promesse {0} est refusée : corrigez-la.",
                                                 "another row of pledge {0} is refused: mend that one."};

inline constexpr std::array all{&pledge_needs_code,
                                &donor_not_registered,
                                &pledge_is_empty,
                                &kind_unknown,
                                &quantity_not_positive,
                                &quantity_too_large,
                                &second_hand_is_for_devices,
                                &audience_unknown,
                                &dates_reversed,
                                &line_repeated,
                                &donor_changed,
                                &code_taken,
                                &changed_meanwhile,
                                &kind_missing,
                                &pledge_closed,
                                &below_received,
                                &pledge_unknown,
                                &request_is_empty,
                                &request_reused,
                                &depot_unknown,
                                &receipt_is_empty,
                                &receipt_unknown,
                                &not_a_number,
                                &not_a_day,
                                &not_yes_or_no,
                                &donors_differ,
                                &other_row_refused};

}  // namespace relais::gifts::refused
