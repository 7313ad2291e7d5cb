#pragma once
#include <string>
#include <utility>
#include <vector>

#include "places/places.hpp"

namespace relais::places {

/// The geography as the program carries it (see cmake/geography.py).
struct Geography {
  struct CommuneLine {
    Commune commune;
    std::vector<std::string> postal_codes;
  };
  struct FormerName {
    std::string name;
    std::string insee;
  };
  struct FormerInsee {
    std::string former_insee;
    std::string insee;
  };

  std::string version;
  std::vector<Departement> departements;
  std::vector<CommuneLine> communes;
  std::vector<FormerName> former_names;
  std::vector<FormerInsee> former_codes;
};

/// The geography compiled in. Reads half a megabyte of gzip: not for every request.
Geography read_geography();
/// Its version alone, which its first line holds.
std::string geography_version();
std::string stored_geography_version(store::Reader& reader);

/// See `load_geography`, of which this is the part after reading.
Loaded store_geography(store::Transaction& transaction, const Geography& geography);

}  // namespace relais::places
