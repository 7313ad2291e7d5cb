#include "impact/sections_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "impact/words_pages.hpp"

namespace relais::impact {
namespace {

using base::Language;
using web::Data;
using web::format_number;
using web::translate;

void set_reached(Data& data, const Reached& reached, std::int64_t volume_gb, Language language) {
  data.set("equipped", format_number(language, reached.equipped));
  data.set("connected", format_number(language, reached.connected));
  data.set("volume_gb", format_number(language, volume_gb));
}

/// `1 200 sur 25 000 visées (4 %)`, or the number alone when nothing is aimed at.
Data measure_data(const std::string& name, std::int64_t people, std::optional<std::int64_t> target, Language language) {
  Data data;
  data.set("name", name);
  data.set("people", format_number(language, people));
  data.set("has_target", target.has_value());
  if (!target) return data;
  data.set("target", format_number(language, *target));
  data.set("per_cent", per_cent_text(language, permille_of(people, *target)));
  data.set("value", std::to_string(std::min(people, *target)));
  data.set("max", std::to_string(std::max<std::int64_t>(*target, 1)));
  return data;
}

Data measures_of(const AudienceImpact& impact, Language language) {
  Data measures(Data::type::list);
  if (impact.target_equipped || impact.reached.equipped > 0)
    measures << measure_data(translate(language, "équipées d’un appareil"), impact.reached.equipped,
                             impact.target_equipped, language);
  if (impact.target_connected || impact.reached.connected > 0)
    measures << measure_data(translate(language, "connectées"), impact.reached.connected, impact.target_connected,
                             language);
  return measures;
}

Data donor_kinds(const DonorImpact& donor, const catalogue::Catalogue& catalogue, Language language) {
  Data kinds(Data::type::list);
  for (const auto& kind : donor.kinds) {
    Data line;
    line.set("name", catalogue.kind(kind.kind).name.in(language));
    line.set("given", format_number(language, kind.given));
    line.set("handed_over", format_number(language, kind.handed_over));
    kinds << line;
  }
  return kinds;
}

}  // namespace

Data audience_list(const Summary& summary, Language language) {
  Data audiences(Data::type::list);
  for (const auto& impact : summary.by_audience) {
    Data audience;
    audience.set("code", std::string(code_of(impact.audience)));
    audience.set("name", label_of(impact.audience).in(language));
    audience.set("measures", measures_of(impact, language));
    audience.set("volume_gb", format_number(language, impact.volume_gb));
    audience.set("has_volume", impact.volume_gb > 0);
    audiences << audience;
  }
  return audiences;
}

Data unmet_rows(const std::vector<Unmet>& unmet, const catalogue::Catalogue& catalogue, Language language) {
  Data rows(Data::type::list);
  for (const auto& line : unmet) {
    Data row;
    row.set("audience", label_of(line.audience).in(language));
    row.set("product", catalogue.product(line.product).name.in(language));
    row.set("asked", format_number(language, line.asked));
    row.set("allocated", format_number(language, line.allocated));
    row.set("remaining", format_number(language, line.remaining()));
    row.set("people", format_number(language, line.people));
    row.set("coverage", per_cent_text(language, permille_of(line.allocated, line.asked)));
    rows << row;
  }
  return rows;
}

Data network_rows(const std::vector<NetworkImpact>& networks, Language language) {
  Data rows(Data::type::list);
  for (const auto& network : networks) {
    Data row;
    row.set("name", network.network ? network.name : translate(language, "Structures sans réseau"));
    row.set("structures", format_number(language, network.structures));
    set_reached(row, network.reached, network.volume_gb, language);
    rows << row;
  }
  return rows;
}

Data donor_rows(const std::vector<DonorImpact>& donors, const catalogue::Catalogue& catalogue, Language language) {
  Data rows(Data::type::list);
  for (const auto& donor : donors) {
    Data row;
    row.set("name", donor.name);
    row.set("kinds", donor_kinds(donor, catalogue, language));
    set_reached(row, donor.reached, donor.volume_gb, language);
    rows << row;
  }
  return rows;
}

Data need_rows(const OneDepartement& departement, Language language) {
  Data rows(Data::type::list);
  for (const auto& need : departement.needs) {
    Data row;
    row.set("audience", label_of(need.audience).in(language));
    row.set("product", departement.catalogue.product(need.product).name.in(language));
    row.set("structures", format_number(language, need.needs));
    row.set("people", format_number(language, need.people));
    row.set("quantity", format_number(language, need.quantity));
    rows << row;
  }
  return rows;
}

}  // namespace relais::impact
