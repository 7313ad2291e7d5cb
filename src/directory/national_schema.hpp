#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "directory/directory.hpp"

namespace relais::directory {

/// A place as the national schema of digital-mediation places writes it: its 32 columns, in its order.
/// Source  LaMednum standard-mediation-num 1.0.2.
using NationalRow = std::array<std::string, 32>;
std::span<const std::string_view> national_headings();

/// What the schema cannot hold is left out of a row: words that it does not know, signs that it does not take. Nothing
/// when it cannot hold the place at all: made up, without SIRET or RNA, or without an address.
std::optional<NationalRow> national_row(const Published& published);

/// In international form: `04 42 64 59 75` -> `+33442645975`, with the number of the département's own plan overseas.
/// Empty when it is no single French number.
std::string international_phone(std::string_view phone, std::string_view departement);

/// The name that the schema asks of a file: `2020-03-26_21130001700012_lieux-de-mediation-numerique_64.csv`.
std::string national_file_name(base::Day day, std::string_view producer, std::string_view territory,
                               std::string_view suffix);

}  // namespace relais::directory
