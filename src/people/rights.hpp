#pragma once
/// What a role may do, and for whom: one table, in rights.cpp. A right is used up by turning it into a permit.

#include <array>
#include <string_view>

#include "base/result.hpp"
#include "people/actor.hpp"
#include "people/permit.hpp"
#include "store/store.hpp"

namespace relais::people {

enum class Right {
  change_programme,
  manage_accounts,
  accredit,
  pledge_gifts,
  receive_gifts,
  move_stock,
  run_census,
  state_needs,
  allocate,
  ship,
  receive_shipments,
  hand_over,
  answer_calls,
  read_programme,
  read_gifts,
  read_stock,
  read_needs,
  read_allocations,
  read_shipments,
  read_hand_overs,
  read_impact,
  read_audit
};
inline constexpr int right_count = static_cast<int>(Right::read_audit) + 1;
/// Stable: `receive_gifts`. The scopes of tokens name it too.
std::string_view code_of(Right right);
std::optional<Right> parse_right(std::string_view code);

/// For whom a role has a right.
enum class Reach {
  none,
  own,              ///< its organisation
  with_structures,  ///< its organisation and, of a network, its structures
  departement,      ///< the organisations of its département; all of the programme for a national one
  programme         ///< all of the programme
};
Reach reach_of(Role role, Right right);

/// The kind of permit that a right turns into.
template <Right right>
struct PermitOfRight {
  using Type = ReadPermit;
};
// clang-format off
template <> struct PermitOfRight<Right::change_programme> { using Type = ProgrammePermit; };
template <> struct PermitOfRight<Right::manage_accounts> { using Type = AccountPermit; };
template <> struct PermitOfRight<Right::accredit> { using Type = AccreditPermit; };
template <> struct PermitOfRight<Right::pledge_gifts> { using Type = GiftPermit; };
template <> struct PermitOfRight<Right::receive_gifts> { using Type = GiftPermit; };
template <> struct PermitOfRight<Right::move_stock> { using Type = StockPermit; };
template <> struct PermitOfRight<Right::run_census> { using Type = CensusPermit; };
template <> struct PermitOfRight<Right::state_needs> { using Type = NeedPermit; };
template <> struct PermitOfRight<Right::allocate> { using Type = AllocatePermit; };
template <> struct PermitOfRight<Right::ship> { using Type = ShipPermit; };
template <> struct PermitOfRight<Right::receive_shipments> { using Type = ReceivePermit; };
template <> struct PermitOfRight<Right::hand_over> { using Type = HandOverPermit; };
template <> struct PermitOfRight<Right::answer_calls> { using Type = HotlinePermit; };
// clang-format on

/// Whether one of the actor's roles in the programme gives the right at all. Asks no query.
bool has_right(const Actor& actor, Right right, ProgrammeId programme);
/// The organisations for which the actor holds a role that gives the right, in the order of the memberships.
std::vector<OrganisationId> organisations_with_right(const Actor& actor, Right right, ProgrammeId programme);
/// Whose affairs the right reaches, over all roles of the actor. At most one query per role that reaches beyond its own
/// organisation.
/// Refuses  not_allowed.
base::Result<Coverage> coverage_of(store::Reader& reader, const Actor& actor, Right right, ProgrammeId programme);

/// Makes permits, for `permit` alone.
struct Grant {
 private:
  template <Right right>
  friend base::Result<typename PermitOfRight<right>::Type> permit(store::Reader&, const Actor&, ProgrammeId);
  template <class Permit>
  static Permit make(const Actor& actor, Coverage coverage) {
    return Permit(actor.name(), std::move(coverage));
  }
};

/// Turns a right of the actor into the permit that a call asks for:
/// `RELAIS_TRY(const auto permit, people::permit<Right::receive_gifts>(reader, actor, programme));`
///
/// Refuses  not_allowed.
template <Right right>
base::Result<typename PermitOfRight<right>::Type> permit(store::Reader& reader, const Actor& actor,
                                                         ProgrammeId programme) {
  RELAIS_TRY(auto coverage, coverage_of(reader, actor, right, programme));
  return Grant::make<typename PermitOfRight<right>::Type>(actor, std::move(coverage));
}

}  // namespace relais::people
