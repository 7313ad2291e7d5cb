#include "directory/open_data_pages.hpp"

#include <memory>

#include <fmt/format.h>

#include "directory/inclusion_pages.hpp"
#include "directory/national_schema.hpp"
#include "directory/open_data.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"
#include "web/json.hpp"
#include "web/refusals.hpp"

namespace relais::directory {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using web::Data;
using web::Json;
using web::Keep;
using web::Request;
using web::Response;
using web::translate;
using web::translate_plural;

/// Of an answer of many places: each value is written as it comes, so that no tree of all of them is built.
class JsonArray {
 public:
  explicit JsonArray(std::string start) : text_(std::move(start)) {}
  void add(const Json& value) {
    text_ += is_first_ ? "\n" : ",\n";
    text_ += value.dump(-1, ' ', false, Json::error_handler_t::replace);
    is_first_ = false;
  }
  std::string close(std::string_view end) && { return std::move(text_.append(end)); }

 private:
  std::string text_;
  bool is_first_ = true;
};

/// What the row says, under the schema's names; what it does not say is left out.
Json record_json(const NationalRow& row) {
  Json record = Json::object();
  for (std::size_t at = 0; at < row.size(); ++at)
    if (!row[at].empty()) record[std::string(national_headings()[at])] = row[at];
  return record;
}

Json number(const std::string& degrees) { return Json::parse(degrees); }

Json place_json(const NationalRow& row) {
  auto record = record_json(row);
  for (const auto* name : {"latitude", "longitude"})
    if (record.contains(name)) record[name] = number(record[name].get<std::string>());
  return record;
}

/// Source  RFC 7946: longitude first.
Json feature_json(const NationalRow& row) {
  auto record = record_json(row);
  Json geometry;
  if (record.contains("latitude"))
    geometry = {{"type", "Point"},
                {"coordinates",
                 {number(record["longitude"].get<std::string>()), number(record["latitude"].get<std::string>())}}};
  record.erase("latitude");
  record.erase("longitude");
  return {{"type", "Feature"}, {"geometry", geometry}, {"properties", record}};
}

class OpenDataPages {
 public:
  OpenDataPages(const web::Site& site, store::Database& database, const base::Clock* clock)
      : site_(&site), database_(&database), clock_(clock) {}

  Response page(const Request& request) const {
    return answer(request, [&](Reader&, const OpenData& data, const std::string& departement) {
      Data shown;
      shown.set("title", translate(request.language, "Données ouvertes de l’annuaire"));
      shown.set("query", departement.empty() ? "" : "?departement=" + departement);
      shown.set("departement", departement);
      shown.set("has_departement", !departement.empty());
      shown.set("producer", data.producer_name);
      shown.set("has_producer", !data.producer_name.empty());
      set_counts(shown, data.counts, request.language);
      return site_->page(request, "directory/open_data",
                         {.title = translate(request.language, "Données ouvertes de l’annuaire"),
                          .scripts = {},
                          .keep = Keep::revalidate},
                         shown);
    });
  }

  Response csv(const Request& request) const {
    return answer(request, [&](Reader& reader, const OpenData& data, const std::string& departement) {
      return file(places_csv(reader, data, departement, today()), "text/csv; charset=utf-8", data, departement, "csv");
    });
  }

  Response json(const Request& request) const {
    return answer(request, [&](Reader& reader, const OpenData& data, const std::string& departement) {
      JsonArray places("[");
      each_row(reader, data, departement, [&](const NationalRow& row) { places.add(place_json(row)); });
      return file(std::move(places).close("\n]\n"), "application/json", data, departement, "json");
    });
  }

  Response geojson(const Request& request) const {
    return answer(request, [&](Reader& reader, const OpenData& data, const std::string& departement) {
      JsonArray features("{\"type\":\"FeatureCollection\",\"features\":[");
      each_row(reader, data, departement, [&](const NationalRow& row) { features.add(feature_json(row)); });
      return file(std::move(features).close("\n]}\n"), "application/geo+json", data, departement, "geojson");
    });
  }

