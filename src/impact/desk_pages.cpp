#include "impact/desk_pages.hpp"

#include <map>

#include "catalogue/newest.hpp"
#include "web/refusals.hpp"

namespace relais::impact {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;

Result<catalogue::Catalogue> read_catalogue(Reader& reader) {
  RELAIS_TRY(const auto programme, catalogue::find_newest_programme(reader));
  return catalogue::get_catalogue(reader, programme.id);
}

std::optional<needs::Round> newest_round(Reader& reader, ProgrammeId programme) {
  auto rounds = needs::list_rounds(reader, programme);
  if (rounds.empty()) return std::nullopt;
  return std::move(rounds.front());
}

std::map<std::string, DepartementImpact> figures_by_code(Reader& reader, const std::optional<needs::Round>& round) {
  std::map<std::string, DepartementImpact> figures;
  if (!round) return figures;
  for (auto& impact : list_departements(reader, round->id)) figures.emplace(impact.departement, impact);
  return figures;
}

Departements read_departements(Reader& reader, catalogue::Catalogue catalogue) {
  Departements departements;
  departements.round = newest_round(reader, catalogue.programme.id);
  departements.catalogue = std::move(catalogue);
  auto figures = figures_by_code(reader, departements.round);
  for (auto& place : places::list_departements(reader)) {
    auto impact = figures[place.code];
    departements.list.push_back({std::move(place), std::move(impact)});
  }
  departements.elsewhere = figures[""];
  return departements;
}

Overview read_overview(Reader& reader, catalogue::Catalogue catalogue) {
  const auto programme = catalogue.programme.id;
  Overview overview;
  overview.departements = read_departements(reader, std::move(catalogue));
  overview.summary = summarise(reader, programme);
  overview.flows = list_flows(reader, programme);
  if (const auto& round = overview.departements.round) overview.unmet = list_unmet(reader, round->id);
  overview.networks = list_networks(reader, programme);
  overview.donors = list_donors(reader, programme);
  return overview;
}

std::vector<needs::NeedSum> approved_needs(Reader& reader, RoundId round, std::string_view departement) {
  std::vector<needs::NeedSum> kept;
  for (auto& sum : needs::sum_needs(reader, round))
    if (sum.departement == departement && sum.state == needs::NeedState::approved) kept.push_back(std::move(sum));
  return needs::roll_up(kept, {.audience = true, .product = true});
}

void add(DepartementImpact& total, const DepartementImpact& part) {
  total.structures += part.structures;
  total.people_in_need += part.people_in_need;
  total.asked += part.asked;
  total.allocated += part.allocated;
  total.handed_over += part.handed_over;
  total.reached.equipped += part.reached.equipped;
  total.reached.connected += part.reached.connected;
}

}  // namespace

Result<catalogue::Catalogue> Desk::programme() const { return database_->read(read_catalogue); }

Result<Overview> Desk::overview() const {
  return database_->read([](Reader& reader) -> Result<Overview> {
    RELAIS_TRY(auto catalogue, read_catalogue(reader));
    return read_overview(reader, std::move(catalogue));
  });
}

Result<Departements> Desk::departements() const {
  return database_->read([](Reader& reader) -> Result<Departements> {
    RELAIS_TRY(auto catalogue, read_catalogue(reader));
    return read_departements(reader, std::move(catalogue));
  });
}

Result<OneDepartement> Desk::departement(std::string_view code) const {
  return database_->read([&](Reader& reader) -> Result<OneDepartement> {
    RELAIS_TRY(auto catalogue, read_catalogue(reader));
    auto place = places::find_departement(reader, code);
    if (!place) return Refusal(web::refusals::not_found);
    OneDepartement one{.catalogue = std::move(catalogue), .round = {}, .departement = {}, .needs = {}};
    one.round = newest_round(reader, one.catalogue.programme.id);
    one.departement = {*std::move(place), figures_by_code(reader, one.round)[std::string(code)]};
    if (one.round) one.needs = approved_needs(reader, one.round->id, code);
    return one;
  });
}

DepartementImpact total_of(const Departements& departements) {
  DepartementImpact total = departements.elsewhere;
  for (const auto& departement : departements.list) add(total, departement.figures);
  return total;
}

}  // namespace relais::impact
