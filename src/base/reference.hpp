#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace relais::base {

/// A public reference, to be read aloud and typed: a letter for the kind, the number in Crockford's base 32
/// (no I, L, O, U) in groups of four, and a check character (the number modulo 37, as Crockford has it).
/// `G-0001-2D7K-X`. Case, spaces and dashes do not matter when parsing; O reads as 0, I and L as 1.
std::string format_reference(char kind, std::int64_t number);

/// The number, or nothing when the kind, a character or the check character is wrong.
std::optional<std::int64_t> parse_reference(char kind, std::string_view text);

}  // namespace relais::base
