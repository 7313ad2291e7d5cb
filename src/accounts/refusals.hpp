#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::accounts::refused {

using base::RefusalReason;

// What an account is.
inline constexpr RefusalReason email_malformed{
    "accounts.email_malformed", 422, "Cette adresse e-mail n'en est pas une : écrivez-la comme nom@exemple.org.",
    "This is not an e-mail address: write it as name@example.org."};
inline constexpr RefusalReason email_taken{
    "accounts.email_taken", 409,
    "Un compte a déjà cette adresse e-mail : donnez-lui un rôle de plus au lieu d'en créer un autre.",
    "An account has that e-mail address already: give it one more role instead of making another."};
inline constexpr RefusalReason name_missing{"accounts.name_missing", 422,
                                            "Le nom à afficher manque : écrivez de 1 à 80 caractères.",
                                            "The name to show is missing: write 1 to 80 characters."};
inline constexpr RefusalReason account_unknown{"accounts.account_unknown", 404, "Ce compte n'existe pas.",
                                               "There is no such account."};
inline constexpr RefusalReason role_unfit{
    "accounts.role_unfit", 422,
    "« {0} » n'est pas une organisation où ce rôle existe : choisissez un autre rôle ou une autre organisation.",
    "“{0}” is not an organisation that has this role: choose another role or another organisation."};
inline constexpr RefusalReason role_unknown{"accounts.role_unknown", 422,
                                            "Ce rôle n'existe pas : choisissez-en un de la liste.",
                                            "There is no such role: choose one of the list."};
inline constexpr RefusalReason organisation_unknown{"accounts.organisation_unknown", 422,
                                                    "Aucune organisation n'a le code « {0} » : vérifiez-le.",
                                                    "No organisation has the code “{0}”: check it."};
inline constexpr RefusalReason end_missing{"accounts.end_missing", 422,
                                           "L'accès d'un ou une bénévole a une fin : donnez-en le dernier jour.",
                                           "A volunteer's access has an end: give its last day."};
inline constexpr RefusalReason end_past{"accounts.end_past", 422,
                                        "Le dernier jour de l'accès est déjà passé : donnez un jour à venir.",
                                        "The last day of the access has passed: give a day to come."};
inline constexpr RefusalReason day_malformed{"accounts.day_malformed", 422,
                                             "« {0} » n'est pas un jour : écrivez-le comme 2020-03-26.",
                                             "“{0}” is not a day: write it as 2020-03-26."};
inline constexpr RefusalReason membership_unknown{"accounts.membership_unknown", 404,
                                                  "Ce rôle n'existe plus : rechargez la liste.",
                                                  "That role is no longer there: reload the list."};
inline constexpr RefusalReason own_role{"accounts.own_role", 409,
                                        "On ne retire ni ne change son propre rôle : demandez-le à une autre personne.",
                                        "One does not end or change one's own role: ask another person."};

// Passwords.
inline constexpr RefusalReason password_too_short{
    "accounts.password_too_short", 422,
    "Ce mot de passe est trop court : prenez au moins {0} caractères, par exemple quatre mots sans rapport.",
    "This password is too short: take at least {0} characters, such as four unrelated words."};
inline constexpr RefusalReason password_too_long{"accounts.password_too_long", 422,
                                                 "Ce mot de passe est trop long : {0} caractères au plus.",
                                                 "This password is too long: {0} characters at most."};
inline constexpr RefusalReason password_common{
    "accounts.password_common", 422,
    "Ce mot de passe est de ceux que l'on essaie en premier : prenez par exemple quatre mots sans rapport.",
    "This password is one of those that are tried first: take four unrelated words, for instance."};
inline constexpr RefusalReason password_about_you{
    "accounts.password_about_you", 422, "Ce mot de passe reprend votre nom ou votre adresse : prenez-en un autre.",
    "This password repeats your name or address: take another."};
inline constexpr RefusalReason passwords_differ{"accounts.passwords_differ", 422,
                                                "Les deux mots de passe diffèrent : écrivez deux fois le même.",
                                                "The two passwords differ: write the same twice."};

// Signing in.
inline constexpr RefusalReason sign_in_refused{"accounts.sign_in_refused", 401,
                                               "Adresse e-mail ou mot de passe inconnus : vérifiez les deux.",
                                               "Unknown e-mail address or password: check both."};
inline constexpr RefusalReason too_many_attempts{"accounts.too_many_attempts", 429,
                                                 "Trop d'essais manqués : recommencez dans {0} secondes.",
                                                 "Too many failed attempts: try again in {0} seconds."};
inline constexpr RefusalReason sign_in_required{"accounts.sign_in_required", 401, "Connectez-vous pour continuer.",
                                                "Sign in to continue."};
