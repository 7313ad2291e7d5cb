#include "impact/member_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "accounts/table_pages.hpp"
#include "impact/members.hpp"
#include "impact/sections_pages.hpp"
#include "impact/words_pages.hpp"
#include "web/listing.hpp"

namespace relais::impact {
namespace {

using accounts::Visit;
using base::Language;
using base::Result;
using people::Right;
using store::Reader;
using web::Data;
using web::format_number;
using web::Request;
using web::Response;
using web::translate;

constexpr std::int64_t structures_of_a_page = 25;
constexpr std::int64_t structures_at_once = 1'000;
constexpr web::ListOrder structure_orders[] = {{"code", web::to_translate("le code")}};
constexpr std::int64_t bar_width = 200;

struct MemberImpact {
  catalogue::Catalogue catalogue;
  bool is_everything = false;
  Summary summary;
  std::vector<StructureImpact> structures;
  std::vector<DonorStory> donors;
};

Result<MemberImpact> member_impact(Reader& reader, const Visit& visit, const std::string& after) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_impact>(reader));
  const auto& coverage = permit.coverage();
  auto catalogue = catalogue::get_catalogue(reader, visit.programme());
  auto summary = summarise_of(reader, visit.programme(), coverage);
  auto structures = list_structure_impacts(reader, catalogue, coverage, after, structures_of_a_page + 1);
  auto donors = list_donor_stories(reader, catalogue, coverage);
  return MemberImpact{std::move(catalogue), !coverage.organisations(), std::move(summary), std::move(structures),
                      std::move(donors)};
}

Data structure_rows(const std::vector<StructureImpact>& structures, Language language) {
  Data rows(Data::type::list);
  for (const auto& one : structures) {
    Data row;
    row.set("name", one.name);
    row.set("departement", one.departement);
    row.set("equipped", format_number(language, one.reached.equipped));
    row.set("connected", format_number(language, one.reached.connected));
    row.set("on_shelf", format_number(language, one.on_shelf));
    row.set("in_transit", format_number(language, one.in_transit));
    rows << row;
  }
  return rows;
}

std::string bar_of(std::int64_t part, std::int64_t whole) {
  return std::to_string(whole == 0 ? 0 : std::min(bar_width, part * bar_width / whole));
}

/// Three bars a kind: pledged, received, handed over, to the scale of the longest.
Data way_of_gifts(const std::vector<DonorWay>& way, const catalogue::Catalogue& catalogue, Language language) {
  Data rows(Data::type::list);
  for (const auto& one : way) {
    const auto whole = std::max({one.pledged, one.received, one.handed_over});
    Data row;
    row.set("kind", catalogue.kind(one.kind).name.in(language));
    row.set("pledged", format_number(language, one.pledged));
    row.set("received", format_number(language, one.received));
    row.set("handed_over", format_number(language, one.handed_over));
    row.set("pledged_bar", bar_of(one.pledged, whole));
    row.set("received_bar", bar_of(one.received, whole));
    row.set("handed_over_bar", bar_of(one.handed_over, whole));
    rows << row;
  }
  return rows;
}

Data donor_stories(const MemberImpact& impact, Language language) {
  Data list(Data::type::list);
  for (const auto& story : impact.donors) {
    Data data;
    data.set("name", story.impact.name);
    data.set("equipped", format_number(language, story.impact.reached.equipped));
    data.set("connected", format_number(language, story.impact.reached.connected));
    data.set("volume_gb", format_number(language, story.impact.volume_gb));
    data.set("way", way_of_gifts(story.way, impact.catalogue, language));
    list << data;
  }
  return list;
}

Response show_member_impact(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  const auto listing = web::read_listing(request, structure_orders);
  auto impact = gate.database().read([&](Reader& reader) { return member_impact(reader, visit, listing.after); });
  if (!impact) return gate.site().refusal(request, impact.refusal());
  const auto language = request.language;
  auto& structures = impact->structures;
  const bool has_next = std::ssize(structures) > structures_of_a_page;
  if (has_next) structures.pop_back();
  Data data;
  web::set_listing(data, request, listing, structure_orders, has_next ? structures.back().code : std::string());
  data.set("xlsx", "/impact.xlsx");
  data.set("is_illustrative", impact->catalogue.programme.is_illustrative);
  data.set("is_everything", impact->is_everything);
  data.set("equipped", format_number(language, impact->summary.reached.equipped));
  data.set("connected", format_number(language, impact->summary.reached.connected));
  data.set("volume_gb", format_number(language, impact->summary.volume_gb));
  data.set("structures_count", format_number(language, impact->summary.structures));
  data.set("audiences", audience_list(impact->summary, language));
  data.set("structures", structure_rows(structures, language));
  data.set("has_structures", !structures.empty());
  data.set("has_people", impact->summary.hand_overs > 0 || !structures.empty());
  data.set("donors", donor_stories(*impact, language));
  data.set("has_donors", !impact->donors.empty());
  data.set("is_empty", structures.empty() && impact->donors.empty());
  return gate.site().page(request, "impact/members", {.title = translate(language, "Bilan")}, data);
}

Result<> write_structures(Reader& reader, const Visit& visit, accounts::TableFile& table) {
  RELAIS_TRY(const auto permit, visit.permit<Right::read_impact>(reader));
  const auto catalogue = catalogue::get_catalogue(reader, visit.programme());
  std::string after;
  for (;;) {
    const auto some = list_structure_impacts(reader, catalogue, permit.coverage(), after, structures_at_once);
    for (const auto& one : some)
      table.row({one.code, one.name, one.departement, std::to_string(one.reached.equipped),
                 std::to_string(one.reached.connected), std::to_string(one.on_shelf), std::to_string(one.in_transit)});
    if (std::ssize(some) < structures_at_once) return base::Done{};
    after = some.back().code;
  }
}

Response download_structures(const accounts::Gate& gate, const Request& request, const Visit& visit) {
  constexpr auto count = tabular::CellKind::integer;
  const auto text = [&](std::string_view french) { return translate(request.language, french); };
  accounts::TableFile table(request, web::to_translate("bilan"),
                            {{text("Code")},
                             {text("Structure")},
                             {text("Département")},
                             {text("Personnes équipées"), count},
                             {text("Personnes connectées"), count},
                             {text("En rayon"), count},
                             {text("En route"), count}});
  const auto written = gate.database().read([&](Reader& reader) { return write_structures(reader, visit, table); });
  return written ? table.answer() : gate.site().refusal(request, written.refusal());
}

}  // namespace

void add_member_impact_pages(accounts::Gate& gate) {
  gate.members("GET", "/impact", Right::read_impact, [&gate](const Request& request, const Visit& visit) {
    return show_member_impact(gate, request, visit);
  });
  accounts::add_table(gate, "/impact", Right::read_impact, [&gate](const Request& request, const Visit& visit) {
    return download_structures(gate, request, visit);
  });
}

}  // namespace relais::impact
