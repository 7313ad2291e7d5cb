#include "accounts/accounts.hpp"

#include <algorithm>
#include <cctype>

#include "base/reference.hpp"
#include "outbox/outbox.hpp"

namespace relais::accounts {

using people::OrganisationKind;

std::string reference_of_number(std::int64_t number) { return base::format_reference('U', number); }

std::string actor_name(std::string_view reference) { return "account:" + std::string(reference); }

std::optional<std::string> normal_email(std::string_view text) {
  auto address = outbox::parse_mail_address(text);
  // By the standard the part before the @ may mind its case; no provider of today does, and people do not.
  if (address)
    std::transform(address->begin(), address->end(), address->begin(), [](unsigned char c) { return std::tolower(c); });
  return address;
}

bool fits(Role role, OrganisationKind kind) {
  switch (role) {
    case Role::coordinator:
    case Role::hotline_agent:
      return kind == OrganisationKind::coordinator;
    case Role::depot_worker:
      return kind == OrganisationKind::depot;
    case Role::network_manager:
      return kind == OrganisationKind::network;
    case Role::structure_manager:
    case Role::structure_volunteer:
      return kind == OrganisationKind::structure;
    case Role::donor:
      return kind == OrganisationKind::donor;
    case Role::authority:
      return kind == OrganisationKind::authority;
    case Role::auditor:
      return kind == OrganisationKind::coordinator || kind == OrganisationKind::authority;
  }
  return false;
}

std::vector<Role> roles_of(OrganisationKind kind) {
  std::vector<Role> roles;
  std::copy_if(people::all_roles.begin(), people::all_roles.end(), std::back_inserter(roles),
               [&](Role role) { return fits(role, kind); });
  return roles;
}

bool is_privileged(Role role) {
  return role == Role::coordinator || role == Role::depot_worker || role == Role::auditor;
}

}  // namespace relais::accounts
