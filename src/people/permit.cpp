#include "people/permit.hpp"

#include <pwd.h>
#include <unistd.h>

#include <vector>

namespace relais::people {

Permit permit_of_command_line() {
  const auto user = geteuid();
  std::vector<char> buffer(16'384);
  passwd entry{};
  passwd* found = nullptr;
  getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
  return Permit("cli:" + (found != nullptr ? std::string(found->pw_name) : std::to_string(user)));
}

}  // namespace relais::people
