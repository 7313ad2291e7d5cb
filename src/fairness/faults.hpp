#pragma once
#include "base/result.hpp"

/// What can be wrong with a plan. A class and a refusal are named by their place in the plan, a line, a component and a
/// kind by their ids, what a file says by its JSON pointer.
namespace relais::fairness::faults {

using base::RefusalReason;

inline constexpr RefusalReason no_such_class{"fairness.no_such_class", 409,
                                             "classe {0} : cette priorité ou ce produit n’existe pas",
                                             "class {0} has no such tier or product"};
inline constexpr RefusalReason classes_out_of_order{
    "fairness.classes_out_of_order", 409, "classe {0} : elle ne suit pas l’ordre des priorités et des produits",
    "class {0} does not follow in the order of tiers and products"};
inline constexpr RefusalReason class_without_its_refusal{"fairness.class_without_its_refusal", 409,
                                                         "classe {0} : son refus n’est pas le sien",
                                                         "class {0} and its refusal do not match"};
inline constexpr RefusalReason class_without_line{"fairness.class_without_line", 409, "classe {0} : aucune ligne",
                                                  "class {0} has no line"};
inline constexpr RefusalReason wrong_sums{"fairness.wrong_sums", 409, "classe {0} : les sommes sont fausses",
                                          "the sums of class {0} are wrong"};
inline constexpr RefusalReason cutoff_is_not_last{"fairness.cutoff_is_not_last", 409,
                                                  "classe {0} : le seuil n’est pas le dernier bloc d’une de ses lignes",
                                                  "the cutoff of class {0} is not the last block of a line of it"};
inline constexpr RefusalReason recipes_do_not_add_up{"fairness.recipes_do_not_add_up", 409,
                                                     "classe {0} : les recettes ne donnent pas ce qui est attribué",
                                                     "the recipes of class {0} do not add up"};
inline constexpr RefusalReason recipe_in_part{"fairness.recipe_in_part", 409,
                                              "classe {1} : la recette {0} est faite en partie",
                                              "recipe {0} of class {1} is not whole"};

inline constexpr RefusalReason not_one_figure_per_line{"fairness.not_one_figure_per_line", 409,
                                                       "il n’y a pas un chiffre par ligne", "not one figure per line"};
inline constexpr RefusalReason line_without_class{"fairness.line_without_class", 409, "ligne {0} : aucune classe",
                                                  "there is no class for line {0}"};
inline constexpr RefusalReason out_of_bounds{"fairness.out_of_bounds", 409, "ligne {0} : hors de ses bornes",
                                             "line {0} is out of its bounds"};
inline constexpr RefusalReason refused_at_its_cap{"fairness.refused_at_its_cap", 409,
                                                  "ligne {0} : elle a son plafond, et plus lui est refusé",
                                                  "line {0} has its cap, and is refused more"};
inline constexpr RefusalReason cut_without_refusal{"fairness.cut_without_refusal", 409,
                                                   "ligne {0} : réduite sans qu’il y ait de refus",
                                                   "line {0} was cut without a refusal"};
inline constexpr RefusalReason served_beyond_refusal{"fairness.served_beyond_refusal", 409,
                                                     "ligne {0} : servie au-delà du bloc refusé",
                                                     "line {0} is served beyond the refused block"};
inline constexpr RefusalReason not_served_up_to_refusal{"fairness.not_served_up_to_refusal", 409,
                                                        "ligne {0} : pas servie jusqu’au bloc refusé",
                                                        "line {0} is not served up to the refused block"};
inline constexpr RefusalReason served_beyond_cutoff{"fairness.served_beyond_cutoff", 409,
                                                    "ligne {0} : servie au-delà du seuil de sa classe",
                                                    "line {0} is served beyond the cutoff of its class"};
inline constexpr RefusalReason wrong_figure{"fairness.wrong_figure", 409, "ligne {0} : « {1} » est faux",
                                            "line {0}: its {1} is wrong"};

inline constexpr RefusalReason refusal_without_its_class{"fairness.refusal_without_its_class", 409,
                                                         "refus {0} : sa classe n’est pas la sienne",
                                                         "refusal {0} and its class do not match"};
inline constexpr RefusalReason refusal_of_another_class{"fairness.refusal_of_another_class", 409,
                                                        "refus {0} : il nomme une ligne d’une autre classe",
                                                        "refusal {0} names a line outside its class"};
inline constexpr RefusalReason refusal_incomplete{"fairness.refusal_incomplete", 409,
                                                  "refus {0} : il faut une demande par produit et un prix par article",
                                                  "refusal {0} has not one demand per product, one price per kind"};
inline constexpr RefusalReason refusal_is_not_next{"fairness.refusal_is_not_next", 409,
                                                   "refus {0} : ce n’est pas le bloc suivant de sa ligne",
                                                   "refusal {0} is not the next block of its line"};
inline constexpr RefusalReason refusals_out_of_order{"fairness.refusals_out_of_order", 409,
                                                     "refus {0} : il vient avant celui qui le précède",
                                                     "refusal {0} comes before the one that precedes it"};
inline constexpr RefusalReason another_demand{"fairness.another_demand", 409, "refus {0} : la demande est une autre",
                                              "refusal {0}: the demand is another"};
inline constexpr RefusalReason ran_out_is_no_list{
    "fairness.ran_out_is_no_list", 409, "refus {0} : ce qui a manqué n’est pas une liste d’articles par identifiant",
    "refusal {0}: what ran out is not a list of kinds by id"};
inline constexpr RefusalReason ran_out_is_another{"fairness.ran_out_is_another", 409,
                                                  "refus {0} : ce qui a manqué est autre chose",
                                                  "refusal {0}: what ran out is something else"};
inline constexpr RefusalReason negative_price{"fairness.negative_price", 409, "refus {0} : un prix est négatif",
                                              "refusal {0}: a price is negative"};
inline constexpr RefusalReason prices_prove_nothing{"fairness.prices_prove_nothing", 409,
                                                    "refus {0} : les prix ne prouvent rien",
                                                    "refusal {0}: the prices prove nothing"};
inline constexpr RefusalReason would_have_fitted{"fairness.would_have_fitted", 409,
                                                 "refus {0} : le bloc aurait pu être servi",
                                                 "refusal {0}: the block would have fitted"};

inline constexpr RefusalReason route_to_nothing{
    "fairness.route_to_nothing", 409, "un acheminement nomme ce qui n’existe pas", "a route names what is not there"};
inline constexpr RefusalReason kind_not_accepted{"fairness.kind_not_accepted", 409, "{0} n’accepte pas {1}",
                                                 "{0} does not accept {1}"};
inline constexpr RefusalReason beyond_stock{"fairness.beyond_stock", 409, "plus que le stock de {0}",
                                            "more than the stock of {0}"};
inline constexpr RefusalReason substitutions_miscounted{
    "fairness.substitutions_miscounted", 409, "les substitutions sont mal comptées", "substitutions are miscounted"};
inline constexpr RefusalReason other_recipes_miscounted{
    "fairness.other_recipes_miscounted", 409, "les autres recettes sont mal comptées", "other recipes are miscounted"};
inline constexpr RefusalReason fewer_substitutions{
    "fairness.fewer_substitutions", 409, "moins de substitutions suffiraient", "fewer substitutions would do"};
inline constexpr RefusalReason fewer_other_recipes{
    "fairness.fewer_other_recipes", 409, "moins d’autres recettes suffiraient", "fewer other recipes would do"};
inline constexpr RefusalReason fewest_is_wrong{
    "fairness.fewest_is_wrong", 409, "{0} : « au moins {1} » n’est ni prouvé par ses prix, ni possible avec {2}",
    "{0}: \"at least {1}\" is neither what its prices prove, nor possible with {2}"};
inline constexpr RefusalReason fewest_prices_prove_nothing{
    "fairness.fewest_prices_prove_nothing", 409, "{0} : les prix ne prouvent rien", "{0}: the prices prove nothing"};

inline constexpr RefusalReason cutoff_is_another{
    "fairness.cutoff_is_another", 409, "{0} n’est pas la clé du dernier bloc", "{0} is not the key of the last block"};
inline constexpr RefusalReason ran_out_without_refusal{"fairness.ran_out_without_refusal", 409,
                                                       "{0} : quelque chose a manqué, et rien n’est refusé",
                                                       "{0}: something ran out, and nothing was refused"};
inline constexpr RefusalReason refused_without_certificate{
    "fairness.refused_without_certificate", 409, "{0} n’est pas dans le certificat", "{0} is not in the certificate"};
inline constexpr RefusalReason refused_is_another{
    "fairness.refused_is_another", 409, "{0} n’est pas ce que montre sa classe", "{0} is not what its class shows"};

inline constexpr const RefusalReason* all[] = {&no_such_class,
                                               &classes_out_of_order,
                                               &class_without_its_refusal,
                                               &class_without_line,
                                               &wrong_sums,
                                               &cutoff_is_not_last,
                                               &recipes_do_not_add_up,
                                               &recipe_in_part,
                                               &not_one_figure_per_line,
                                               &line_without_class,
                                               &out_of_bounds,
                                               &refused_at_its_cap,
                                               &cut_without_refusal,
                                               &served_beyond_refusal,
                                               &not_served_up_to_refusal,
                                               &served_beyond_cutoff,
                                               &wrong_figure,
                                               &refusal_without_its_class,
                                               &refusal_of_another_class,
                                               &refusal_incomplete,
                                               &refusal_is_not_next,
                                               &refusals_out_of_order,
                                               &another_demand,
                                               &ran_out_is_no_list,
                                               &ran_out_is_another,
                                               &negative_price,
                                               &prices_prove_nothing,
                                               &would_have_fitted,
                                               &route_to_nothing,
                                               &kind_not_accepted,
                                               &beyond_stock,
                                               &substitutions_miscounted,
                                               &other_recipes_miscounted,
                                               &fewer_substitutions,
                                               &fewer_other_recipes,
                                               &fewest_is_wrong,
                                               &fewest_prices_prove_nothing,
                                               &cutoff_is_another,
                                               &ran_out_without_refusal,
                                               &refused_without_certificate,
                                               &refused_is_another};

}  // namespace relais::fairness::faults
