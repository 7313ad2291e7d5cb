#include "directory/desk_pages.hpp"

#include "catalogue/newest.hpp"
#include "directory/refusals.hpp"
#include "web/form.hpp"
#include "web/refusals.hpp"

namespace relais::directory {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using web::Request;

PageRequest page_of(const Request& request) { return {.after = std::string(request.query.text("after"))}; }

/// Around the visitor (`near`: latitude and longitude in degrees), around a commune, or around what was typed.
Result<Search> search_as_asked(Reader& reader, catalogue::ProgrammeId programme, base::Day today,
                               const Request& request) {
  if (const auto here = request.query.text("near"); !here.empty()) {
    const auto comma = here.find(',');
    const auto point =
        comma == here.npos ? std::nullopt : places::parse_point(here.substr(0, comma), here.substr(comma + 1));
    if (!point) return Refusal(refusals::here_is_nowhere);
    return search_accredited_near(reader, programme, *point, today, page_of(request));
  }
  if (const auto commune = request.query.text("commune"); !commune.empty())
    return search_accredited_around(reader, programme, commune, today, page_of(request));
  return search_accredited(reader, programme, request.query.text("q"), today, page_of(request));
}

}  // namespace

base::Instant Desk::now() const { return clock_ != nullptr ? clock_->now() : base::SystemClock().now(); }
base::Day Desk::today() const { return std::chrono::floor<std::chrono::days>(now()); }

Result<Counted> Desk::count() const {
  return database_->read([&](Reader& reader) -> Result<Counted> {
    RELAIS_TRY(auto programme, catalogue::find_newest_programme(reader));
    auto departements = count_accredited_by_departement(reader, programme.id, today());
    return Counted{std::move(programme), std::move(departements)};
  });
}

Result<Listed> Desk::list(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<Listed> {
    RELAIS_TRY(auto programme, catalogue::find_newest_programme(reader));
    const auto code = request.parameter("departement");
    auto departement = places::find_departement(reader, code);
    if (!departement) return Refusal(web::refusals::not_found);
    RELAIS_TRY(auto page, list_accredited(reader, programme.id, code, today(), page_of(request)));
    return Listed{std::move(programme), *std::move(departement), std::move(page)};
  });
}

Result<Found> Desk::search(const Request& request) const {
  return database_->read([&](Reader& reader) -> Result<Found> {
    RELAIS_TRY(auto programme, catalogue::find_newest_programme(reader));
    RELAIS_TRY(auto search, search_as_asked(reader, programme.id, today(), request));
    return Found{std::move(programme), std::move(search)};
  });
}

std::string address_of_next(const Request& request, std::string_view next) {
  if (next.empty()) return {};
  std::string query;
  for (const auto& [name, value] : request.query.all())
    if (name != "after") query += web::percent_encode(name) + '=' + web::percent_encode(value) + '&';
  return request.path + '?' + query + "after=" + web::percent_encode(next);
}

}  // namespace relais::directory
