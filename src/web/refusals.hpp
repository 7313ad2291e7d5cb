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
inline constexpr base::RefusalReason not_json{
    "web.not_json", 400, "Le corps de la demande n’est pas du JSON valable : regardez la ligne {0}, colonne {1}.",
    "The body of the request is not valid JSON: look at line {0}, column {1}."};
inline constexpr base::RefusalReason json_too_deep{"web.json_too_deep", 400,
                                                   "Le corps de la demande s’emboîte sur plus de {0} niveaux.",
                                                   "The body of the request nests deeper than {0} levels."};
inline constexpr base::RefusalReason member_repeated{"web.member_repeated", 400,
                                                     "Le membre « {0} » est donné deux fois dans un même objet.",
                                                     "The member “{0}” is given twice in one object."};
inline constexpr base::RefusalReason json_too_large{
    "web.json_too_large", 413, "Le corps de la demande dépasse {0} octets : faites plusieurs demandes.",
    "The body of the request exceeds {0} bytes: send several requests."};
inline constexpr base::RefusalReason not_json_type{
    "web.not_json_type", 415, "Le corps de la demande doit être du JSON : envoyez Content-Type: application/json.",
    "The body of the request must be JSON: send Content-Type: application/json."};
inline constexpr base::RefusalReason invalid_members{
    "web.invalid_members", 422, "Des parties de la demande ne conviennent pas : corrigez ce que « errors » désigne.",
    "Parts of the request are wrong: mend what “errors” points at."};
inline constexpr base::RefusalReason member_missing{"web.member_missing", 422, "ce membre manque.",
                                                    "this member is missing."};
inline constexpr base::RefusalReason member_unknown{"web.member_unknown", 422,
                                                    "ce membre n’est pas connu : retirez-le, ou corrigez son nom.",
                                                    "this member is not known: remove it, or mend its name."};
inline constexpr base::RefusalReason not_object{"web.not_object", 422, "ce doit être un objet.",
                                                "this must be an object."};
inline constexpr base::RefusalReason not_list{"web.not_list", 422, "ce doit être une liste.", "this must be a list."};
inline constexpr base::RefusalReason list_too_long{"web.list_too_long", 422, "cette liste dépasse {0} éléments.",
                                                   "this list has over {0} items."};
inline constexpr base::RefusalReason not_text{"web.not_text", 422, "ce doit être un texte.", "this must be a text."};
inline constexpr base::RefusalReason text_too_long{"web.text_too_long", 422, "ce texte dépasse {0} octets.",
                                                   "this text has over {0} bytes."};
inline constexpr base::RefusalReason text_unreadable{"web.text_unreadable", 422,
                                                     "ce texte contient un caractère nul : retirez-le.",
                                                     "this text has a null character: remove it."};
inline constexpr base::RefusalReason not_integer{"web.not_integer", 422,
                                                 "ce doit être un nombre entier, sans guillemets.",
                                                 "this must be a whole number, without quotes."};
inline constexpr base::RefusalReason not_boolean{"web.not_boolean", 422, "ce doit être true ou false.",
                                                 "this must be true or false."};
inline constexpr base::RefusalReason not_a_date{"web.not_a_date", 422, "ce doit être une date comme 2020-03-26.",
                                                "this must be a date like 2020-03-26."};
inline constexpr base::RefusalReason code_unknown{"web.code_unknown", 422, "ce doit être l’un de : {0}.",
                                                  "this must be one of: {0}."};
inline constexpr base::RefusalReason not_a_limit{"web.not_a_limit", 422, "ce doit être un nombre entier de 1 à {0}.",
                                                 "this must be a whole number from 1 to {0}."};
inline constexpr base::RefusalReason not_a_cursor{"web.not_a_cursor", 422,
                                                  "ce n’est pas une suite que cette liste a donnée : prenez « next ».",
                                                  "this is no continuation that this list gave: take “next”."};
inline constexpr base::RefusalReason defect{
    "web.defect", 500, "Une erreur de notre part empêche de répondre ; elle est enregistrée. Rien n’a été modifié.",
    "An error of ours prevents an answer; it has been recorded. Nothing was changed."};
inline constexpr base::RefusalReason outage{"web.outage", 503,
                                            "Le service est momentanément indisponible : recommencez dans un instant.",
                                            "The service is unavailable for a moment: try again shortly."};

inline constexpr const base::RefusalReason* all[] = {&malformed_request,
                                                     &cross_site,
                                                     &not_found,
                                                     &method_not_allowed,
                                                     &not_json,
                                                     &json_too_deep,
                                                     &member_repeated,
                                                     &json_too_large,
                                                     &not_json_type,
                                                     &invalid_members,
                                                     &member_missing,
                                                     &member_unknown,
                                                     &not_object,
                                                     &not_list,
                                                     &list_too_long,
                                                     &not_text,
                                                     &text_too_long,
                                                     &text_unreadable,
                                                     &not_integer,
                                                     &not_boolean,
                                                     &not_a_date,
                                                     &code_unknown,
                                                     &not_a_limit,
                                                     &not_a_cursor,
                                                     &defect,
                                                     &outage};

}  // namespace relais::web::refusals
