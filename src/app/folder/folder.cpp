#include "app/folder/folder.hpp"

#include "app/folder/files.hpp"
#include "app/folder/refusals.hpp"

namespace relais::app {

Folder read_folder(const std::filesystem::path& path, Problems& problems) {
  Folder folder;
  check_names(path, problems);
  read_programme(path, folder, problems);
  read_catalogue(path, folder, problems);
  read_organisations(path, folder, problems);
  read_gifts(path, folder, problems);
  read_receptions(path, folder, problems);
  read_census(path, folder, problems);
  read_allocation(path, folder, problems);
  return folder;
}

Place Folder::cell(const Place& row, std::string_view field) const {
  const auto file = cells.find(row.file);
  if (file == cells.end()) return row;
  const auto found = file->second.find(field);
  if (found == file->second.end()) return row;
  auto place = found->second;
  place.line = row.line;
  return place;
}

std::string kind_codes(const Folder& folder) {
  std::string codes;
  for (const auto& kind : folder.catalogue.kinds) codes += (codes.empty() ? "" : ", ") + kind.code;
  return codes;
}

std::string product_codes(const Folder& folder) {
  auto codes = kind_codes(folder);
  for (const auto& product : folder.catalogue.products) codes += (codes.empty() ? "" : ", ") + product.code;
  return codes;
}

}  // namespace relais::app
