#pragma once
#include "base/result.hpp"

namespace relais::directory::refusals {

using base::RefusalReason;

inline constexpr RefusalReason list_unnamed{
    "directory.list_unnamed", 422, "La liste n'a pas de nom : donnez-le, ou mettez « liste » dans la correspondance.",
    "The list has no name: give it, or put \"liste\" in the mapping."};
inline constexpr RefusalReason geography_missing{"directory.geography_missing", 409,
                                                 "Les communes ne sont pas chargées : chargez d'abord la géographie.",
                                                 "The communes are not loaded: load the geography first."};
inline constexpr RefusalReason listed_twice{
    "directory.listed_twice", 422, "déjà lue ligne {0} : même identifiant, ou mêmes nom, adresse et code postal.",
    "already read on row {0}: same identifier, or same name, address and postal code."};
inline constexpr RefusalReason pivot_malformed{"directory.pivot_malformed", 422,
                                               "ni un SIRET (14 chiffres) ni un RNA (W et 9 chiffres).",
                                               "neither a SIRET (14 digits) nor an RNA (W and 9 digits)."};
inline constexpr RefusalReason position_unreadable{
    "directory.position_unreadable", 422, "position illisible : il faut latitude et longitude, en degrés décimaux.",
    "unreadable position: latitude and longitude are wanted, in decimal degrees."};
inline constexpr RefusalReason position_far_from_commune{
    "directory.position_far_from_commune", 422, "position à {0} km de {1} : latitude et longitude inversées ?",
    "position {0} km away from {1}: latitude and longitude swapped?"};
inline constexpr RefusalReason phone_malformed{"directory.phone_malformed", 422, "ce n'est pas un numéro de téléphone.",
                                               "this is no phone number."};
inline constexpr RefusalReason site_malformed{"directory.site_malformed", 422,
                                              "une adresse web commence par http:// ou https:// et n'a pas d'espace.",
                                              "a web address starts with http:// or https:// and has no space."};
inline constexpr RefusalReason date_malformed{"directory.date_malformed", 422,
                                              "date attendue : AAAA-MM-JJ ou JJ/MM/AAAA.",
                                              "a date is wanted: YYYY-MM-DD or DD/MM/YYYY."};
inline constexpr RefusalReason text_too_long{"directory.text_too_long", 422, "texte de plus de {0} caractères.",
                                             "text over {0} characters."};
inline constexpr RefusalReason import_has_refusals{"directory.import_has_refusals", 422,
                                                   "Des lignes sont refusées : rien n'a été enregistré.",
                                                   "Some rows are refused: nothing was kept."};
inline constexpr RefusalReason where_is_unclear{
    "directory.where_is_unclear", 422, "Indiquez une commune ou un code postal.", "Give a commune or a postal code."};
inline constexpr RefusalReason here_is_nowhere{"directory.here_is_nowhere", 422,
                                               "Cette position n'existe pas : cherchez par commune ou code postal.",
                                               "There is no such position: search by commune or postal code."};
inline constexpr RefusalReason page_key_malformed{"directory.page_key_malformed", 400,
                                                  "Cette page n'existe pas : reprenez la recherche.",
                                                  "There is no such page: start the search again."};

inline constexpr const RefusalReason* all[] = {&list_unnamed,    &geography_missing,   &listed_twice,
                                               &pivot_malformed, &position_unreadable, &position_far_from_commune,
                                               &phone_malformed, &site_malformed,      &date_malformed,
                                               &text_too_long,   &import_has_refusals, &where_is_unclear,
                                               &here_is_nowhere, &page_key_malformed};

}  // namespace relais::directory::refusals
