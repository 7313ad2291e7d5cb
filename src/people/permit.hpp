#pragma once
/// The proof that someone may change something, as a type: a call that changes something asks for its own kind of
/// permit, and only `people` makes one, so the question cannot be forgotten.

#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/result.hpp"
#include "people/ids.hpp"

namespace relais::accounts {
struct Verified;
}

namespace relais::people {

/// Who acts. What is written down asks for no more than this.
class Permit {
 public:
  /// As it is written into the ledger: `cli:name` or `account:U-…`. Not personal data.
  const std::string& actor() const { return actor_; }

 private:
  friend class ScopedPermit;
  friend class FullPermit;
  friend struct accounts::Verified;  // for what a person does to their own account
  explicit Permit(std::string actor) : actor_(std::move(actor)) {}
  std::string actor_;
};

/// Whose affairs a permit is about: all, those of one programme, or those of some organisations of it.
class Coverage {
 public:
  static Coverage everything() { return Coverage({}, std::nullopt); }
  static Coverage all_of(ProgrammeId programme) { return Coverage(programme, std::nullopt); }
  static Coverage some_of(ProgrammeId programme, std::unordered_set<OrganisationId> organisations) {
    return Coverage(programme, std::move(organisations));
  }

  bool covers(ProgrammeId programme) const { return is_of(programme) && !organisations_; }
  bool covers(ProgrammeId programme, OrganisationId organisation) const {
    return is_of(programme) && (!organisations_ || organisations_->contains(organisation));
  }
  /// The organisations, when it is not all of them.
  const std::optional<std::unordered_set<OrganisationId>>& organisations() const { return organisations_; }

 private:
  Coverage(ProgrammeId programme, std::optional<std::unordered_set<OrganisationId>> organisations)
      : programme_(programme), organisations_(std::move(organisations)) {}
  bool is_of(ProgrammeId programme) const { return !programme_ || programme_ == programme; }

  ProgrammeId programme_;  ///< none: every one
  std::optional<std::unordered_set<OrganisationId>> organisations_;
};

/// A permit for one kind of affairs, of those whom it covers.
class ScopedPermit : public Permit {
 public:
  const Coverage& coverage() const { return coverage_; }
  /// Refuses  not_yours: the whole programme is not the actor's.
  base::Result<> check(ProgrammeId programme) const;
  /// Refuses  not_yours: the organisation is not the actor's.
  base::Result<> check(ProgrammeId programme, OrganisationId organisation) const;

 protected:
  ScopedPermit(std::string actor, Coverage coverage) : Permit(std::move(actor)), coverage_(std::move(coverage)) {}

 private:
  Coverage coverage_;
};

class FullPermit;
struct Grant;

template <class Affairs>
class PermitFor final : public ScopedPermit {
  friend class FullPermit;
  friend struct Grant;
  using ScopedPermit::ScopedPermit;
};

using ProgrammePermit = PermitFor<struct ProgrammeAffairs>;  ///< organisations, kinds, targets
using AccountPermit = PermitFor<struct AccountAffairs>;      ///< who may sign in, and as what
using GiftPermit = PermitFor<struct GiftAffairs>;            ///< pledges of a donor, receipts of a depot
using StockPermit = PermitFor<struct StockAffairs>;          ///< goods inside a depot
using CensusPermit = PermitFor<struct CensusAffairs>;        ///< rounds, and the review of needs
using NeedPermit = PermitFor<struct NeedAffairs>;            ///< what a structure asks for
using AccreditPermit = PermitFor<struct AccreditAffairs>;
using AllocatePermit = PermitFor<struct AllocateAffairs>;
using ShipPermit = PermitFor<struct ShipAffairs>;        ///< what a depot prepares and dispatches
using ReceivePermit = PermitFor<struct ReceiveAffairs>;  ///< what a structure counts in
using HandOverPermit = PermitFor<struct HandOverAffairs>;
using HotlinePermit = PermitFor<struct HotlineAffairs>;
using ReadPermit = PermitFor<struct ReadAffairs>;  ///< seeing what is not public

/// Whoever can open the database file may do everything: it turns into each permit, over everything.
class FullPermit final : public Permit {
 public:
  template <class Affairs>
  operator PermitFor<Affairs>() const {  // NOLINT(google-explicit-constructor)
    return PermitFor<Affairs>(actor(), Coverage::everything());
  }

 private:
  friend FullPermit permit_of_command_line();
  friend FullPermit permit_of_test();
  explicit FullPermit(std::string actor) : Permit(std::move(actor)) {}
};

/// For a command run on the machine that holds the database; the actor is the system's user.
FullPermit permit_of_command_line();
/// For tests only; no program links it outside of them.
FullPermit permit_of_test();

}  // namespace relais::people
