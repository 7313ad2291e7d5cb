#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "catalogue/catalogue.hpp"
#include "directory/directory.hpp"

namespace relais::directory {

/// What is published for other directories, and how much of it.
struct OpenData {
  catalogue::Programme programme;
  std::string producer;       ///< SIRET or RNA of the coordinator; the programme's code when it has none
  std::string producer_name;  ///< empty when the programme has no coordinator
  PublishedCounts counts;
};

/// Counts what is published of the newest programme, of one département or (empty) of all. Queries: 3, of which
/// the count passes over all structures.
///
/// Refuses  no_programme.
base::Result<OpenData> describe_open_data(store::Reader& reader, std::string_view departement, base::Day today);

/// The national schema's file: its 32 columns. UTF-8, comma, decimal point. Queries: 1.
std::string places_csv(store::Reader& reader, const OpenData& data, std::string_view departement, base::Day today);

}  // namespace relais::directory
