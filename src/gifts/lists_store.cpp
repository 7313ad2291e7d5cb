#include <map>

#include "gifts/lines.hpp"
#include "ledger/ledger.hpp"

namespace relais::gifts {

using store::Reader;

namespace {

// A line is there because it was pledged, or because it was received, or both. $2 is one pledge, or 0 for all.
constexpr auto select_gift_lines =
    "WITH received (pledge_id, kind_id, is_second_hand, quantity) AS ("
    "SELECT r.pledge_id, l.kind_id, l.is_second_hand, CAST(SUM(l.quantity) AS BIGINT) FROM gifts_receipt r "
    "JOIN gifts_receipt_line l ON l.receipt_id = r.id "
    "WHERE r.programme_id = $1 AND (CAST($2 AS BIGINT) = 0 OR r.pledge_id = $2) AND r.cancelled_at IS NULL "
    "GROUP BY r.pledge_id, l.kind_id, l.is_second_hand), "
    "line (pledge_id, kind_id, is_second_hand) AS ("
    "SELECT pledge_id, kind_id, is_second_hand FROM gifts_pledge_line "
    "UNION SELECT pledge_id, kind_id, is_second_hand FROM received) "
    "SELECT p.id, p.code, p.donor_id, o.name, p.state, line.kind_id, line.is_second_hand, COALESCE(l.quantity, 0), "
    "COALESCE(r.quantity, 0), l.expected_from, l.expected_until, k.volume_gb, "
    "COALESCE(l.for_audience, ''), COALESCE(l.for_departement, '') "
    "FROM gifts_pledge p JOIN line ON line.pledge_id = p.id JOIN people_organisation o ON o.id = p.donor_id "
    "JOIN catalogue_kind k ON k.id = line.kind_id "
    "LEFT JOIN gifts_pledge_line l ON l.pledge_id = p.id AND l.kind_id = line.kind_id "
    "AND l.is_second_hand = line.is_second_hand "
    "LEFT JOIN received r ON r.pledge_id = p.id AND r.kind_id = line.kind_id "
    "AND r.is_second_hand = line.is_second_hand "
    "WHERE p.programme_id = $1 AND (CAST($2 AS BIGINT) = 0 OR p.id = $2) "
    "ORDER BY p.code, p.id, k.position, line.is_second_hand";
constexpr auto select_pledge_id = "SELECT id FROM gifts_pledge WHERE programme_id = $1 AND code = $2";

Gift read_gift(const store::Rows& rows) {
  const auto state = parse_pledge_state(rows.text(4));
  RELAIS_CHECK(state.has_value());
  return {rows.id<PledgeId>(0), rows.string(1), rows.id<OrganisationId>(2), rows.string(3), *state, {}};
}

GiftLine read_line(const store::Rows& rows) {
  const auto day = [&](int column) { return rows.is_null(column) ? std::nullopt : std::optional(rows.day(column)); };
  return {rows.id<KindId>(5),
          rows.boolean(6),
          progress_of(rows.integer(7), rows.integer(8), rows.integer(11)),
          day(9),
          day(10),
          {catalogue::parse_audience(rows.text(12)), rows.string(13)}};
}

std::vector<Gift> read_gifts(Reader& reader, ProgrammeId programme, PledgeId one_or_none) {
  std::vector<Gift> gifts;
  for (auto rows = reader.query(select_gift_lines, {programme, one_or_none}); rows.next();) {
    if (gifts.empty() || gifts.back().id != rows.id<PledgeId>(0)) gifts.push_back(read_gift(rows));
    gifts.back().lines.push_back(read_line(rows));
  }
  return gifts;
}

}  // namespace

std::string version_of(const Gift& gift) {
  std::vector<PledgeLine> lines;
  for (const auto& line : gift.lines)
    if (line.progress.pledged > 0)
      lines.push_back({{line.kind, line.is_second_hand},
                       line.progress.pledged,
                       line.expected_from,
                       line.expected_until,
                       line.for_whom});
  return version_of_lines(std::move(lines));
}

std::vector<Gift> list_gifts(Reader& reader, ProgrammeId programme) { return read_gifts(reader, programme, {}); }

std::optional<Gift> find_gift(Reader& reader, ProgrammeId programme, std::string_view pledge_code) {
  PledgeId pledge;
  {
    auto rows = reader.query(select_pledge_id, {programme, pledge_code});
    if (!rows.next()) return std::nullopt;
    pledge = rows.id<PledgeId>(0);
  }
  return read_gifts(reader, programme, pledge).front();
}

namespace {

constexpr auto select_earmarked =
    "SELECT l.kind_id, COALESCE(l.for_audience, ''), COALESCE(l.for_departement, ''), "
    "CAST(SUM(t.quantity) AS BIGINT) FROM gifts_pledge p JOIN gifts_pledge_line l ON l.pledge_id = p.id "
    "JOIN gifts_receipt r ON r.pledge_id = p.id JOIN gifts_receipt_line t ON t.receipt_id = r.id "
    "AND t.kind_id = l.kind_id AND t.is_second_hand = 0 "
    "WHERE p.programme_id = $1 AND r.cancelled_at IS NULL AND l.is_second_hand = 0 "
    "AND (l.for_audience IS NOT NULL OR l.for_departement IS NOT NULL) "
    "GROUP BY l.kind_id, COALESCE(l.for_audience, ''), COALESCE(l.for_departement, '') ORDER BY 1, 2, 3";

}  // namespace

std::vector<Earmarked> list_earmarked(Reader& reader, ProgrammeId programme) {
  std::vector<Earmarked> earmarked;
  for (auto rows = reader.query(select_earmarked, {programme}); rows.next();)
    earmarked.push_back(
        {rows.id<KindId>(0), {catalogue::parse_audience(rows.text(1)), rows.string(2)}, rows.integer(3)});
  return earmarked;
}

std::vector<DonorTotal> list_donor_totals(Reader& reader, ProgrammeId programme) {
  std::map<std::pair<OrganisationId, KindId>, Progress> sums;
  for (const auto& gift : list_gifts(reader, programme))
    for (const auto& line : gift.lines) sums[{gift.donor, line.kind}] += line.progress;
  std::vector<DonorTotal> totals;
  for (const auto& [key, progress] : sums) totals.push_back({key.first, key.second, progress});
  return totals;
}

std::vector<Given> list_given(Reader& reader, ProgrammeId programme) {
  std::vector<Given> given;
  for (const auto& balance : ledger::list_balances(reader, programme, ledger::AccountKind::donor))
    given.push_back({balance.holder, balance.kind, -balance.quantity});
  return given;
}

namespace {

constexpr auto select_receipts =
    "SELECT r.id, r.depot_id, r.received_at, l.kind_id, l.is_second_hand, l.quantity, l.surplus FROM gifts_receipt r "
    "JOIN gifts_receipt_line l ON l.receipt_id = r.id WHERE r.pledge_id = $1 AND r.cancelled_at IS NULL "
    "ORDER BY r.id, l.kind_id, l.is_second_hand";

}  // namespace

std::vector<Receipt> list_receipts(Reader& reader, PledgeId pledge) {
  std::vector<Receipt> receipts;
  for (auto rows = reader.query(select_receipts, {pledge}); rows.next();) {
    const auto id = rows.id<ReceiptId>(0);
    if (receipts.empty() || receipts.back().id != id)
      receipts.push_back({id, pledge, rows.id<OrganisationId>(1), rows.instant(2), {}, false});
    receipts.back().lines.push_back({rows.id<KindId>(3), rows.boolean(4), rows.integer(5), rows.integer(6)});
  }
  return receipts;
}

namespace {

// What was counted in, less what its entries and their reversals put into inside accounts: 0 for each.
constexpr auto select_difference =
    "WITH entry (receipt_id, entry_id) AS ("
    "SELECT id, entry_id FROM gifts_receipt WHERE programme_id = $1 AND entry_id IS NOT NULL "
    "UNION ALL SELECT id, surplus_entry_id FROM gifts_receipt WHERE programme_id = $1 "
    "AND surplus_entry_id IS NOT NULL), "
    "moved (receipt_id, entry_id) AS (SELECT receipt_id, entry_id FROM entry "
    "UNION ALL SELECT entry.receipt_id, e.id FROM entry JOIN ledger_entry e ON e.reverses_id = entry.entry_id), "
    "count_in (receipt_id, kind_id, quantity) AS ("
    "SELECT r.id, l.kind_id, l.quantity FROM gifts_receipt r JOIN gifts_receipt_line l ON l.receipt_id = r.id "
    "WHERE r.programme_id = $1 AND r.cancelled_at IS NULL "
    "UNION ALL SELECT moved.receipt_id, p.kind_id, -p.quantity FROM moved "
    "JOIN ledger_posting p ON p.entry_id = moved.entry_id "
    "JOIN ledger_account a ON a.id = p.account_id AND a.is_outside = 0), "
    "difference (receipt_id) AS ("
    "SELECT receipt_id FROM count_in GROUP BY receipt_id, kind_id HAVING SUM(quantity) <> 0) "
    "SELECT r.request FROM gifts_receipt r WHERE r.id IN (SELECT receipt_id FROM difference) ORDER BY r.id LIMIT 1";

}  // namespace

std::optional<std::string> find_difference_with_ledger(Reader& reader, ProgrammeId programme) {
  auto rows = reader.query(select_difference, {programme});
  if (!rows.next()) return std::nullopt;
  return rows.string(0);
}

}  // namespace relais::gifts