inline constexpr RefusalReason session_ended{"accounts.session_ended", 401,
                                             "Votre session est terminée : connectez-vous à nouveau.",
                                             "Your session has ended: sign in again."};
inline constexpr RefusalReason session_unknown{"accounts.session_unknown", 404,
                                               "Cette session n'existe pas ou n'est pas à vous.",
                                               "There is no such session of yours."};
inline constexpr RefusalReason form_expired{
    "accounts.form_expired", 403,
    "Ce formulaire n'est plus valable (vous avez peut-être changé de session) : rechargez la page et recommencez.",
    "This form is no longer valid (you may have changed sessions): reload the page and try again."};

// The second factor.
inline constexpr RefusalReason code_wrong{
    "accounts.code_wrong", 422,
    "Ce code n'est pas le bon : écrivez les six chiffres que l'application affiche maintenant.",
    "This is not the right code: write the six digits that the application shows now."};
inline constexpr RefusalReason second_factor_absent{
    "accounts.second_factor_absent", 409, "Aucun second facteur n'est à confirmer : recommencez sa mise en place.",
    "There is no second factor to confirm: set it up again."};
inline constexpr RefusalReason second_factor_required{
    "accounts.second_factor_required", 409, "Votre rôle demande un second facteur : il ne peut pas être retiré.",
    "Your role asks for a second factor: it cannot be removed."};
inline constexpr RefusalReason second_factor_set{"accounts.second_factor_set", 409,
                                                 "Un second facteur est déjà en place : retirez-le d'abord.",
                                                 "A second factor is set up already: remove it first."};

// Invitations.
inline constexpr RefusalReason invitation_invalid{
    "accounts.invitation_invalid", 404,
    "Cette invitation a expiré, a servi ou a été retirée : demandez-en une autre à qui vous a invité.",
    "This invitation has expired, was used or was withdrawn: ask for another from whoever invited you."};
inline constexpr RefusalReason invitation_is_for_another{
    "accounts.invitation_is_for_another", 409,
    "Cette invitation est pour un autre compte que celui de cette session : déconnectez-vous d'abord.",
    "This invitation is for another account than this session's: sign out first."};

// Forgotten passwords.
inline constexpr RefusalReason reset_invalid{
    "accounts.reset_invalid", 404,
    "Ce lien a expiré ou a déjà servi : demandez-en un autre par « Mot de passe oublié ? » de la page de connexion.",
    "This link has expired or was used: ask for another by “Forgotten password?” on the sign-in page."};

// Identities of a provider.
inline constexpr RefusalReason identity_unknown{"accounts.identity_unknown", 403,
                                                "Aucun compte n'est lié à cette identité.",
                                                "No account is linked to this identity."};
inline constexpr RefusalReason identity_taken{"accounts.identity_taken", 409,
                                              "Cette identité est déjà liée à un autre compte.",
                                              "This identity is linked to another account already."};
inline constexpr RefusalReason identity_set{
    "accounts.identity_set", 409,
    "Votre compte est déjà lié à une autre identité de ce fournisseur : retirez-la d'abord.",
    "Your account is linked to another identity of this provider already: remove it first."};
inline constexpr RefusalReason demo_fixed{"accounts.demo_fixed", 409,
                                          "Un compte de démonstration ne peut pas être changé ainsi.",
                                          "A demonstration's account cannot be changed so."};
// Tokens of programs.
inline constexpr RefusalReason token_invalid{
    "accounts.token_invalid", 401,
    "Ce jeton n'est pas valable : il est inconnu, révoqué ou expiré. Demandez-en un à qui gère les comptes.",
    "This token is not valid: it is unknown, revoked or expired. Ask whoever keeps the accounts for one."};
inline constexpr RefusalReason token_missing{
    "accounts.token_missing", 401,
    "Cette adresse demande un jeton : envoyez l'en-tête « Authorization: Bearer JETON ».",
    "This address asks for a token: send the header “Authorization: Bearer TOKEN”."};
inline constexpr RefusalReason scope_missing{"accounts.scope_missing", 403,
                                             "Ce jeton n'a pas la portée « {0} » : créez-en un qui l'a.",
                                             "This token has not got the scope “{0}”: make one that has."};
inline constexpr RefusalReason token_unknown{"accounts.token_unknown", 404, "Aucun jeton n'a la référence « {0} ».",
                                             "No token has the reference “{0}”."};
inline constexpr RefusalReason token_name_missing{
    "accounts.token_name_missing", 422,
    "Le nom du programme manque : écrivez de 1 à 80 caractères, sans nom de personne.",
    "The name of the program is missing: write 1 to 80 characters, no person's name."};
inline constexpr RefusalReason scopes_missing{"accounts.scopes_missing", 422,
                                              "Ce jeton ne permettrait rien : choisissez au moins une portée.",
                                              "This token would allow nothing: choose one scope at least."};
