#pragma once
#include "people/actor.hpp"
#include "people/permit.hpp"

namespace relais::people {

inline FullPermit permit_of_test() { return FullPermit("test"); }
inline Actor actor_of_test(std::vector<Membership> memberships) {
  return Actor("account:test", base::Personal<std::string>("Camille Essai"), std::move(memberships));
}

}  // namespace relais::people
