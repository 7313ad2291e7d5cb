#include "app/home.hpp"

#include "people/among.hpp"

namespace relais::app {
namespace {

using people::Coverage;
using people::ProgrammeId;
using store::Reader;

/// Each count is one indexed query, narrowed to the organisations that are covered. `values` begins with the programme.
std::int64_t count_of(Reader& reader, ProgrammeId programme, std::string_view begin, const Coverage& coverage,
                      const std::vector<std::string>& columns, std::string_view end = "") {
  std::vector<store::Parameter> values{programme};
  const auto sql = std::string(begin) + people::among(coverage, columns, values) + std::string(end);
  auto rows = reader.query(sql, values);
  RELAIS_CHECK(rows.next());
  return rows.integer(0);
}

constexpr auto select_open_pledges = "SELECT COUNT(*) FROM gifts_pledge WHERE programme_id = $1 AND state = 'open'";
constexpr auto select_proposals =
    "SELECT COUNT(*) FROM allocation_allocation WHERE programme_id = $1 AND state = 'proposed'";
constexpr auto select_prepared =
    "SELECT COUNT(*) FROM shipments_shipment WHERE programme_id = $1 AND state = 'prepared'";
constexpr auto select_on_the_way =
    "SELECT COUNT(*) FROM shipments_shipment WHERE programme_id = $1 AND state = 'dispatched'";
constexpr auto select_submitted =
    "SELECT COUNT(*) FROM needs_round r JOIN needs_need n ON n.round_id = r.id "
    "WHERE r.programme_id = $1 AND n.state = 'submitted'";
// Who needs nothing has answered; what was sent back is to be answered again.
constexpr auto select_unanswered =
    "SELECT COUNT(*) FROM needs_round r JOIN people_organisation o ON o.programme_id = r.programme_id "
    "WHERE r.programme_id = $1 AND r.state = 'open' AND o.kind = 'structure' AND NOT EXISTS "
    "(SELECT 1 FROM needs_answer w WHERE w.round_id = r.id AND w.structure_id = o.id AND w.sent_back_at IS NULL)";
// A network is done with those that it endorsed; the coordination decides on them.
constexpr auto select_applications =
    "SELECT COUNT(*) FROM accreditation_application a WHERE a.programme_id = $1 AND a.state IN ('submitted', "
    "'endorsed')";
constexpr auto select_submitted_applications =
    "SELECT COUNT(*) FROM accreditation_application a WHERE a.programme_id = $1 AND a.state = 'submitted'";
constexpr auto select_on_shelves =
    "SELECT COALESCE(CAST(SUM(b.quantity) AS BIGINT), 0) FROM ledger_account a "
    "JOIN ledger_balance b ON b.account_id = a.id WHERE a.programme_id = $1 AND a.kind = 'shelf'";
constexpr auto select_held_back =
    "SELECT COALESCE(CAST(SUM(b.quantity) AS BIGINT), 0) FROM ledger_account a "
    "JOIN ledger_balance b ON b.account_id = a.id WHERE a.programme_id = $1 AND a.kind IN ('quarantine', 'workshop')";
constexpr auto select_waiting_people =
    "SELECT COALESCE(CAST(SUM(n.people) AS BIGINT), 0) FROM needs_round r JOIN needs_need n ON n.round_id = r.id "
    "WHERE r.programme_id = $1 AND n.state = 'approved' AND n.quantity > (SELECT COALESCE(SUM(l.granted), 0) "
    "FROM allocation_allocation a JOIN allocation_line l ON l.allocation_id = a.id AND l.need_id = n.id "
    "WHERE a.round_id = r.id AND a.state = 'approved')";

}  // namespace

std::int64_t count_open_pledges(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  return count_of(reader, programme, select_open_pledges, coverage, {"donor_id"});
}
std::int64_t count_proposals(Reader& reader, ProgrammeId programme) {
  return reader.integer(select_proposals, {programme});
}
std::int64_t count_prepared(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  return count_of(reader, programme, select_prepared, coverage, {"depot_id"});
}
std::int64_t count_on_the_way(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  return count_of(reader, programme, select_on_the_way, coverage, {"structure_id"});
}
std::int64_t count_submitted_needs(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  return count_of(reader, programme, select_submitted, coverage, {"n.structure_id"});
}
std::int64_t count_unanswered(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  return count_of(reader, programme, select_unanswered, coverage, {"o.id"});
}
std::int64_t count_applications(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  return count_of(reader, programme, coverage.organisations() ? select_submitted_applications : select_applications,
                  coverage, {"a.network_id"});
}
std::int64_t count_on_shelves(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  return count_of(reader, programme, select_on_shelves, coverage, {"a.holder_id"});
}
std::int64_t count_held_back(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  return count_of(reader, programme, select_held_back, coverage, {"a.holder_id"});
}
std::int64_t count_waiting_people(Reader& reader, ProgrammeId programme, const Coverage& coverage) {
  return count_of(reader, programme, select_waiting_people, coverage, {"n.structure_id"});
}

}  // namespace relais::app
