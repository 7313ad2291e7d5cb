#include "app/serve_site.hpp"

#include "accounts/access_pages.hpp"
#include "accreditation/accreditation_pages.hpp"
#include "allocation/allocation_pages.hpp"
#include "app/guide.hpp"
#include "catalogue/newest.hpp"
#include "directory/directory_pages.hpp"
#include "gifts/gift_pages.hpp"
#include "handover/hand_over_pages.hpp"
#include "impact/impact_pages.hpp"
#include "needs/census_pages.hpp"
#include "shipments/shipment_pages.hpp"
#include "web/i18n.hpp"

std::span<const relais::base::EmbeddedFile> relais_app_openapi();

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

/// What whoever keeps the accounts of an organisation looks after.
std::vector<web::Link> accounts_links(base::Language language) {
  return {{"/members", web::translate(language, "Comptes")},
          {"/tokens", web::translate(language, "Jetons")},
          {"/webhooks", web::translate(language, "Webhooks")}};
}

bool may(const accounts::Visitor& visitor, Right right) {
  const auto& all = visitor.actor.memberships();
  return std::any_of(all.begin(), all.end(), [&](const people::Membership& membership) {
    return people::reach_of(membership.role, right) != people::Reach::none;
  });
}

}  // namespace

web::Frame FullSite::frame_of(const web::Request& request) const {
  const auto language = request.language;
  web::Frame frame{.programme = name_of_programme(database_, language),
                   .navigation = {{"/", web::translate(language, "Tableau de bord")},
                                  {"/allocations", web::translate(language, "Attributions")},
                                  {"/directory", web::translate(language, "Annuaire")}},
                   .sign_out_path = {},
                   .sign_in_path = "/sign-in"};
  const auto* visitor = gate_.visitor_of(request);
  if (visitor == nullptr || visitor->standing != accounts::Standing::full) return frame;
  if (may(*visitor, Right::read_gifts)) frame.navigation.push_back({"/gifts", web::translate(language, "Dons")});
  // Whoever answers for one structure goes straight to its answer.
  if (may(*visitor, Right::state_needs) && !may(*visitor, Right::run_census))
    frame.navigation.push_back({"/needs", web::translate(language, "Vos besoins")});
  else if (may(*visitor, Right::read_needs))
    frame.navigation.push_back({"/census", web::translate(language, "Recensement")});
  if (may(*visitor, Right::read_shipments))
    frame.navigation.push_back({"/shipments", web::translate(language, "Expéditions")});
  if (may(*visitor, Right::hand_over))
    frame.navigation.push_back({"/hand-overs", web::translate(language, "Remettre")});
  if (may(*visitor, Right::accredit))
    frame.navigation.push_back({"/accreditation", web::translate(language, "Habilitations")});
  if (may(*visitor, Right::manage_accounts))
    for (auto& link : accounts_links(language)) frame.navigation.push_back(std::move(link));
  if (may(*visitor, Right::read_audit)) frame.navigation.push_back({"/audit", web::translate(language, "Audit")});
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
      gate_(router_, site_, database, key, std::move(options)) {
  add_public_pages();
  accounts::add_access_pages(site_, gate_);
  gifts::add_gift_pages(site_, gate_);
  needs::add_census_pages(site_, gate_);
  accreditation::add_accreditation_pages(site_, gate_);
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
  allocation::add_allocation_pages(site_, open, database_);
  directory::add_directory_pages(site_, open, database_, nullptr, gate_.options().site_url);
  gate_.adopt(open, {{"/allocations/{reference}/compare", Right::read_allocations},
                     {"/api/v1/allocations/{reference}/compare", Right::read_allocations}});
}

}  // namespace relais::app
