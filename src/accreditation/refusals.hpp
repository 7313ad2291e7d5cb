#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::accreditation::refused {

using base::RefusalReason;

// Of the form of whoever applies.
inline constexpr RefusalReason name_missing{"accreditation.name_missing", 422, "Donnez le nom de la structure.",
                                            "Give the structure's name."};
inline constexpr RefusalReason address_missing{"accreditation.address_missing", 422,
                                               "Donnez l'adresse : le numéro et la rue.",
                                               "Give the address: number and street."};
inline constexpr RefusalReason text_too_long{"accreditation.text_too_long", 422,
                                             "C'est trop long : {0} caractères au plus.",
                                             "This is too long: {0} characters at most."};
inline constexpr RefusalReason email_malformed{
    "accreditation.email_malformed", 422, "Cette adresse e-mail n'en est pas une : écrivez-la comme nom@exemple.org.",
    "This is no e-mail address: write it as name@example.org."};
inline constexpr RefusalReason pivot_malformed{
    "accreditation.pivot_malformed", 422,
    "Ce n'est ni un SIRET (14 chiffres) ni un numéro RNA (W et 9 chiffres) : recopiez-le d'un courrier officiel.",
    "This is neither a SIRET (14 digits) nor an RNA number (W and 9 digits): copy it from an official letter."};
inline constexpr RefusalReason siret_check_wrong{
    "accreditation.siret_check_wrong", 422,
    "Ce SIRET n'est pas juste : un chiffre est faux, ou deux sont inversés. Relisez-le.",
    "This SIRET is not right: a digit is wrong, or two are swapped. Read it again."};
inline constexpr RefusalReason audience_missing{"accreditation.audience_missing", 422,
                                                "Dites qui la structure accompagne : cochez un public au moins.",
                                                "Say whom the structure helps: tick one audience at least."};
inline constexpr RefusalReason conditions_not_accepted{
    "accreditation.conditions_not_accepted", 422, "Sans l'accord aux conditions, la demande ne peut pas être étudiée.",
    "Without agreement to the conditions, the application cannot be looked at."};
inline constexpr RefusalReason network_unknown{"accreditation.network_unknown", 422,
                                               "Ce réseau n'est pas du programme : choisissez-en un dans la liste.",
                                               "This network is not of the programme: choose one of the list."};
inline constexpr RefusalReason request_missing{"accreditation.request_missing", 422,
                                               "Le formulaire est incomplet : rechargez la page et recommencez.",
                                               "The form is incomplete: load the page again and start over."};
inline constexpr RefusalReason too_many_applications{
    "accreditation.too_many_applications", 429,
    "Trop de demandes viennent d'ici ou pour cette adresse e-mail : réessayez demain, ou écrivez à la coordination.",
    "Too many applications come from here or for this e-mail address: try tomorrow, or write to the coordination."};
inline constexpr RefusalReason confirmation_invalid{
    "accreditation.confirmation_invalid", 404,
    "Ce lien ne sert plus : il a plus de sept jours, ou n'est pas entier. Déposez une nouvelle demande.",
    "This link no longer serves: it is older than seven days, or not whole. Apply anew."};

// Of the review.
inline constexpr RefusalReason application_unknown{"accreditation.application_unknown", 404,
                                                   "Cette demande n'existe pas parmi celles que vous pouvez voir.",
                                                   "There is no such application among those that you may see."};
inline constexpr RefusalReason application_changed{
    "accreditation.application_changed", 409,
    "Quelqu'un a traité cette demande entre-temps : relisez où elle en est, puis recommencez s'il le faut.",
    "Someone dealt with this application meanwhile: read where it stands, then start over if need be."};
inline constexpr RefusalReason not_endorsed{"accreditation.not_endorsed", 409,
                                            "Le réseau de la structure n'a pas encore donné son avis.",
                                            "The structure's network has not given its view yet."};
inline constexpr RefusalReason step_not_possible{
    "accreditation.step_not_possible", 409, "Cette demande est déjà close.", "This application is closed already."};
inline constexpr RefusalReason reason_missing{"accreditation.reason_missing", 422,
                                              "Dites pourquoi : la structure le lira.",
                                              "Say why: the structure will read it."};
inline constexpr RefusalReason until_missing{"accreditation.until_missing", 422,
                                             "Dites jusqu'à quel jour la structure est habilitée.",
                                             "Say until which day the structure is accredited."};
inline constexpr RefusalReason until_past{"accreditation.until_past", 422,
                                          "Ce jour est passé : choisissez-en un à venir.",
                                          "This day is past: choose one to come."};
inline constexpr RefusalReason state_unknown{"accreditation.state_unknown", 422, "Choisissez ce qui change.",
                                             "Choose what changes."};
inline constexpr RefusalReason structure_changed{
    "accreditation.structure_changed", 409,
    "L'habilitation de cette structure a changé entre-temps : relisez-la, puis recommencez s'il le faut.",
    "This structure's accreditation changed meanwhile: read it again, then start over if need be."};

inline constexpr std::array all{
    &name_missing,          &address_missing,      &text_too_long,           &email_malformed,     &pivot_malformed,
    &siret_check_wrong,     &audience_missing,     &conditions_not_accepted, &network_unknown,     &request_missing,
    &too_many_applications, &confirmation_invalid, &application_unknown,     &application_changed, &not_endorsed,
    &step_not_possible,     &reason_missing,       &until_missing,           &until_past,          &state_unknown,
    &structure_changed};

}  // namespace relais::accreditation::refused
