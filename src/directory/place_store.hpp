#pragma once
#include <string>
#include <string_view>
#include <unordered_map>

#include "directory/place.hpp"
#include "people/organisations.hpp"
#include "store/store.hpp"

namespace relais::directory {

/// Makes imports of one list wait for each other, until the transaction ends.
void lock_list(store::Transaction& transaction, people::ProgrammeId programme, std::string_view list);

/// A place of a list as it is stored, with its organisation.
struct StoredPlace {
  people::OrganisationId organisation;
  Place place;
};

/// By their identifiers in the list.
std::unordered_map<std::string, StoredPlace> stored_places(store::Reader& reader, people::ProgrammeId programme,
                                                           std::string_view list);

void insert_place(store::Transaction& transaction, people::ProgrammeId programme, std::string_view list,
                  people::OrganisationId organisation, const Place& place);
void update_place(store::Transaction& transaction, people::OrganisationId organisation, const Place& place);

/// Several values as they are stored, `|` between them.
std::string join_values(const std::vector<std::string>& values);
std::vector<std::string> split_values(std::string_view text);

/// The columns of the details, each put into `pattern`: "p.{}" gives ", p.typology, p.emails, …".
std::string detail_list(std::string_view pattern);
/// Reads them from the row's column `first` on.
Details read_details(const store::Rows& rows, int first);

}  // namespace relais::directory
