#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "catalogue/catalogue.hpp"
#include "people/ids.hpp"

namespace relais::people {

/// What a person is for an organisation. One may hold several, in several organisations and programmes.
enum class Role {
  coordinator,
  depot_worker,
  network_manager,
  structure_manager,
  structure_volunteer,
  hotline_agent,
  donor,
  authority,
  auditor
};
inline constexpr std::array all_roles{Role::coordinator,
                                      Role::depot_worker,
                                      Role::network_manager,
                                      Role::structure_manager,
                                      Role::structure_volunteer,
                                      Role::hotline_agent,
                                      Role::donor,
                                      Role::authority,
                                      Role::auditor};
std::string_view code_of(Role role);
std::optional<Role> parse_role(std::string_view code);
const catalogue::Label& label_of(Role role);

/// A role in an organisation of a programme; it ends after its last day.
struct Membership {
  ProgrammeId programme;
  OrganisationId organisation;
  Role role = Role::structure_volunteer;
  std::optional<base::Day> until = {};  ///< the last day; none: without end

  bool counts_on(base::Day day) const { return !until || day <= *until; }
  bool operator==(const Membership&) const = default;
};

}  // namespace relais::people
