#include "accounts/demo.hpp"

#include <array>

#include "app/demo/demo.hpp"

namespace relais::app::demo {
namespace {

using people::Role;

struct RoleOfDemo {
  Role role;
  const char* organisation;  ///< its code; empty: the first accredited structure of the network below
};
constexpr std::array roles_of_demo{RoleOfDemo{Role::coordinator, "association"},
                                   RoleOfDemo{Role::depot_worker, "depot-ile-de-france"},
                                   RoleOfDemo{Role::network_manager, "croix-rouge"},
                                   RoleOfDemo{Role::structure_manager, ""},
                                   RoleOfDemo{Role::structure_volunteer, ""},
                                   RoleOfDemo{Role::hotline_agent, "association"},
                                   RoleOfDemo{Role::donor, "operateur"},
                                   RoleOfDemo{Role::authority, "departement-64"},
                                   RoleOfDemo{Role::auditor, "association"}};

/// A structure of the network, so that the network's and the structure's accounts see the same goods.
people::OrganisationId organisation_for(store::Reader& reader, const Demo& demo, const RoleOfDemo& one) {
  const std::string code = *one.organisation != '\0' ? one.organisation : "croix-rouge";
  const auto found = people::find_organisation(reader, demo.programme(), code);
  RELAIS_CHECK(found.has_value());
  if (*one.organisation != '\0') return found->id;
  for (const auto id : people::list_structures_of(reader, found->id))
    if (people::get_organisation(reader, id).accreditation == people::Accreditation::accredited) return id;
  base::throw_defect("the demonstration has no accredited structure of this network", __FILE__, __LINE__);
}

}  // namespace

void make_accounts(Demo& demo) {
  const auto key = demo.session.open_key(demo.database);
  for (const auto& one : roles_of_demo) {
    accounts::DemoAccount draft;
    const std::string code(people::code_of(one.role));
    draft.email = code + "@demo.example";
    draft.name = people::label_of(one.role).in(base::Language::french);
    draft.password = accounts::new_demo_password();
    draft.role = one.role;
    draft.organisation = demo.database.read([&](store::Reader& reader) { return organisation_for(reader, demo, one); });
    const auto saved = demo.session.value(accounts::add_demo_account(demo.database, demo.permit, key, draft));
    demo.note(saved != people::Saved::unchanged);
  }
  demo.database.read([&](store::Reader& reader) {
    for (const auto& account : accounts::list_demo_accounts(reader, key, base::SystemClock().now()))
      print(demo.session, "  {:<34} {}", "  {:<34} {}", account.email, account.password);
    return 0;
  });
  print(demo.session,
        "  Ces mots de passe n'ouvrent que « relais serve --demo », dont la page de connexion les montre.",
        "  These passwords open `relais serve --demo` alone, whose sign-in page shows them.");
}

}  // namespace relais::app::demo
