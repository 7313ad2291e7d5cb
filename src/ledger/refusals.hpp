#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::ledger::refused {

using base::RefusalReason;

inline constexpr RefusalReason empty_entry{"ledger.empty_entry", 422, "Une écriture doit déplacer au moins un article.",
                                           "An entry must move at least one item."};
inline constexpr RefusalReason not_balanced{
    "ledger.not_balanced", 422, "L'écriture n'est pas équilibrée : il reste {1} article(s) de la sorte {0}.",
    "The entry is not balanced: {1} item(s) of kind {0} are left over."};
inline constexpr RefusalReason request_reused{
    "ledger.request_reused", 422, "La demande {0} a déjà servi pour autre chose. Rechargez la page et recommencez.",
    "Request {0} was already used for something else. Reload the page and try again."};
inline constexpr RefusalReason would_go_negative{"ledger.would_go_negative", 409,
                                                 "Pas assez de stock : {0} de « {1} » demandés, {2} disponibles ({3}).",
                                                 "Not enough stock: {0} of “{1}” asked for, {2} available ({3})."};
inline constexpr RefusalReason entry_unknown{"ledger.entry_unknown", 404, "L'écriture {0} n'existe pas.",
                                             "There is no entry {0}."};
inline constexpr RefusalReason already_reversed{
    "ledger.already_reversed", 409, "L'écriture {0} a déjà été contre-passée.", "Entry {0} was already reversed."};
inline constexpr RefusalReason is_a_reversal{
    "ledger.is_a_reversal", 409,
    "L'écriture {0} est elle-même une contre-passation : enregistrez plutôt une nouvelle écriture.",
    "Entry {0} is itself a reversal: record a new entry instead."};

inline constexpr RefusalReason request_is_empty{"ledger.request_is_empty", 422,
                                                "La demande n'a pas de clé : rechargez la page et recommencez.",
                                                "The request has no key: reload the page and try again."};
inline constexpr RefusalReason reason_is_empty{"ledger.reason_is_empty", 422,
                                               "Dites pourquoi : le motif reste visible pour toujours.",
                                               "Say why: the reason stays visible for ever."};
inline constexpr RefusalReason not_countable{
    "ledger.not_countable", 404, "Ce compte ne s'inventorie pas : ses articles appartiennent à leurs expéditions.",
    "This account is not counted: its items belong to their shipments."};
inline constexpr RefusalReason count_is_negative{"ledger.count_is_negative", 422, "Il faut un nombre, 0 ou plus.",
                                                 "It takes a number, 0 or more."};
inline constexpr RefusalReason stock_moved_meanwhile{
    "ledger.stock_moved_meanwhile", 409,
    "Des articles ont bougé depuis que vous avez ouvert cette page : vérifiez ce que vous avez compté, et envoyez de "
    "nouveau.",
    "Items have moved since you opened this page: check what you counted, and send again."};
inline constexpr RefusalReason nothing_differs{"ledger.nothing_differs", 409,
                                               "Ce que vous avez compté est ce que le stock disait : rien à écrire.",
                                               "What you counted is what the stock said: nothing to write."};
inline constexpr RefusalReason stocktake_unknown{"ledger.stocktake_unknown", 404, "Cet inventaire n'existe pas.",
                                                 "There is no such stocktake."};
inline constexpr RefusalReason holder_unknown{
    "ledger.holder_unknown", 404, "Aucun dépôt ni structure de ce code n'a de stock que vous puissiez voir.",
    "No depot or structure of that code has stock that you may see."};

inline constexpr std::array all{&empty_entry,     &not_balanced,      &request_reused,    &would_go_negative,
                                &entry_unknown,   &already_reversed,  &is_a_reversal,     &request_is_empty,
                                &reason_is_empty, &not_countable,     &count_is_negative, &stock_moved_meanwhile,
                                &nothing_differs, &stocktake_unknown, &holder_unknown};

}  // namespace relais::ledger::refused
