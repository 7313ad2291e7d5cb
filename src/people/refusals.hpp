#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::people::refused {

using base::RefusalReason;

inline constexpr RefusalReason not_allowed{
    "people.not_allowed", 403,
    "Votre rôle ne permet pas cela. Demandez à la coordination, ou à qui gère les comptes de votre organisation.",
    "Your role does not allow this. Ask the coordination, or whoever keeps the accounts of your organisation."};
inline constexpr RefusalReason not_yours{
    "people.not_yours", 403,
    "Cela relève d'une autre organisation que les vôtres : rien n'a été changé. Demandez-le à la coordination.",
    "This belongs to another organisation than yours: nothing was changed. Ask the coordination."};
inline constexpr RefusalReason organisation_needs_code{"people.organisation_needs_code", 422,
                                                       "Une organisation n'a pas de code : donnez-en un.",
                                                       "An organisation has no code: give it one."};
inline constexpr RefusalReason organisation_needs_name{"people.organisation_needs_name", 422,
                                                       "L'organisation « {0} » n'a pas de nom : donnez-en un.",
                                                       "The organisation “{0}” has no name: give it one."};
inline constexpr RefusalReason kind_changed{
    "people.kind_changed", 409, "« {0} » est déjà une organisation d'une autre sorte ({1}) : prenez un autre code.",
    "“{0}” is already an organisation of another kind ({1}): take another code."};
inline constexpr RefusalReason only_structures_have_network{
    "people.only_structures_have_network", 422, "« {0} » n'est pas une structure : retirez sa tête de réseau.",
    "“{0}” is not a structure: remove its network."};
inline constexpr RefusalReason network_unknown{
    "people.network_unknown", 422, "« {0} » : aucune tête de réseau n'a le code « {1} ». Corrigez-le ou ajoutez-la.",
    "“{0}”: no network has the code “{1}”. Mend it or add the network."};
inline constexpr RefusalReason not_a_structure{"people.not_a_structure", 422,
                                               "« {0} » n'est pas une structure : seule une structure est habilitée.",
                                               "“{0}” is not a structure: only a structure is accredited."};
inline constexpr RefusalReason accreditation_needs_reason{"people.accreditation_needs_reason", 422,
                                                          "Dites pourquoi l'habilitation de « {0} » change.",
                                                          "State why the accreditation of “{0}” changes."};
inline constexpr RefusalReason accreditation_not_possible{"people.accreditation_not_possible", 409,
                                                          "L'habilitation de « {0} » ne peut pas passer de {1} à {2}.",
                                                          "The accreditation of “{0}” cannot go from {1} to {2}."};

inline constexpr std::array all{&not_allowed,
                                &not_yours,
                                &organisation_needs_code,
                                &organisation_needs_name,
                                &kind_changed,
                                &only_structures_have_network,
                                &network_unknown,
                                &not_a_structure,
                                &accreditation_needs_reason,
                                &accreditation_not_possible};

}  // namespace relais::people::refused
