#include "people/among.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace relais::people {

std::string placeholders_of(std::vector<store::Parameter>& values, const std::vector<OrganisationId>& ids) {
  std::size_t count = 1;
  while (count < ids.size()) count *= 2;
  std::string list;
  for (std::size_t at = 0; at < count; ++at) {
    values.emplace_back(ids.empty() ? OrganisationId{} : ids[std::min(at, ids.size() - 1)]);
    list += fmt::format("{}${}", at == 0 ? "" : ", ", values.size());
  }
  return list;
}

std::optional<std::vector<OrganisationId>> listed_organisations(const Coverage& coverage) {
  if (!coverage.organisations()) return std::nullopt;
  std::vector<OrganisationId> ids(coverage.organisations()->begin(), coverage.organisations()->end());
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string among(const Coverage& coverage, const std::vector<std::string>& columns,
                  std::vector<store::Parameter>& values) {
  const auto ids = listed_organisations(coverage);
  if (!ids) return {};
  const auto list = placeholders_of(values, *ids);
  std::string either;
  for (const auto& column : columns) either += fmt::format("{}{} IN ({})", either.empty() ? "" : " OR ", column, list);
  return " AND (" + either + ")";
}

}  // namespace relais::people
