#include "accounts/accounts.hpp"

namespace relais::accounts {
namespace {

using store::Reader;
using store::Rows;

constexpr auto select_members =
    "SELECT m.id, a.number, a.display_name, a.email, m.organisation_id, o.code, o.name, m.role, m.valid_until, "
    "(SELECT COUNT(*) FROM accounts_second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL), "
    "(SELECT MAX(s.seen_at) FROM accounts_session s WHERE s.account_id = a.id) "
    "FROM accounts_membership m JOIN accounts_account a ON a.id = m.account_id "
    "JOIN people_organisation o ON o.id = m.organisation_id "
    "WHERE m.ended_at IS NULL AND o.programme_id = $1 AND m.id > $2 AND "
    "(CAST($3 AS BIGINT) = 0 OR m.organisation_id = $3 OR o.network_id = $3) AND "
    "(CAST($4 AS BIGINT) = 0 OR m.id = $4) ORDER BY m.id LIMIT $5";

Member read_member(const Rows& rows) {
  const auto role = people::parse_role(rows.text(7));
  RELAIS_CHECK(role.has_value());
  return {.membership = rows.id<MembershipId>(0),
          .account_reference = reference_of_number(rows.integer(1)),
          .display_name = PersonalText(rows.string(2)),
          .email = PersonalText(rows.string(3)),
          .organisation = rows.id<OrganisationId>(4),
          .organisation_code = rows.string(5),
          .organisation_name = rows.string(6),
          .role = *role,
          .until = rows.is_null(8) ? std::nullopt : std::optional(rows.day(8)),
          .has_second_factor = rows.boolean(9),
          .seen_at = rows.is_null(10) ? std::nullopt : std::optional(rows.instant(10))};
}

}  // namespace

std::vector<Member> list_members(Reader& reader, const people::AccountPermit& permit, ProgrammeId programme,
                                 const MemberFilter& filter) {
  std::vector<Member> members;
  const auto& coverage = permit.coverage();
  if (!coverage.covers(programme) && !coverage.covers(programme, filter.organisation)) return members;
  for (auto rows = reader.query(select_members, {programme, filter.after, filter.organisation, 0, filter.members_max});
       rows.next();)
    if (coverage.covers(programme, rows.id<OrganisationId>(4))) members.push_back(read_member(rows));
  return members;
}

std::optional<Member> find_member(Reader& reader, const people::AccountPermit& permit, ProgrammeId programme,
                                  MembershipId membership) {
  auto rows = reader.query(select_members, {programme, 0, 0, membership, 1});
  if (!rows.next() || !permit.coverage().covers(programme, rows.id<OrganisationId>(4))) return std::nullopt;
  return read_member(rows);
}

}  // namespace relais::accounts
