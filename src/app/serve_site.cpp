#include "app/serve_site.hpp"

#include "accounts/access_pages.hpp"
#include "accreditation/accreditation_pages.hpp"
#include "allocation/allocation_desk_pages.hpp"
#include "allocation/allocation_pages.hpp"
#include "app/guide.hpp"
#include "app/home.hpp"
#include "catalogue/newest.hpp"
#include "directory/directory_pages.hpp"
#include "gifts/gift_pages.hpp"
#include "handover/hand_over_pages.hpp"
#include "impact/impact_pages.hpp"
#include "impact/member_pages.hpp"
#include "ledger/stock_pages.hpp"
#include "needs/census_pages.hpp"
#include "shipments/shipment_pages.hpp"
#include "web/i18n.hpp"

std::span<const relais::base::EmbeddedFile> relais_app_openapi();
std::span<const relais::base::EmbeddedFile> relais_app_templates();

namespace relais::app {
namespace {

using people::Right;

/// The site's own name stands in while there is no programme, or no database: an outage has a page too.
std::string name_of_programme(store::Database& database, base::Language language) {
  try {
    const auto programme =
        database.read([](store::Reader& reader) { return catalogue::find_newest_programme(reader); });
    if (programme) return programme->name.in(language);
  } catch (const store::Outage&) {
  }
  return "Relais";
}

bool may(const accounts::Visitor& visitor, Right right) {
  const auto& all = visitor.actor.memberships();
  return std::any_of(all.begin(), all.end(), [&](const people::Membership& membership) {
    return people::reach_of(membership.role, right) != people::Reach::none;
  });
}

/// Where the navigation leads, in groups; nobody sees what is not for them, nor what the site does not have.
struct Place {
  std::string_view group;  ///< French; "": always in sight
  std::string_view path;
  std::string_view label;  ///< French
};
constexpr std::string_view goods_group = web::to_translate("Biens");
constexpr std::string_view sharing_group = web::to_translate("Partage");
constexpr std::string_view people_group = web::to_translate("Qui participe");
constexpr Place all_places[] = {
    {"", "/home", web::to_translate("Accueil")},
    {"", "/", web::to_translate("Tableau de bord")},
    {"", "/directory", web::to_translate("Annuaire")},
    {"", "/impact", web::to_translate("Bilan")},
    {goods_group, "/gifts", web::to_translate("Dons")},
    {goods_group, "/stock", web::to_translate("Stock")},
    {goods_group, "/shipments", web::to_translate("Expéditions")},
    {goods_group, "/hand-overs", web::to_translate("Remettre")},
    {sharing_group, "/census", web::to_translate("Recensement")},
    {sharing_group, "/needs", web::to_translate("Besoins")},
    {sharing_group, "/allocations", web::to_translate("Attributions")},
    {people_group, "/accreditation", web::to_translate("Habilitations")},
    {people_group, "/members", web::to_translate("Comptes")},
    {people_group, "/tokens", web::to_translate("Jetons")},
    {people_group, "/webhooks", web::to_translate("Webhooks")},
    {people_group, "/audit", web::to_translate("Audit")},
};
constexpr std::size_t links_in_sight_max = 6;

/// Few links stand side by side; many are grouped, so that a phone shows a line or two of them.
std::vector<web::Link> navigation(const accounts::Gate& gate, const accounts::Visitor* visitor,
                                  base::Language language) {
  std::vector<const Place*> seen;
  for (const auto& place : all_places)
    if (leads_somewhere(gate, visitor, place.path)) seen.push_back(&place);
  std::vector<web::Link> links;
  std::string_view group;
  for (const auto* place : seen) {
    if (place->group != group && seen.size() > links_in_sight_max)
      links.push_back({"", web::translate(language, place->group)});
    group = place->group;
    links.push_back({std::string(place->path), web::translate(language, place->label)});
  }
  return links;
}

}  // namespace

web::Frame FullSite::frame_of(const web::Request& request) const {
  const auto language = request.language;
  const auto* visitor = gate_.visitor_of(request);
  web::Frame frame{.programme = name_of_programme(database_, language),
                   .navigation = navigation(gate_, visitor, language),
                   .sign_out_path = {},
                   .sign_in_path = "/sign-in"};
  if (visitor == nullptr || visitor->standing != accounts::Standing::full) return frame;
  frame.actor = visitor->actor.display_name().reveal();
  frame.actor_path = "/account";
  frame.sign_out_path = "/sign-out";
  frame.form_token = gate_.form_token_of(request);
  return frame;
}

FullSite::FullSite(store::Database& database, const accounts::Key& key, accounts::GateOptions options)
    : database_(database),
      site_([this](const web::Request& request) { return frame_of(request); }),
      router_([this](const web::Request& request, const base::Refusal& refusal) {
        return site_.refusal(request, refusal);
      }),
      gate_(router_, site_, database, key, std::move(options)),
      computations_(database) {
  add_public_pages();
  accounts::add_access_pages(site_, gate_);
  site_.add_templates(relais_app_templates());
  add_home_page(gate_);
  allocation::add_allocation_desk(gate_, computations_);
  gifts::add_gift_pages(site_, gate_);
  needs::add_census_pages(site_, gate_);
  accreditation::add_accreditation_pages(site_, gate_);
  ledger::add_stock_pages(site_, gate_);
  impact::add_member_impact_pages(gate_);
  shipments::add_shipment_pages(site_, gate_);
  handover::add_hand_over_pages(site_, gate_);
  add_guide(site_, gate_, [this]() -> const ApiDocument& { return *document_; });
  document_.emplace(relais_app_openapi(), gate_.declarations());  // when every route is there
}

/// The slices whose pages know no Gate: what they show is public, but what compares trials.
void FullSite::add_public_pages() {
  web::Router open;
  site_.add_routes(open);
  impact::add_impact_pages(site_, open, database_);
  allocation::add_allocation_pages(site_, open, database_, [this](const web::Request& request) {
    const auto* visitor = gate_.visitor_of(request);
    return visitor != nullptr && visitor->standing == accounts::Standing::full && may(*visitor, Right::allocate);
  });
  directory::add_directory_pages(site_, open, database_, nullptr, gate_.options().site_url);
  gate_.adopt(open, {{"/allocations/{reference}/compare", Right::read_allocations},
                     {"/api/v1/allocations/{reference}/compare", Right::read_allocations}});
}

}  // namespace relais::app
