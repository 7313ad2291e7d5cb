#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace relais::audit {

/// What a record's hash covers.
struct RecordFields {
  std::int64_t strand = 0;
  std::int64_t position = 0;
  std::string_view previous_hash;
  std::int64_t id = 0;
  std::int64_t recorded_at = 0;
  std::int64_t programme = 0;     ///< 0: none
  std::int64_t organisation = 0;  ///< 0: none
  std::string_view actor;
  std::string_view action;
  std::string_view subject;
  std::string_view address;
  std::string_view request;
};

/// The hash that the first record of a strand names as the one before it.
inline constexpr std::string_view genesis_hash = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over the fields, each text with its length; 64 hexadecimal digits. Versioned: `relais audit 1`.
std::string record_hash(const RecordFields& record);

}  // namespace relais::audit
