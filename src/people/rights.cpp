#include "people/rights.hpp"

#include <algorithm>

#include "people/organisations.hpp"
#include "people/refusals.hpp"

namespace relais::people {
namespace {

using base::Refusal;
using base::Result;
using store::Reader;

constexpr auto none = Reach::none;
constexpr auto own = Reach::own;
constexpr auto with = Reach::with_structures;
constexpr auto dept = Reach::departement;
constexpr auto all = Reach::programme;

struct RightRow {
  Right right;
  std::string_view code;
  std::array<Reach, all_roles.size()> reach;  ///< in the order of all_roles
};

// Who may do what, and for whom. Below, in this order: what changes something, then what is only seen. What is public
// needs no right. Nobody here sees who a beneficiary is: that stays with the structure (docs/GLOSSARY.md, hand-over).
// clang-format off
constexpr std::array<RightRow, right_count> table{{
    //                                               coordi-     network      volun-       donor       auditor
    //                                               nator depot manager  structure  hotline   authority
    //                                                     worker         manager  teer  agent
    {Right::change_programme,  "change_programme",  {all,  none, none, none, none, none, none, none, none}},
    {Right::manage_accounts,   "manage_accounts",   {all,  none, with, own,  none, none, none, none, none}},
    {Right::accredit,          "accredit",          {all,  none, with, none, none, none, none, none, none}},
    {Right::pledge_gifts,      "pledge_gifts",      {all,  none, none, none, none, none, own,  none, none}},
    {Right::receive_gifts,     "receive_gifts",     {all,  own,  none, none, none, none, none, none, none}},
    {Right::move_stock,        "move_stock",        {all,  own,  none, none, none, none, none, none, none}},
    {Right::run_census,        "run_census",        {all,  none, with, none, none, none, none, none, none}},
    {Right::state_needs,       "state_needs",       {all,  none, with, own,  none, none, none, none, none}},
    {Right::allocate,          "allocate",          {all,  none, none, none, none, none, none, none, none}},
    {Right::ship,              "ship",              {all,  own,  none, none, none, none, none, none, none}},
    {Right::receive_shipments, "receive_shipments", {all,  none, with, own,  own,  none, none, none, none}},
    {Right::hand_over,         "hand_over",         {all,  none, none, own,  own,  none, none, none, none}},
    {Right::answer_calls,      "answer_calls",      {all,  none, none, none, none, all,  none, none, none}},

    {Right::read_programme,    "read_programme",    {all,  all,  all,  all,  all,  all,  all,  all,  all}},
    {Right::read_gifts,        "read_gifts",        {all,  all,  none, none, none, none, own,  dept, all}},
    {Right::read_stock,        "read_stock",        {all,  own,  with, own,  own,  none, none, dept, all}},
    {Right::read_needs,        "read_needs",        {all,  none, with, own,  none, none, none, dept, all}},
    {Right::read_allocations,  "read_allocations",  {all,  all,  with, own,  none, none, none, dept, all}},
    {Right::read_shipments,    "read_shipments",    {all,  own,  with, own,  own,  none, none, dept, all}},
    {Right::read_hand_overs,   "read_hand_overs",   {all,  none, with, own,  own,  none, none, dept, all}},
    {Right::read_impact,       "read_impact",       {all,  all,  with, own,  own,  none, own,  dept, all}},
    {Right::read_audit,        "read_audit",        {none, none, none, none, none, none, none, none, all}},
}};
// clang-format on

const RightRow& row_of(Right right) {
  const auto& row = table[static_cast<std::size_t>(right)];
  RELAIS_CHECK(row.right == right);
  return row;
}

/// Adds what one role reaches; whether that is the whole programme.
bool adds_whole_programme(Reader& reader, const Membership& membership, Reach reach,
                          std::unordered_set<OrganisationId>& organisations) {
  const auto add = [&](const std::vector<OrganisationId>& ids) { organisations.insert(ids.begin(), ids.end()); };
  organisations.insert(membership.organisation);
  if (reach == Reach::programme) return true;
  if (reach == Reach::with_structures) add(list_structures_of(reader, membership.organisation));
  if (reach != Reach::departement) return false;
  const auto departement = get_organisation(reader, membership.organisation).departement;
  if (departement.empty()) return true;
  add(list_organisations_in(reader, membership.programme, departement));
  return false;
}

}  // namespace

std::string_view code_of(Right right) { return row_of(right).code; }

std::optional<Right> parse_right(std::string_view code) {
  for (const auto& row : table)
    if (row.code == code) return row.right;
  return std::nullopt;
}

Reach reach_of(Role role, Right right) { return row_of(right).reach[static_cast<std::size_t>(role)]; }

bool has_right(const Actor& actor, Right right, ProgrammeId programme) {
  return !organisations_with_right(actor, right, programme).empty();
}

std::vector<OrganisationId> organisations_with_right(const Actor& actor, Right right, ProgrammeId programme) {
  std::vector<OrganisationId> found;
  if (!actor.is_in_scope(right)) return found;
  for (const auto& membership : actor.memberships())
    if (membership.programme == programme && reach_of(membership.role, right) != Reach::none)
      found.push_back(membership.organisation);
  return found;
}

Result<Coverage> coverage_of(Reader& reader, const Actor& actor, Right right, ProgrammeId programme) {
  std::unordered_set<OrganisationId> organisations;
  if (!actor.is_in_scope(right)) return Refusal(refused::not_allowed);
  for (const auto& membership : actor.memberships()) {
    const auto reach = reach_of(membership.role, right);
    if (membership.programme != programme || reach == Reach::none) continue;
    if (adds_whole_programme(reader, membership, reach, organisations)) return Coverage::all_of(programme);
  }
  if (organisations.empty()) return Refusal(refused::not_allowed);
  return Coverage::some_of(programme, std::move(organisations));
}

}  // namespace relais::people
