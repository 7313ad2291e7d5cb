#pragma once
#include "people/actor.hpp"
#include "people/permit.hpp"

namespace relais::accounts {

/// The only maker of actors, from a session or a token that was found, and of what a person does to their own account.
/// For the files of this slice.
struct Verified {
  static people::Actor actor(std::string name, base::Personal<std::string> display_name,
                             std::vector<people::Membership> memberships) {
    return {std::move(name), std::move(display_name), std::move(memberships)};
  }
  /// A program that showed a token of an organisation.
  static people::Actor program(std::string name, people::Membership membership, std::vector<people::Right> scopes) {
    return {std::move(name), base::Personal<std::string>(""), {membership}, std::move(scopes)};
  }
  static people::Permit own_affairs(std::string actor) { return people::Permit(std::move(actor)); }
};

}  // namespace relais::accounts
