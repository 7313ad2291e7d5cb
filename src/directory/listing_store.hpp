#pragma once
#include <string_view>
#include <vector>

#include "directory/directory.hpp"

namespace relais::directory {

/// Whose structures are listed: those of a programme that are accredited on a day.
struct Accredited {
  people::ProgrammeId programme;
  base::Day on;
};

/// A box around a point, and an order by distance that both engines compute alike, in whole numbers: the square of the
/// distance on a plane that touches the earth there.
///
/// Units  micro-degrees of latitude; `shrink_per_mille` is the length of a degree of longitude there, against one of
///        latitude.
struct Around {
  static Around point(places::Point centre);

  places::Point centre;
  std::int64_t shrink_per_mille = 1'000;
};

/// In one département, or (empty) in all. One query.
PublishedCounts count_published(store::Reader& reader, const Accredited& which, std::string_view departement);

/// A listing and its place in the order it was asked in.
struct Keyed {
  Listing listing;
  std::string key;
};

/// By name, after (`after_key`, `after_id`).
std::vector<Keyed> listings_of_departement(store::Reader& reader, const Accredited& which, std::string_view departement,
                                           std::string_view after_key, std::int64_t after_id, int rows_max);

/// By nearness, after (`after_nearness`, `after_id`).
std::vector<Keyed> listings_around(store::Reader& reader, const Accredited& which, const Around& around,
                                   std::int64_t after_nearness, std::int64_t after_id, int rows_max);

}  // namespace relais::directory
