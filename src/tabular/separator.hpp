#pragma once
#include <string_view>

namespace relais::tabular {

/// The separator of a table, from the beginning of its text: among `,` `;` tab and `|` outside quotes, the one whose
/// number in the headings is found again in the most of the rows that follow; then the one most frequent in the
/// headings. A comma when there is none: a table of one column.
char detect_separator(std::string_view beginning);

}  // namespace relais::tabular
