#include <algorithm>

#include <fmt/format.h>

#include "handover/records.hpp"

namespace relais::handover {
namespace {

using store::Reader;
using store::Rows;
using store::Transaction;

constexpr std::string_view select_records =
    "SELECT h.id, h.structure_id, h.audience, h.product_id, h.people, h.day FROM handover_record h ";
const std::string select_by_request = std::string(select_records) + "WHERE h.programme_id = $1 AND h.request = $2";
const std::string select_page =
    std::string(select_records) +
    "WHERE h.programme_id = $1 AND (CAST($2 AS BIGINT) = 0 OR h.structure_id = $2) AND h.id > $3 "
    "ORDER BY h.id LIMIT $4";
const std::string select_latest =
    std::string(select_records) + "WHERE h.programme_id = $1 AND h.structure_id = $2 ORDER BY h.id DESC LIMIT $3";
// Over the same ids as the page of records.
constexpr auto select_items =
    "SELECT i.record_id, i.kind_id, i.quantity FROM handover_record h JOIN handover_item i ON i.record_id = h.id "
    "JOIN catalogue_kind k ON k.id = i.kind_id "
    "WHERE h.programme_id = $1 AND (CAST($2 AS BIGINT) = 0 OR h.structure_id = $2) AND h.id >= $3 AND h.id <= $4 "
    "ORDER BY i.record_id, k.code";

HandOver hand_over_of(const Rows& rows) {
  const auto audience = catalogue::parse_audience(rows.text(2));
  RELAIS_CHECK(audience.has_value());
  return {rows.id<HandOverId>(0),
          rows.id<OrganisationId>(1),
          *audience,
          rows.id<ProductId>(3),
          rows.integer(4),
          rows.day(5),
          {},
          false};
}

std::vector<HandOver> all_of(Rows rows) {
  std::vector<HandOver> records;
  while (rows.next()) records.push_back(hand_over_of(rows));
  return records;
}

/// Both in the order of their ids.
void add_items(std::vector<HandOver>& records, Rows rows) {
  auto record = records.begin();
  while (rows.next()) {
    while (record->id != rows.id<HandOverId>(0)) ++record;
    record->given.push_back({rows.id<KindId>(1), rows.integer(2)});
  }
}

constexpr auto count_structures =
    "SELECT COUNT(*) FROM people_organisation WHERE id = $1 AND programme_id = $2 AND kind = 'structure'";
constexpr auto insert_record =
    "INSERT INTO handover_record (id, programme_id, request, structure_id, audience, product_id, people, day, "
    "recorded_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr auto insert_item = "INSERT INTO handover_item (record_id, kind_id, quantity) VALUES ($1, $2, $3)";

// Both sides as one column each, so that a row missing on either side shows.
constexpr auto select_fault =
    "SELECT o.code, k.code, CAST(SUM(v.recorded) AS BIGINT), CAST(SUM(v.held) AS BIGINT) FROM ("
    "SELECT h.structure_id AS structure_id, i.kind_id AS kind_id, i.quantity AS recorded, 0 AS held "
    "FROM handover_record h JOIN handover_item i ON i.record_id = h.id WHERE h.programme_id = $1 "
    "UNION ALL SELECT a.holder_id, b.kind_id, 0, b.quantity FROM ledger_account a "
    "JOIN ledger_balance b ON b.account_id = a.id WHERE a.kind = 'handed_over' AND a.programme_id = $1) v "
    "JOIN people_organisation o ON o.id = v.structure_id JOIN catalogue_kind k ON k.id = v.kind_id "
    "GROUP BY o.code, k.code HAVING SUM(v.recorded) <> SUM(v.held) ORDER BY o.code, k.code LIMIT 1";

}  // namespace

std::optional<HandOver> find_by_request(Reader& reader, ProgrammeId programme, std::string_view request) {
  auto records = all_of(reader.query(select_by_request, {programme, request}));
  if (records.empty()) return std::nullopt;
  const auto id = records.front().id;
  add_items(records, reader.query(select_items, {programme, records.front().structure, id, id}));
  return records.front();
}

std::vector<HandOver> list_hand_overs(Reader& reader, ProgrammeId programme, const HandOverFilter& filter) {
  auto records = all_of(reader.query(select_page, {programme, filter.structure, filter.after, filter.records_max}));
  if (!records.empty())
    add_items(records,
              reader.query(select_items, {programme, filter.structure, records.front().id, records.back().id}));
  return records;
}

std::vector<HandOver> list_latest_hand_overs(Reader& reader, ProgrammeId programme, OrganisationId structure,
                                             std::int64_t records_max) {
  auto records = all_of(reader.query(select_latest, {programme, structure, records_max}));
  std::reverse(records.begin(), records.end());
  if (!records.empty())
    add_items(records, reader.query(select_items, {programme, structure, records.front().id, records.back().id}));
  std::reverse(records.begin(), records.end());
  return records;
}

bool has_structure(Reader& reader, ProgrammeId programme, OrganisationId structure) {
  return reader.integer(count_structures, {structure, programme}) == 1;
}

void insert(Transaction& transaction, const HandOverPermit& permit, ProgrammeId programme, std::string_view request,
            const HandOver& made) {
  transaction.execute(insert_record, {made.id, programme, request, made.structure, catalogue::code_of(made.audience),
                                      made.product, made.people, made.day, transaction.now(), permit.actor()});
  for (const auto& part : made.given) transaction.execute(insert_item, {made.id, part.kind, part.quantity});
}

std::optional<Label> find_hand_over_fault(Reader& reader, ProgrammeId programme) {
  auto rows = reader.query(select_fault, {programme});
  if (!rows.next()) return std::nullopt;
  const auto structure = rows.string(0), kind = rows.string(1);
  const auto recorded = rows.integer(2), held = rows.integer(3);
  return Label{fmt::format("Structure {}, article {} : {} remis selon les remises, {} dans le compte.", structure, kind,
                           recorded, held),
               fmt::format("Structure {}, kind {}: {} handed over by records, {} in the account.", structure, kind,
                           recorded, held)};
}

}  // namespace relais::handover
