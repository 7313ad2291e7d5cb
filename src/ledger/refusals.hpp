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

inline constexpr std::array all{&empty_entry,   &not_balanced,     &request_reused, &would_go_negative,
                                &entry_unknown, &already_reversed, &is_a_reversal};

}  // namespace relais::ledger::refused