  Response structures(const Request& request) const {
    return answer(request, [&](Reader& reader, const OpenData& data, const std::string& departement) {
      JsonArray all("[");
      each_real(reader, data, departement, [&](const Published& one) { all.add(inclusion_structure(data, one)); });
      return named(std::move(all).close("\n]\n"), "structures");
    });
  }

  Response services(const Request& request) const {
    return answer(request, [&](Reader& reader, const OpenData& data, const std::string& departement) {
      const auto kinds = catalogue::get_catalogue(reader, data.programme.id).kinds;
      JsonArray all("[");
      each_real(reader, data, departement, [&](const Published& one) { all.add(inclusion_service(data, kinds, one)); });
      return named(std::move(all).close("\n]\n"), "services");
    });
  }

 private:
  base::Day today() const {
    return std::chrono::floor<std::chrono::days>(clock_ != nullptr ? clock_->now() : base::SystemClock().now());
  }

  static void set_counts(Data& shown, const PublishedCounts& counts, base::Language language) {
    const auto set = [&](const std::string& name, std::int64_t count) {
      shown.set(name, translate_plural(language, "{} structure", "{} structures", count));
      shown.set("has_" + name, count > 0);
    };
    set("published", counts.published);
    set("left_out", counts.left_out);
    set("made_up", counts.made_up);
  }

  template <class Take>
  void each_row(Reader& reader, const OpenData& data, const std::string& departement, const Take& take) const {
    for_each_published(reader, data.programme.id, today(), departement, [&](const Published& one) {
      if (const auto row = national_row(one)) take(*row);
    });
  }

  /// What is made up leaves for no other directory.
  template <class Take>
  void each_real(Reader& reader, const OpenData& data, const std::string& departement, const Take& take) const {
    for_each_published(reader, data.programme.id, today(), departement, [&](const Published& one) {
      if (!one.listing.is_illustrative) take(one);
    });
  }

  Response named(std::string body, std::string_view what) const {
    return open(web::download(std::move(body), "application/json",
                              fmt::format("{}_data-inclusion_{}.json", base::iso_day(today()), what)));
  }

  static Response open(Response response) {
    response.headers.set("Access-Control-Allow-Origin", "*");
    response.headers.set("Link", "<https://www.etalab.gouv.fr/licence-ouverte-open-licence/>; rel=\"license\"");
    return response.keep_as(Keep::revalidate);
  }

  Response file(std::string body, std::string type, const OpenData& data, const std::string& departement,
                std::string_view suffix) const {
    const auto territory = departement.empty() ? "france" : departement;
    return open(
        web::download(std::move(body), std::move(type), national_file_name(today(), data.producer, territory, suffix)));
  }

  template <class Make>
  Response answer(const Request& request, const Make& make) const {
    const auto made = database_->read([&](Reader& reader) -> Result<Response> {
      const std::string departement(request.query.text("departement"));
      if (!departement.empty() && !places::find_departement(reader, departement))
        return Refusal(web::refusals::not_found);
      RELAIS_TRY(const auto data, describe_open_data(reader, departement, today()));
      return make(reader, data, departement);
    });
    return made ? *made : site_->refusal(request, made.refusal());
  }

  const web::Site* site_;
  store::Database* database_;
  const base::Clock* clock_;
};

}  // namespace

void add_open_data_pages(web::Site& site, web::Router& router, store::Database& database, const base::Clock* clock) {
  const auto pages = std::make_shared<const OpenDataPages>(site, database, clock);
  const auto add = [&](std::string_view path, Response (OpenDataPages::*make)(const Request&) const) {
    router.get(path, [pages, make](const Request& request) { return (pages.get()->*make)(request); });
  };
  add("/directory/open-data", &OpenDataPages::page);
  add("/directory/open-data/places.csv", &OpenDataPages::csv);
  add("/directory/open-data/places.json", &OpenDataPages::json);
  add("/directory/open-data/places.geojson", &OpenDataPages::geojson);
  add("/directory/open-data/structures.json", &OpenDataPages::structures);
  add("/directory/open-data/services.json", &OpenDataPages::services);
}

}  // namespace relais::directory
