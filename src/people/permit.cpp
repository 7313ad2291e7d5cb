#include "people/permit.hpp"

#include <pwd.h>
#include <unistd.h>

#include <vector>

#include "people/refusals.hpp"

namespace relais::people {

base::Result<> ScopedPermit::check(ProgrammeId programme) const {
  if (!coverage_.covers(programme)) return base::Refusal(refused::not_yours);
  return base::Done{};
}

base::Result<> ScopedPermit::check(ProgrammeId programme, OrganisationId organisation) const {
  if (!coverage_.covers(programme, organisation)) return base::Refusal(refused::not_yours);
  return base::Done{};
}

FullPermit permit_of_command_line() {
  const auto user = geteuid();
  std::vector<char> buffer(16'384);
  passwd entry{};
  passwd* found = nullptr;
  getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
  return FullPermit("cli:" + (found != nullptr ? std::string(found->pw_name) : std::to_string(user)));
}

}  // namespace relais::people
