#pragma once
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace relais::directory {

/// What the national schema of places holds beyond the members of `Place`; each keeps the schema's own words.
enum class Detail {
  typology,
  emails,
  summary,
  presentation,
  collected_by,
  itinerance,
  parent_organisation,
  audiences,
  special_support,
  fees,
  national_programmes,
  labels,
  other_labels,
  access_modes,
  support_modes,
  accessibility_record,
  booking,
};

/// How a detail is written: under which heading, and with which words.
struct DetailColumn {
  Detail detail;
  std::string_view heading;                         ///< in the national schema
  std::string_view column;                          ///< in `directory_place`
  bool is_list = false;                             ///< several values, `|` between them
  std::span<const std::string_view> accepted = {};  ///< the only values; empty: any text
};

/// In the order of `Detail`.
std::span<const DetailColumn> detail_columns();

/// The values of the schema's `services`.
std::span<const std::string_view> accepted_services();

/// The details of one place; empty texts for what it does not say.
class Details {
 public:
  static constexpr std::size_t count = static_cast<std::size_t>(Detail::booking) + 1;

  const std::string& operator[](Detail detail) const { return texts_[static_cast<std::size_t>(detail)]; }
  std::string& operator[](Detail detail) { return texts_[static_cast<std::size_t>(detail)]; }
  bool operator==(const Details&) const = default;

 private:
  std::array<std::string, count> texts_;
};

}  // namespace relais::directory
