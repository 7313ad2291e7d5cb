#include "people/role.hpp"

#include "base/codes.hpp"

namespace relais::people {
namespace {

constexpr base::Codes<Role, all_roles.size()> role_codes{{{Role::coordinator, "coordinator"},
                                                          {Role::depot_worker, "depot_worker"},
                                                          {Role::network_manager, "network_manager"},
                                                          {Role::structure_manager, "structure_manager"},
                                                          {Role::structure_volunteer, "structure_volunteer"},
                                                          {Role::hotline_agent, "hotline_agent"},
                                                          {Role::donor, "donor"},
                                                          {Role::authority, "authority"},
                                                          {Role::auditor, "auditor"}}};

}  // namespace

std::string_view code_of(Role role) { return base::code_in(role_codes, role); }
std::optional<Role> parse_role(std::string_view code) { return base::value_in(role_codes, code); }

const catalogue::Label& label_of(Role role) {
  static const catalogue::Label labels[] = {{"coordination", "coordinator"},
                                            {"dépôt", "depot worker"},
                                            {"responsable de réseau", "network manager"},
                                            {"responsable de structure", "structure manager"},
                                            {"bénévole de structure", "structure volunteer"},
                                            {"permanence téléphonique", "hotline agent"},
                                            {"donateur", "donor"},
                                            {"collectivité", "authority"},
                                            {"contrôle", "auditor"}};
  return labels[static_cast<std::size_t>(role)];
}

}  // namespace relais::people
