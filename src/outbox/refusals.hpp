#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::outbox::refused {

using base::RefusalReason;

inline constexpr RefusalReason key_malformed{
    "outbox.key_malformed", 422,
    "La clé d'un message compte 1 à 200 caractères parmi a-z A-Z 0-9 . _ - / : ; donnez-en une autre.",
    "The key of a message has 1 to 200 characters of a-z A-Z 0-9 . _ - / : ; give another one."};
inline constexpr RefusalReason address_malformed{
    "outbox.address_malformed", 422,
    "Ce n'est pas une adresse électronique. Donnez une seule adresse, sans accent ni espace : nom@exemple.fr.",
    "This is no e-mail address. Give one address, without accents or spaces: name@example.org."};
inline constexpr RefusalReason subject_malformed{
    "outbox.subject_malformed", 422,
    "L'objet d'un message compte 1 à 200 caractères, sur une seule ligne ; raccourcissez-le.",
    "The subject of a mail has 1 to 200 characters, on one line; shorten it."};
inline constexpr RefusalReason text_too_long{
    "outbox.text_too_long", 422,
    "Le texte d'un message est vide, illisible ou dépasse 100 000 octets ; raccourcissez-le.",
    "The text of a mail is empty, unreadable or over 100,000 bytes; shorten it."};
inline constexpr RefusalReason event_malformed{
    "outbox.event_malformed", 422,
    "« {0} » n'est pas un nom d'événement : il s'écrit en minuscules avec des points, comme allocation.approved.",
    "“{0}” is no name of an event: it is in lower case with full stops, like allocation.approved."};
inline constexpr RefusalReason events_missing{"outbox.events_missing", 422,
                                              "Dites au moins un événement à annoncer à cette adresse.",
                                              "Say at least one event that this address is to be told of."};
inline constexpr RefusalReason body_too_long{
    "outbox.body_too_long", 422, "Les données de l'événement dépassent {0} octets : n'en donnez que les références.",
    "The event's data exceed {0} bytes: give the references only."};
inline constexpr RefusalReason url_malformed{"outbox.url_malformed", 422,
                                             "Ce n'est pas une adresse web : elle commence par https://, nomme un "
                                             "hôte, sans mot de passe ni fragment, en 1 000 caractères au plus.",
                                             "This is no web address: it begins with https://, names a host, has no "
                                             "password or fragment and at most 1,000 characters."};
inline constexpr RefusalReason url_not_allowed{
    "outbox.url_not_allowed", 422,
    "Cette adresse n'est pas joignable d'ici : il faut https:// et un hôte public, ni local ni privé.",
    "This address cannot be reached from here: it must be https:// and a public host, neither local nor private."};
inline constexpr RefusalReason endpoint_exists{"outbox.endpoint_exists", 409,
                                               "Cette adresse est déjà enregistrée : modifiez celle qui existe.",
                                               "This address is registered already: change the one there is."};
inline constexpr RefusalReason endpoint_unknown{"outbox.endpoint_unknown", 404, "Cette adresse n'est pas enregistrée.",
                                                "This address is not registered."};
inline constexpr RefusalReason endpoint_is_paused{"outbox.endpoint_is_paused", 409,
                                                  "Cette adresse est en pause : reprenez-la d'abord.",
                                                  "This address is paused: resume it first."};
inline constexpr RefusalReason too_many_endpoints{"outbox.too_many_endpoints", 409,
                                                  "{0} adresses au plus : retirez-en une qui ne sert plus.",
                                                  "{0} addresses at most: remove one that is no longer used."};
inline constexpr RefusalReason message_unknown{"outbox.message_unknown", 404, "Aucun message n'a la clé {0}.",
                                               "No message has the key {0}."};
inline constexpr RefusalReason message_erased{
    "outbox.message_erased", 409,
    "Le contenu du message {0} a été effacé quand il a pris fin : refaites ce qui l'avait causé.",
    "The content of message {0} was erased when it ended: do again what caused it."};
inline constexpr RefusalReason being_sent{"outbox.being_sent", 409,
                                          "Le message {0} est en cours d'envoi : attendez quelques minutes.",
                                          "Message {0} is being sent: wait a few minutes."};
inline constexpr RefusalReason mail_server_malformed{
    "outbox.mail_server_malformed", 422,
    "Le serveur de courrier s'écrit smtp://utilisateur@hôte:port, ou smtps:// quand il chiffre dès la connexion.",
    "The mail server is written smtp://user@host:port, or smtps:// when it encrypts from the start."};
inline constexpr RefusalReason password_in_url{
    "outbox.password_in_url", 422,
    "Le mot de passe ne se donne pas dans l'adresse du serveur, que d'autres peuvent lire : mettez-le dans un fichier.",
    "The password does not go into the server's address, which others can read: put it into a file."};
inline constexpr RefusalReason sender_malformed{
    "outbox.sender_malformed", 422,
    "L'expéditeur n'est pas une adresse électronique. Donnez-en une seule : relais@exemple.fr.",
    "The sender is no e-mail address. Give one: relais@example.org."};

inline constexpr std::array all{&key_malformed,         &address_malformed,  &subject_malformed,  &text_too_long,
                                &event_malformed,       &events_missing,     &body_too_long,      &url_malformed,
                                &url_not_allowed,       &endpoint_exists,    &endpoint_unknown,   &message_unknown,
                                &message_erased,        &endpoint_is_paused, &too_many_endpoints, &being_sent,
                                &mail_server_malformed, &password_in_url,    &sender_malformed};

}  // namespace relais::outbox::refused
