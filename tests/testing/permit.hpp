#pragma once
#include "people/actor.hpp"
#include "people/permit.hpp"

namespace relais::people {

inline FullPermit permit_of_test() { return FullPermit("test"); }
inline Actor actor_of_test(std::vector<Membership> memberships, std::optional<std::vector<Right>> scopes) {
  return Actor("account:test", base::Personal<std::string>("Camille Essai"), std::move(memberships), std::move(scopes));
}

}  // namespace relais::people
