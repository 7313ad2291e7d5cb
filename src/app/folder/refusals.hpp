#pragma once
#include <array>

#include "base/result.hpp"

/// What is wrong in a file of a programme's folder. The place and the value are said around the message.
namespace relais::app::refused {

using base::RefusalReason;

inline constexpr RefusalReason file_missing{"folder.file_missing", 422, "le fichier manque : ajoutez-le au dossier.",
                                            "the file is missing: add it to the folder."};
inline constexpr RefusalReason file_unknown{
    "folder.file_unknown", 422, "ce fichier n'est pas de ceux d'un programme : retirez-le, ou corrigez son nom ({0}).",
    "this is not one of a programme's files: remove it, or mend its name ({0})."};
inline constexpr RefusalReason files_not_shown{
    "folder.files_not_shown", 422,
    "Autres fichiers inconnus, non montrés : {0}. Est-ce bien le dossier d'un programme ?",
    "Further unknown files, not shown: {0}. Is this the folder of a programme?"};
inline constexpr RefusalReason file_unreadable{"folder.file_unreadable", 422, "le fichier ne peut pas être lu : {0}",
                                               "the file cannot be read: {0}"};
inline constexpr RefusalReason not_toml{"folder.not_toml", 422, "ce n'est pas du TOML : {0}", "this is not TOML: {0}"};
inline constexpr RefusalReason field_unknown{"folder.field_unknown", 422,
                                             "champ inconnu : retirez-le, ou corrigez son nom. Champs possibles : {0}.",
                                             "unknown field: remove it, or mend its name. Fields there may be: {0}."};
inline constexpr RefusalReason field_missing{"folder.field_missing", 422, "champ obligatoire absent : ajoutez-le.",
                                             "a required field is missing: add it."};
inline constexpr RefusalReason not_text{"folder.not_text", 422, "il faut un texte, entre guillemets et non vide.",
                                        "a text is wanted, between quotes and not empty."};
inline constexpr RefusalReason not_integer{"folder.not_integer", 422, "il faut un nombre entier, zéro ou plus.",
                                           "a whole number is wanted, zero or more."};
inline constexpr RefusalReason not_boolean{"folder.not_boolean", 422, "il faut true ou false.",
                                           "true or false is wanted."};
inline constexpr RefusalReason not_yes_or_no{"folder.not_yes_or_no", 422, "il faut oui ou non (vide : non).",
                                             "yes or no is wanted (empty: no)."};
inline constexpr RefusalReason not_day{"folder.not_day", 422, "il faut un jour qui existe : AAAA-MM-JJ ou JJ/MM/AAAA.",
                                       "a day that exists is wanted: YYYY-MM-DD or DD/MM/YYYY."};
inline constexpr RefusalReason not_table{"folder.not_table", 422, "il faut une table : {0}.",
                                         "a table is wanted: {0}."};
inline constexpr RefusalReason not_list{"folder.not_list", 422, "il faut une liste : {0}.", "a list is wanted: {0}."};
inline constexpr RefusalReason code_unknown{"folder.code_unknown", 422, "valeur inconnue. Valeurs possibles : {0}.",
                                            "unknown value. Values there may be: {0}."};
inline constexpr RefusalReason kind_unknown{"folder.kind_unknown", 422,
                                            "aucun article de catalogue.toml n'a ce code. Codes : {0}.",
                                            "no item kind of catalogue.toml has this code. Codes: {0}."};
inline constexpr RefusalReason product_unknown{"folder.product_unknown", 422,
                                               "ni un article ni un lot de catalogue.toml. Codes : {0}.",
                                               "neither an item kind nor a kit of catalogue.toml. Codes: {0}."};
inline constexpr RefusalReason departement_unknown{"folder.departement_unknown", 422,
                                                   "aucun département n'a ce code. Exemples : 01, 2A, 64, 974.",
                                                   "no département has this code. Examples: 01, 2A, 64, 974."};
inline constexpr RefusalReason commune_unknown{"folder.commune_unknown", 422,
                                               "aucune commune n'a ce code INSEE : corrigez-le ou videz la cellule.",
                                               "no commune has this INSEE code: mend it or empty the cell."};
inline constexpr RefusalReason commune_elsewhere{"folder.commune_elsewhere", 422,
                                                 "la commune {0} est du département {1}, pas de celui-ci.",
                                                 "commune {0} is in département {1}, not in this one."};
inline constexpr RefusalReason row_repeated{"folder.row_repeated", 422, "déjà donné ligne {0} : gardez une des deux.",
                                            "given on line {0} already: keep one of the two."};
inline constexpr RefusalReason rows_disagree{"folder.rows_disagree", 422,
                                             "la ligne {0}, de même code, dit « {1} » : mettez-les d'accord.",
                                             "line {0}, of the same code, says “{1}”: make them agree."};
inline constexpr RefusalReason census_missing{"folder.census_missing", 422,
                                              "census.csv n'a pas de vague : ajoutez [census] à programme.toml.",
                                              "census.csv has no round: add [census] to programme.toml."};
inline constexpr RefusalReason folder_has_problems{"folder.folder_has_problems", 422,
                                                   "Le dossier a {0} problème(s) : rien n'a été changé.",
                                                   "The folder has {0} problem(s): nothing was changed."};
inline constexpr RefusalReason geography_missing{"folder.geography_missing", 409,
                                                 "Les communes ne sont pas chargées : lancez « relais migrate ».",
                                                 "The communes are not loaded: run `relais migrate`."};

inline constexpr std::array all{
    &file_missing,     &file_unknown,      &files_not_shown, &file_unreadable, &not_toml,        &field_unknown,
    &field_missing,    &not_text,          &not_integer,     &not_boolean,     &not_yes_or_no,   &not_day,
    &not_table,        &not_list,          &code_unknown,    &kind_unknown,    &product_unknown, &departement_unknown,
    &commune_unknown,  &commune_elsewhere, &row_repeated,    &rows_disagree,   &census_missing,  &folder_has_problems,
    &geography_missing};

}  // namespace relais::app::refused
