#include "accounts/api_tokens.hpp"

#include "base/reference.hpp"

namespace relais::accounts {
namespace {

constexpr std::chrono::minutes note_use_every{1};

bool stays_with_people(Right right) { return right == Right::manage_accounts || right == Right::read_audit; }

}  // namespace

std::string reference_of_token(std::int64_t number) { return base::format_reference('T', number); }

Role program_role_of(people::OrganisationKind kind) {
  switch (kind) {
    case people::OrganisationKind::donor:
      return Role::donor;
    case people::OrganisationKind::coordinator:
      return Role::coordinator;
    case people::OrganisationKind::network:
      return Role::network_manager;
    case people::OrganisationKind::structure:
      return Role::structure_manager;
    case people::OrganisationKind::authority:
      return Role::authority;
    case people::OrganisationKind::depot:
      return Role::depot_worker;
  }
  RELAIS_CHECK(false);
}

std::vector<Right> scopes_of(people::OrganisationKind kind) {
  std::vector<Right> scopes;
  for (int number = 0; number < people::right_count; ++number) {
    const auto right = static_cast<Right>(number);
    if (!stays_with_people(right) && people::reach_of(program_role_of(kind), right) != people::Reach::none)
      scopes.push_back(right);
  }
  return scopes;
}

bool is_worth_touching(const Bearer& bearer, base::Instant now) {
  return !bearer.seen_at || now - *bearer.seen_at >= note_use_every;
}

}  // namespace relais::accounts
