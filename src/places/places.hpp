#pragma once
/// Where people and structures are: départements, communes, postal codes. Reference data, the same for all programmes.
///
/// A postal code belongs to several communes, sometimes in two départements: a département always comes from a commune.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "places/point.hpp"
#include "store/store.hpp"

namespace relais::places {

struct Departement {
  std::string code;  ///< `64`, `2A`, `974`
  std::string name;
  std::string region_code;
  std::string region;
  std::string zone;  ///< `metro`; `drom` and `com` overseas
};

struct Commune {
  std::string insee;  ///< `64445`, `2A004`, `97411`
  std::string name;
  std::string departement;
  std::string city;  ///< INSEE code of the city whose municipal arrondissement this is, or empty
  std::int64_t population = 0;
  Point centre;
  bool is_centre_approximate = false;  ///< the centre is that of its département
};

enum class Loaded { unchanged, updated };

/// Loads the geography compiled into the program.
///
/// Effect  adds what is missing and brings the rest up to date; communes that are no more keep their row.
/// Retry   safe: a version that is there already changes nothing.
Loaded load_geography(store::Transaction& transaction);

std::optional<Departement> find_departement(store::Reader& reader, std::string_view code);
/// In the order of their codes.
std::vector<Departement> list_departements(store::Reader& reader);

std::optional<Commune> find_commune(store::Reader& reader, std::string_view insee);
/// Every commune that has the postal code, the most populated first; without the arrondissements.
std::vector<Commune> list_communes_by_postal_code(store::Reader& reader, std::string_view postal_code);
/// Communes so named, then those whose name begins so (three letters at least), each the most populated first.
/// Names of merged communes and municipal arrondissements count.
std::vector<Commune> search_communes(store::Reader& reader, std::string_view name, int results_max = 20);
std::vector<Commune> list_nearest_communes(store::Reader& reader, Point from, int results_max);

/// What a table says of where something is. Any may be empty, not all.
struct PlaceText {
  std::string_view postal_code = {};
  std::string_view commune = {};
  std::string_view insee = {};
};

enum class PlaceField { postal_code, commune, insee };

/// What was written otherwise than the geography has it, and could mean nothing else.
struct Mended {
  PlaceField field;
  std::string became;
};

struct Match {
  Commune commune;                        ///< a city, never its arrondissement
  std::optional<Commune> arrondissement;  ///< of Paris, Lyon or Marseille, when the name, code or postal code tells
  std::string postal_code;                ///< five digits, or empty when none was given
  std::vector<Mended> mended;
};

/// Finds the commune that a row means. Mends lost leading zeros, names cut short, names and codes from before a merger;
/// two statements that disagree are refused, never settled.
///
/// Refuses  place_is_empty, insee_unknown, postal_code_unknown, commune_unknown, postal_code_not_of_commune,
///          commune_not_of_postal_code, commune_not_of_insee, commune_is_ambiguous.
base::Result<Match> match_commune(store::Reader& reader, const PlaceText& text);

/// The cell at fault when `match_commune` refused.
PlaceField field_of(const base::Refusal& refusal);

}  // namespace relais::places
