#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "places/places.hpp"

namespace relais::places {

/// A commune under one of the names it is looked up by.
struct NamedCommune {
  Commune commune;
  std::string key;
  bool is_former = false;
};

/// Communes and municipal arrondissements under each of their names: of a postal code, of a code, of a name.
std::vector<NamedCommune> list_named_by_postal_code(store::Reader& reader, std::string_view postal_code);
std::vector<NamedCommune> list_named_by_insee(store::Reader& reader, std::string_view insee);
std::vector<NamedCommune> list_named_by_key(store::Reader& reader, std::string_view key);

/// The code of the commune that a code of old stands for now; empty when it stands for none.
std::string current_insee(store::Reader& reader, std::string_view former_insee);

bool has_postal_code(store::Reader& reader, std::string_view insee, std::string_view postal_code);
/// The city's arrondissement that has the postal code.
std::optional<Commune> find_arrondissement(store::Reader& reader, std::string_view city, std::string_view postal_code);

}  // namespace relais::places
