#pragma once
#include "base/result.hpp"

namespace relais::places::refusals {

using base::RefusalReason;

inline constexpr RefusalReason place_is_empty{"places.place_is_empty", 422,
                                              "ni commune ni code postal : indiquez l'un et l'autre.",
                                              "neither commune nor postal code: give both."};
inline constexpr RefusalReason insee_unknown{
    "places.insee_unknown", 422, "aucune commune n'a le code INSEE « {0} » : corrigez-le ou videz la cellule.",
    "no commune has the INSEE code \"{0}\": mend it or empty the cell."};
inline constexpr RefusalReason postal_code_unknown{"places.postal_code_unknown", 422,
                                                   "aucune commune n'a le code postal « {0} ».",
                                                   "no commune has the postal code \"{0}\"."};
inline constexpr RefusalReason commune_unknown{"places.commune_unknown", 422, "aucune commune ne se nomme « {0} ».",
                                               "no commune is named \"{0}\"."};
inline constexpr RefusalReason postal_code_not_of_commune{"places.postal_code_not_of_commune", 422,
                                                          "« {0} » n'est pas un code postal de {1} ({2}).",
                                                          "\"{0}\" is no postal code of {1} ({2})."};
inline constexpr RefusalReason commune_not_of_postal_code{
    "places.commune_not_of_postal_code", 422, "« {0} » n'est pas une commune du code postal {1}, qui a : {2}.",
    "\"{0}\" is no commune of the postal code {1}, which has: {2}."};
inline constexpr RefusalReason commune_not_of_insee{"places.commune_not_of_insee", 422,
                                                    "« {0} » n'est pas le nom de la commune {1}, qui est {2}.",
                                                    "\"{0}\" is not the name of commune {1}, which is {2}."};
inline constexpr RefusalReason commune_is_ambiguous{
    "places.commune_is_ambiguous", 422, "plusieurs communes possibles : {0}. Précisez le code postal et le nom.",
    "several communes fit: {0}. State the postal code and the name."};

inline constexpr const RefusalReason* all[] = {&place_is_empty,
                                               &insee_unknown,
                                               &postal_code_unknown,
                                               &commune_unknown,
                                               &postal_code_not_of_commune,
                                               &commune_not_of_postal_code,
                                               &commune_not_of_insee,
                                               &commune_is_ambiguous};

}  // namespace relais::places::refusals
