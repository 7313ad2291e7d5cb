#include "directory/desk_pages.hpp"

#include "catalogue/newest.hpp"
#include "web/form.hpp"
#include "web/refusals.hpp"

namespace relais::directory {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;
using web::Request;

PageRequest page_of(const Request& request) { return {.after = std::string(request.query.text("after"))}; }

}  // namespace

base::Day Desk::today() const {
  const auto now = clock_ != nullptr ? clock_->now() : base::SystemClock().now();
  return std::chrono::floor<std::chrono::days>(now);
}

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
    const auto commune = request.query.text("commune");
    auto search = commune.empty()
                      ? search_accredited(reader, programme.id, request.query.text("q"), today(), page_of(request))
                      : search_accredited_around(reader, programme.id, commune, today(), page_of(request));
    if (!search) return search.refusal();
    return Found{std::move(programme), *std::move(search)};
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
