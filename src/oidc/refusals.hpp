#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::oidc::refused {

using base::RefusalReason;

inline constexpr RefusalReason issuer_malformed{
    "oidc.issuer_malformed", 422,
    "L'émetteur OpenID Connect doit être une adresse https:// sans paramètre (http:// sur cette machine seulement).",
    "The OpenID Connect issuer must be an https:// address without parameters (http:// on this machine alone)."};
inline constexpr RefusalReason client_missing{"oidc.client_missing", 422,
                                              "L'identifiant de client OpenID Connect manque.",
                                              "The OpenID Connect client id is missing."};
inline constexpr RefusalReason provider_unreachable{
    "oidc.provider_unreachable", 503,
    "Le fournisseur d'identité ne répond pas : réessayez plus tard, ou connectez-vous par mot de passe.",
    "The identity provider does not answer: try again later, or sign in by password."};
inline constexpr RefusalReason provider_busy{
    "oidc.provider_busy", 503, "Trop de connexions attendent le fournisseur d'identité : réessayez dans un instant.",
    "Too many sign-ins wait for the identity provider: try again in a moment."};
inline constexpr RefusalReason provider_malformed{
    "oidc.provider_malformed", 502,
    "Le fournisseur d'identité répond autre chose que ce qui est attendu : connectez-vous par mot de passe.",
    "The identity provider answers something else than expected: sign in by password."};
inline constexpr RefusalReason provider_refused{
    "oidc.provider_refused", 403,
    "Le fournisseur d'identité n'a pas confirmé votre identité : recommencez, ou connectez-vous par mot de passe.",
    "The identity provider did not confirm your identity: try again, or sign in by password."};
inline constexpr RefusalReason not_begun_here{
    "oidc.not_begun_here", 403,
    "Cette connexion n'a pas été commencée dans ce navigateur, ou il y a trop longtemps : recommencez.",
    "This sign-in was not begun in this browser, or too long ago: start again."};
inline constexpr RefusalReason token_malformed{"oidc.token_malformed", 502,
                                               "Le jeton d'identité reçu est illisible : recommencez.",
                                               "The identity token received cannot be read: start again."};
inline constexpr RefusalReason token_unsigned{
    "oidc.token_unsigned", 403, "Le jeton d'identité reçu n'est pas signé par le fournisseur : l'accès est refusé.",
    "The identity token received is not signed by the provider: access is refused."};
inline constexpr RefusalReason token_of_another{
    "oidc.token_of_another", 403, "Le jeton d'identité reçu n'est pas pour cette connexion : l'accès est refusé.",
    "The identity token received is not for this sign-in: access is refused."};
inline constexpr RefusalReason token_expired{"oidc.token_expired", 403,
                                             "Le jeton d'identité reçu n'est plus ou pas encore valable : recommencez.",
                                             "The identity token received is no longer or not yet good: start again."};

inline constexpr std::array all{&issuer_malformed,   &client_missing,   &provider_unreachable, &provider_busy,
                                &provider_malformed, &provider_refused, &not_begun_here,       &token_malformed,
                                &token_unsigned,     &token_of_another, &token_expired};

}  // namespace relais::oidc::refused
