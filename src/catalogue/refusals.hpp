#pragma once
#include <array>

#include "base/result.hpp"

namespace relais::catalogue::refused {

using base::RefusalReason;

inline constexpr RefusalReason code_missing{"catalogue.code_missing", 422,
                                            "Un programme, un article ou un lot n'a pas de code : donnez-en un.",
                                            "A programme, an item kind or a kit has no code: give it one."};
inline constexpr RefusalReason name_missing{"catalogue.name_missing", 422,
                                            "« {0} » doit avoir un nom en français et un nom en anglais.",
                                            "“{0}” needs a name in French and a name in English."};
inline constexpr RefusalReason dates_reversed{"catalogue.dates_reversed", 422,
                                              "Le programme finit le {1}, avant de commencer le {0}.",
                                              "The programme ends on {1}, before it starts on {0}."};
inline constexpr RefusalReason code_repeated{
    "catalogue.code_repeated", 422, "Le code « {0} » est donné deux fois : un article et un lot ne le partagent pas.",
    "The code “{0}” is given twice: an item kind and a kit cannot share it."};
inline constexpr RefusalReason only_top_ups_have_volume{
    "catalogue.only_top_ups_have_volume", 422,
    "« {0} » n'est pas une recharge : ni volume, ni durée, ni appels illimités.",
    "“{0}” is not a top-up: no volume, no validity, no unlimited calls."};
inline constexpr RefusalReason negative_figure{"catalogue.negative_figure", 422,
                                               "« {0} » : {1} est négatif. Donnez zéro ou plus.",
                                               "“{0}”: {1} is negative. Give zero or more."};
inline constexpr RefusalReason kind_unknown{"catalogue.kind_unknown", 422,
                                            "« {0} » cite un article que le programme n'a pas.",
                                            "“{0}” names an item kind that the programme does not have."};
inline constexpr RefusalReason serves_cycle{
    "catalogue.serves_cycle", 422,
    "« {0} » peut servir de lui-même, directement ou par d'autres : retirez une de ces relations.",
    "“{0}” serves itself, directly or through others: remove one of these relations."};
inline constexpr RefusalReason product_is_empty{"catalogue.product_is_empty", 422,
                                                "Le lot « {0} » est vide : citez au moins un article.",
                                                "The kit “{0}” is empty: name at least one item kind."};
inline constexpr RefusalReason part_repeated{"catalogue.part_repeated", 422,
                                             "Le lot « {0} » cite deux fois « {1} » : donnez plutôt une quantité.",
                                             "The kit “{0}” names “{1}” twice: give a quantity instead."};
inline constexpr RefusalReason part_not_positive{"catalogue.part_not_positive", 422,
                                                 "Le lot « {0} » : la quantité de « {1} » doit être 1 ou plus.",
                                                 "The kit “{0}”: the quantity of “{1}” must be 1 or more."};
inline constexpr RefusalReason target_repeated{"catalogue.target_repeated", 422,
                                               "L'objectif {0}, {1} est donné deux fois : gardez-en un.",
                                               "The target {0}, {1} is given twice: keep one."};
inline constexpr RefusalReason in_use{
    "catalogue.in_use", 409, "« {0} » ne peut plus être retiré : des biens ou des besoins le citent. Remettez-le.",
    "“{0}” can no longer be removed: goods or needs refer to it. Put it back."};

inline constexpr RefusalReason no_programme{"catalogue.no_programme", 404,
                                            "Aucun programme n'est encore chargé : revenez plus tard.",
                                            "No programme is loaded yet: come back later."};

inline constexpr std::array all{
    &code_missing,      &name_missing,    &dates_reversed, &code_repeated,    &only_top_ups_have_volume,
    &negative_figure,   &kind_unknown,    &serves_cycle,   &product_is_empty, &part_repeated,
    &part_not_positive, &target_repeated, &in_use,         &no_programme};

}  // namespace relais::catalogue::refused
