#pragma once
#include "base/result.hpp"

namespace relais::web::refusals {

inline constexpr base::RefusalReason malformed_request{"web.malformed_request", 400,
                                                       "La demande est mal formée : rechargez la page et recommencez.",
                                                       "The request is malformed: reload the page and try again."};
inline constexpr base::RefusalReason cross_site{
    "web.cross_site", 403, "La demande vient d’un autre site : ouvrez la page ici et recommencez.",
    "The request comes from another site: open the page here and try again."};
inline constexpr base::RefusalReason not_found{
    "web.not_found", 404, "Cette page n’existe pas : vérifiez l’adresse ou repartez de l’accueil.",
    "This page does not exist: check the address or start again from the home page."};
inline constexpr base::RefusalReason method_not_allowed{"web.method_not_allowed", 405,
                                                        "Cette adresse n’accepte pas cette méthode : {0}.",
                                                        "This address does not accept that method: {0}."};
inline constexpr base::RefusalReason not_json{"web.not_json", 400, "Le corps de la demande n’est pas du JSON valable.",
                                              "The body of the request is not valid JSON."};
inline constexpr base::RefusalReason defect{
    "web.defect", 500, "Une erreur de notre part empêche de répondre ; elle est enregistrée. Rien n’a été modifié.",
    "An error of ours prevents an answer; it has been recorded. Nothing was changed."};
inline constexpr base::RefusalReason outage{"web.outage", 503,
                                            "Le service est momentanément indisponible : recommencez dans un instant.",
                                            "The service is unavailable for a moment: try again shortly."};

inline constexpr const base::RefusalReason* all[] = {&malformed_request, &cross_site, &not_found, &method_not_allowed,
                                                     &not_json,          &defect,     &outage};

}  // namespace relais::web::refusals
