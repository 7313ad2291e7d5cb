#include "directory/open_data.hpp"

#include <sstream>

#include "catalogue/newest.hpp"
#include "directory/listing_store.hpp"
#include "directory/national_schema.hpp"
#include "tabular/writer.hpp"

namespace relais::directory {

base::Result<OpenData> describe_open_data(store::Reader& reader, std::string_view departement, base::Day today) {
  OpenData data;
  RELAIS_TRY(data.programme, catalogue::find_newest_programme(reader));
  data.producer = data.programme.code;
  const auto coordinators =
      people::list_organisations(reader, data.programme.id, people::OrganisationKind::coordinator);
  if (!coordinators.empty()) {
    data.producer_name = coordinators.front().name;
    if (!coordinators.front().pivot.empty()) data.producer = coordinators.front().pivot;
  }
  data.counts = count_published(reader, {data.programme.id, today}, departement);
  return data;
}

std::string places_csv(store::Reader& reader, const OpenData& data, std::string_view departement, base::Day today) {
  std::ostringstream out;
  tabular::CsvWriter writer(out, tabular::Dialect::schema);
  const auto headings = national_headings();
  writer.row({headings.begin(), headings.end()});
  for_each_published(reader, data.programme.id, today, departement, [&](const Published& one) {
    if (const auto row = national_row(one)) writer.row({row->begin(), row->end()});
  });
  return std::move(out).str();
}

}  // namespace relais::directory
