#pragma once
#include "base/result.hpp"

/// Why a table, or one of its rows, cannot be read. `{0}` is the row unless the message says otherwise.
namespace relais::tabular::refusals {

using base::RefusalReason;

inline constexpr RefusalReason empty_file{"tabular.empty_file", 422,
                                          "Le fichier est vide : il faut une ligne d'en-têtes.",
                                          "The file is empty: it needs a row of headings."};
inline constexpr RefusalReason not_text{
    "tabular.not_text", 422,
    "Ligne {0} : ce n'est pas du texte (UTF-8, UTF-16 ou Windows-1252). Réenregistrez en CSV UTF-8.",
    "Row {0}: this is not text (UTF-8, UTF-16 or Windows-1252). Save it again as UTF-8 CSV."};
inline constexpr RefusalReason contains_nul{
    "tabular.contains_nul", 422, "Ligne {0}, colonne {1} : un octet nul, le fichier n'est pas un tableau texte.",
    "Row {0}, column {1}: a NUL byte, the file is not a text table."};
inline constexpr RefusalReason stray_quote{
    "tabular.stray_quote", 422,
    "Ligne {0}, colonne {1} : guillemet mal placé. Dans une cellule entre guillemets, doublez-le.",
    "Row {0}, column {1}: misplaced quote. Inside a quoted cell, double it."};
inline constexpr RefusalReason unterminated_quote{"tabular.unterminated_quote", 422,
                                                  "Ligne {0}, colonne {1} : un guillemet ouvert n'est jamais refermé.",
                                                  "Row {0}, column {1}: a quote is opened and never closed."};
inline constexpr RefusalReason cell_too_long{
    "tabular.cell_too_long", 422, "Ligne {0}, colonne {1} : cellule de plus de {2} octets. Un guillemet oublié ?",
    "Row {0}, column {1}: a cell over {2} bytes. A forgotten quote?"};
inline constexpr RefusalReason too_many_columns{"tabular.too_many_columns", 422, "Ligne {0} : plus de {1} colonnes.",
                                                "Row {0}: more than {1} columns."};
inline constexpr RefusalReason too_many_rows{"tabular.too_many_rows", 422,
                                             "Plus de {0} lignes : partagez le fichier en plusieurs.",
                                             "More than {0} rows: split the file."};
inline constexpr RefusalReason missing_headings{"tabular.missing_headings", 422,
                                                "Colonnes obligatoires absentes : {0}. En-têtes lus : {1}.",
                                                "Required columns are missing: {0}. Headings read: {1}."};
inline constexpr RefusalReason duplicated_heading{
    "tabular.duplicated_heading", 422,
    "Plusieurs colonnes pour « {0} » : {1}. Gardez-en une, ou nommez-la dans la correspondance.",
    "Several columns for \"{0}\": {1}. Keep one, or name it in the mapping."};
inline constexpr RefusalReason unknown_mapped_heading{"tabular.unknown_mapped_heading", 422,
                                                      "La correspondance nomme « {0} », que le fichier n'a pas.",
                                                      "The mapping names \"{0}\", which the file lacks."};
inline constexpr RefusalReason bad_mapping{"tabular.bad_mapping", 422, "Correspondance illisible : {0}.",
                                           "The mapping cannot be read: {0}."};
inline constexpr RefusalReason surplus_cell{"tabular.surplus_cell", 422,
                                            "cellule au-delà des en-têtes ; un séparateur de trop sur la ligne ?",
                                            "a cell beyond the headings; one separator too many on the row?"};
inline constexpr RefusalReason required_value{"tabular.required_value", 422, "valeur obligatoire absente.",
                                              "a required value is missing."};

inline constexpr const RefusalReason* all[] = {
    &empty_file,       &not_text,      &contains_nul,     &stray_quote,        &unterminated_quote,     &cell_too_long,
    &too_many_columns, &too_many_rows, &missing_headings, &duplicated_heading, &unknown_mapped_heading, &bad_mapping,
    &surplus_cell,     &required_value};

}  // namespace relais::tabular::refusals
