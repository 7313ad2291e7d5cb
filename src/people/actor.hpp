#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/personal.hpp"
#include "people/role.hpp"

namespace relais::accounts {
struct Verified;
}

namespace relais::people {

enum class Right;  // rights.hpp

/// A person who proved who they are, or a program of an organisation, and the roles that count today. Only `accounts`
/// makes one, from a session or a token that it has checked.
class Actor {
 public:
  /// How the ledger and the audit trail write who acts: `account:U-0001-…`, `token:T-0001-…`. Never a name or an
  /// address.
  const std::string& name() const { return name_; }
  /// For the top of the person's own pages; never for what is kept or shown to others.
  const base::Personal<std::string>& display_name() const { return display_name_; }
  const std::vector<Membership>& memberships() const { return memberships_; }
  /// Whether the right is within the scopes of the token that a program showed; a person has no such limit.
  bool is_in_scope(Right right) const {
    return !scopes_ || std::find(scopes_->begin(), scopes_->end(), right) != scopes_->end();
  }

 private:
  friend struct accounts::Verified;
  friend Actor actor_of_test(std::vector<Membership> memberships, std::optional<std::vector<Right>> scopes);
  Actor(std::string name, base::Personal<std::string> display_name, std::vector<Membership> memberships,
        std::optional<std::vector<Right>> scopes = {})
      : name_(std::move(name)),
        display_name_(std::move(display_name)),
        memberships_(std::move(memberships)),
        scopes_(std::move(scopes)) {}

  std::string name_;
  base::Personal<std::string> display_name_;
  std::vector<Membership> memberships_;
  std::optional<std::vector<Right>> scopes_;
};

/// For tests only; no program links it outside of them.
Actor actor_of_test(std::vector<Membership> memberships, std::optional<std::vector<Right>> scopes = {});

}  // namespace relais::people
