#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "ledger/ledger.hpp"

namespace relais::ledger {

/// What an entry's hash covers, besides its postings.
struct EntryFields {
  std::int64_t strand = 0;
  std::int64_t position = 0;
  std::string_view previous_hash;
  std::int64_t id = 0;
  std::int64_t programme = 0;
  std::string_view request;
  std::string_view reason;
  std::string_view about;
  std::string_view actor;
  std::int64_t recorded_at = 0;
  std::int64_t reverses = 0;  ///< 0: none
};

/// The hash that the first entry of a strand names as the one before it.
inline constexpr std::string_view genesis_hash = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over the fields, each with its length, and the postings in their order; 64 hexadecimal digits.
/// The text that is hashed is versioned: `relais entry 1`. See docs/decisions/0005.
std::string entry_hash(const EntryFields& entry, std::span<const Posting> postings);

}  // namespace relais::ledger