inline constexpr RefusalReason scope_unknown{"accounts.scope_unknown", 422, "« {0} » n'est pas une portée : {1}.",
                                             "“{0}” is no scope: {1}."};
inline constexpr RefusalReason scope_unfit{"accounts.scope_unfit", 422,
                                           "« {1} » n'a pas elle-même le droit « {0} » : retirez cette portée.",
                                           "“{1}” has not got the right “{0}” itself: remove this scope."};
inline constexpr RefusalReason token_end_far{"accounts.token_end_far", 422,
                                             "Un jeton vaut un an au plus : donnez un dernier jour plus proche.",
                                             "A token lasts a year at most: give an earlier last day."};
inline constexpr RefusalReason token_shown{
    "accounts.token_shown", 409,
    "Cette demande a déjà créé le jeton {0}, dont le secret ne se montre plus : révoquez-le et créez-en un autre.",
    "This request has made token {0} already, whose secret is shown no more: revoke it and make another."};
inline constexpr RefusalReason request_missing{"accounts.request_missing", 422,
                                               "La demande n'a pas de clé : rechargez la page et recommencez.",
                                               "The request has no key: reload the page and try again."};

inline constexpr RefusalReason event_unfit{"accounts.event_unfit", 422,
                                           "« {1} » n'est pas avertie de « {0} » : retirez cet événement.",
                                           "“{1}” is not told of “{0}”: remove this event."};

// Requests of programs.
inline constexpr RefusalReason idempotency_key_missing{
    "accounts.idempotency_key_missing", 400,
    "L'en-tête Idempotency-Key manque ou est mal formé : donnez de 1 à 64 lettres, chiffres ou « -_.: », "
    "neufs pour chaque acte, les mêmes pour le répéter.",
    "The header Idempotency-Key is missing or malformed: give 1 to 64 letters, digits or “-_.:”, new ones for each "
    "act, "
    "the same to repeat it."};
inline constexpr RefusalReason idempotency_key_reused{
    "accounts.idempotency_key_reused", 422,
    "Cette clé Idempotency-Key a déjà servi à une autre demande : prenez-en une neuve.",
    "This Idempotency-Key was used for another request already: take a new one."};
inline constexpr RefusalReason idempotency_key_busy{
    "accounts.idempotency_key_busy", 409,
    "La même demande est en cours : répétez-la, sous la même clé, dans un instant.",
    "The same request is under way: repeat it, under the same key, in a moment."};
inline constexpr RefusalReason if_match_missing{
    "accounts.if_match_missing", 428,
    "L'en-tête If-Match manque : lisez d'abord ce que vous changez, et renvoyez son ETag.",
    "The header If-Match is missing: read first what you change, and send its ETag back."};
inline constexpr RefusalReason if_match_failed{
    "accounts.if_match_failed", 412,
    "Ce que vous changez a changé depuis que vous l'avez lu : relisez-le, puis recommencez.",
    "What you change has changed since you read it: read it again, then try again."};

// The demonstration.
inline constexpr RefusalReason demo_needs_demo_accounts{
    "accounts.demo_needs_demo_accounts", 409,
    "Cette base a des comptes qui ne sont pas de démonstration : le mode démonstration lui est refusé.",
    "This database has accounts that are not a demonstration's: demonstration mode is refused to it."};

inline constexpr std::array all{&email_malformed,
                                &email_taken,
                                &name_missing,
                                &account_unknown,
                                &role_unfit,
                                &role_unknown,
                                &organisation_unknown,
                                &end_missing,
                                &end_past,
                                &day_malformed,
                                &membership_unknown,
                                &own_role,
                                &password_too_short,
                                &password_too_long,
                                &password_common,
                                &password_about_you,
                                &passwords_differ,
                                &sign_in_refused,
                                &too_many_attempts,
                                &sign_in_required,
                                &session_ended,
                                &session_unknown,
                                &form_expired,
                                &code_wrong,
                                &second_factor_absent,
                                &second_factor_required,
                                &second_factor_set,
                                &invitation_invalid,
                                &invitation_is_for_another,
                                &reset_invalid,
                                &identity_unknown,
                                &identity_taken,
                                &identity_set,
                                &demo_fixed,
                                &token_invalid,
                                &token_missing,
                                &scope_missing,
                                &token_unknown,
                                &token_name_missing,
                                &scopes_missing,
                                &scope_unknown,
                                &scope_unfit,
                                &token_end_far,
                                &token_shown,
                                &request_missing,
                                &event_unfit,
                                &idempotency_key_missing,
                                &idempotency_key_reused,
                                &idempotency_key_busy,
                                &if_match_missing,
                                &if_match_failed,
                                &demo_needs_demo_accounts};

}  // namespace relais::accounts::refused
