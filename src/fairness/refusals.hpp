#pragma once
#include "base/result.hpp"

/// Why an instance cannot be solved. `{0}` is the place: a JSON pointer, with the id of the line where there is one.
namespace relais::fairness::refusals {

using base::RefusalReason;

inline constexpr RefusalReason not_json{"fairness.not_json", 422, "Octet {0} : le texte cesse ici d’être du JSON.",
                                        "Byte {0}: here the text stops being JSON."};
inline constexpr RefusalReason wrong_type{"fairness.wrong_type", 422, "{0} : il faut ici {1}.",
                                          "{0}: {1} is needed here."};
inline constexpr RefusalReason missing_field{"fairness.missing_field", 422, "{0} : le champ « {1} » manque.",
                                             "{0}: the field \"{1}\" is missing."};
inline constexpr RefusalReason unknown_field{"fairness.unknown_field", 422, "{0} : champ inconnu. Retirez-le.",
                                             "{0}: unknown field. Remove it."};
inline constexpr RefusalReason unknown_name{"fairness.unknown_name", 422, "{0} : « {1} » n’est déclaré nulle part.",
                                            "{0}: \"{1}\" is declared nowhere."};
inline constexpr RefusalReason out_of_range{"fairness.out_of_range", 422, "{0} : {1} n’est pas entre {2} et {3}.",
                                            "{0}: {1} is not between {2} and {3}."};
inline constexpr RefusalReason too_many{"fairness.too_many", 422, "{0} : {1} éléments, {2} au plus.",
                                        "{0}: {1} elements, at most {2}."};
inline constexpr RefusalReason duplicate_id{"fairness.duplicate_id", 422, "{0} : l’identifiant « {1} » sert deux fois.",
                                            "{0}: the id \"{1}\" is used twice."};
inline constexpr RefusalReason no_such_index{"fairness.no_such_index", 422, "{0} : rien à la position {1}.",
                                             "{0}: there is nothing at position {1}."};
inline constexpr RefusalReason accepts_nothing{"fairness.accepts_nothing", 422,
                                               "{0} : ce composant n’accepte aucun article.",
                                               "{0}: this component accepts no item kind."};
inline constexpr RefusalReason no_recipe{"fairness.no_recipe", 422, "{0} : ce produit n’a aucune recette.",
                                         "{0}: this product has no recipe."};
inline constexpr RefusalReason empty_recipe{"fairness.empty_recipe", 422, "{0} : cette recette est vide.",
                                            "{0}: this recipe is empty."};
inline constexpr RefusalReason repeated_ingredient{
    "fairness.repeated_ingredient", 422, "{0} : « {1} » est cité deux fois.", "{0}: \"{1}\" is listed twice."};
inline constexpr RefusalReason floor_above_cap{"fairness.floor_above_cap", 422,
                                               "{0} : le plancher {1} dépasse le plafond {2}.",
                                               "{0}: the floor {1} is above the cap {2}."};
inline constexpr RefusalReason too_entangled{
    "fairness.too_entangled", 422, "{0} : trop d’articles se remplacent les uns les autres (plus de {1} combinaisons).",
    "{0}: too many item kinds stand in for each other (over {1} combinations)."};
inline constexpr RefusalReason floors_do_not_fit{"fairness.floors_do_not_fit", 422,
                                                 "{0} : le stock ne couvre pas les planchers. Il manque : {1}.",
                                                 "{0}: the stock does not cover the floors. What is short: {1}."};
inline constexpr RefusalReason search_limit{
    "fairness.search_limit", 422,
    "{0} : choisir entre les recettes dépasse ce qui se décide exactement ({1} pas, nombres de 128 bits). "
    "Proposez moins de recettes.",
    "{0}: choosing among the recipes is beyond what is decided exactly ({1} steps, numbers of 128 bits). "
    "Offer fewer recipes."};

inline constexpr RefusalReason wrong_shape{"fairness.wrong_shape", 422, "{0} : {1} éléments, il en faut {2}.",
                                           "{0}: {1} elements, {2} are needed."};
inline constexpr RefusalReason too_many_deliveries{
    "fairness.too_many_deliveries", 422,
    "{0} : {1} trajets possibles, {2} au plus se décident exactement. Regroupez les destinations.",
    "{0}: {1} possible deliveries, at most {2} are decided exactly. Group the destinations."};
inline constexpr RefusalReason goods_are_short{"fairness.goods_are_short", 422,
                                               "{0} : il faut {1} articles, les dépôts en ont {2}.",
                                               "{0}: {1} items are needed, the depots have {2}."};

inline constexpr const RefusalReason* all[] = {
    &not_json,          &wrong_type,   &missing_field,       &unknown_field,       &unknown_name,
    &out_of_range,      &too_many,     &duplicate_id,        &no_such_index,       &accepts_nothing,
    &no_recipe,         &empty_recipe, &repeated_ingredient, &floor_above_cap,     &too_entangled,
    &floors_do_not_fit, &search_limit, &wrong_shape,         &too_many_deliveries, &goods_are_short};

}  // namespace relais::fairness::refusals
