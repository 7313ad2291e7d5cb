#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::shipments::refused {

using base::RefusalReason;

inline constexpr RefusalReason request_is_empty{"shipments.request_is_empty", 422,
                                                "La demande n'a pas de clé : rechargez la page et recommencez.",
                                                "The request has no key: reload the page and try again."};
inline constexpr RefusalReason request_reused{
    "shipments.request_reused", 422, "La demande {0} a déjà servi pour autre chose. Rechargez la page et recommencez.",
    "Request {0} was already used for something else. Reload the page and try again."};
inline constexpr RefusalReason allocation_unknown{"shipments.allocation_unknown", 404,
                                                  "Cette attribution n'existe pas.", "There is no such allocation."};
inline constexpr RefusalReason allocation_not_approved{"shipments.allocation_not_approved", 409,
                                                       "L'attribution {0} n'est pas approuvée : rien n'est réservé.",
                                                       "Allocation {0} is not approved: nothing is reserved."};
inline constexpr RefusalReason shipment_unknown{"shipments.shipment_unknown", 404, "Cette expédition n'existe pas.",
                                                "There is no such shipment."};
inline constexpr RefusalReason already_dispatched{"shipments.already_dispatched", 409,
                                                  "L'expédition {0} est déjà partie.",
                                                  "Shipment {0} has already been dispatched."};
inline constexpr RefusalReason structure_not_accredited{
    "shipments.structure_not_accredited", 409,
    "L'expédition {0} ne peut pas partir : la structure {1} n'est pas habilitée ce jour-là.",
    "Shipment {0} cannot leave: structure {1} is not accredited on that day."};
inline constexpr RefusalReason not_dispatched{"shipments.not_dispatched", 409,
                                              "L'expédition {0} n'est pas encore partie : elle ne peut être reçue.",
                                              "Shipment {0} was not dispatched yet: it cannot be received."};
inline constexpr RefusalReason already_received{"shipments.already_received", 409, "L'expédition {0} est déjà reçue.",
                                                "Shipment {0} has already been received."};
inline constexpr RefusalReason kind_unknown{
    "shipments.kind_unknown", 422, "Un écart porte sur un article qui n'est pas au catalogue du programme.",
    "A discrepancy names an item kind that is not in the programme's catalogue."};
inline constexpr RefusalReason not_a_count{"shipments.not_a_count", 422,
                                           "ce n'est pas un nombre entier : écrivez-le en chiffres.",
                                           "this is not a whole number: write it in digits."};
inline constexpr RefusalReason discrepancy_is_negative{"shipments.discrepancy_is_negative", 422,
                                                       "Un écart se compte en nombres positifs ou nuls.",
                                                       "A discrepancy is counted in numbers from 0 up."};
inline constexpr RefusalReason discrepancy_is_empty{"shipments.discrepancy_is_empty", 422,
                                                    "Un écart sans aucun article : retirez-le, ou indiquez combien.",
                                                    "A discrepancy without any item: remove it, or say how many."};
inline constexpr RefusalReason discrepancy_repeated{"shipments.discrepancy_repeated", 422,
                                                    "Deux écarts portent sur le même article : réunissez-les.",
                                                    "Two discrepancies name the same item kind: join them."};
inline constexpr RefusalReason more_than_shipped{
    "shipments.more_than_shipped", 422,
    "Expédition {0} : {1} articles manquants ou abîmés, mais {2} seulement ont été envoyés.",
    "Shipment {0}: {1} items missing or damaged, but only {2} were shipped."};

inline constexpr std::array all{&request_is_empty,
                                &request_reused,
                                &allocation_unknown,
                                &allocation_not_approved,
                                &shipment_unknown,
                                &already_dispatched,
                                &structure_not_accredited,
                                &not_dispatched,
                                &already_received,
                                &kind_unknown,
                                &discrepancy_is_negative,
                                &discrepancy_is_empty,
                                &discrepancy_repeated,
                                &more_than_shipped,
                                &not_a_count};

}  // namespace relais::shipments::refused
