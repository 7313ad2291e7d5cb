#include "audit/audit.hpp"

#include <fmt/format.h>

#include "audit/chain.hpp"

namespace relais::audit {
namespace {

using store::Reader;
using store::Transaction;

constexpr auto count_same_request = "SELECT COUNT(*) FROM audit_record WHERE actor = $1 AND request = $2";
constexpr auto select_last = "SELECT position, hash FROM audit_record WHERE strand = $1 ORDER BY position DESC LIMIT 1";
constexpr auto insert_record =
    "INSERT INTO audit_record (id, strand, position, recorded_at, actor, action, subject, address, programme_id, "
    "organisation_id, request, previous_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

template <class Id>
std::optional<std::int64_t> or_null(Id id) {
  return id ? std::optional(id.value) : std::nullopt;
}

}  // namespace

void record(Transaction& transaction, const people::Permit& permit, const Event& event) {
  if (!event.request.empty() && transaction.integer(count_same_request, {permit.actor(), event.request}) > 0) return;
  std::string previous(genesis_hash);
  std::int64_t position = 0;
  if (auto last = transaction.query(select_last, {transaction.lane()}); last.next()) {
    position = last.integer(0);
    previous = last.string(1);
  }
  const RecordFields fields{.strand = transaction.lane(),
                            .position = position + 1,
                            .previous_hash = previous,
                            .id = transaction.next_id(),
                            .recorded_at = base::to_integer(transaction.now()),
                            .programme = event.programme.value,
                            .organisation = event.on_behalf.value,
                            .actor = permit.actor(),
                            .action = event.action,
                            .subject = event.subject,
                            .address = event.address,
                            .request = event.request};
  const auto request = event.request.empty() ? std::nullopt : std::optional<std::string_view>(event.request);
  transaction.execute(insert_record, {fields.id, fields.strand, fields.position, fields.recorded_at, fields.actor,
                                      fields.action, fields.subject, fields.address, or_null(event.programme),
                                      or_null(event.on_behalf), request, previous, record_hash(fields)});
}

namespace {

constexpr auto select_records =
    "SELECT r.id, r.recorded_at, r.actor, r.action, r.subject, r.address, COALESCE(r.programme_id, 0), "
    "COALESCE(r.organisation_id, 0), COALESCE(o.code, ''), r.hash FROM audit_record r "
    "LEFT JOIN people_organisation o ON o.id = r.organisation_id "
    "WHERE (r.programme_id = $1 OR r.programme_id IS NULL) AND ($2 = '' OR r.actor = $2) "
    "AND ($3 = '' OR r.action = $3) AND ($4 = '' OR r.subject = $4) AND (CAST($5 AS BIGINT) = 0 OR r.id < $5) "
    "ORDER BY r.id DESC LIMIT $6";

}  // namespace

std::vector<Record> list_records(Reader& reader, const people::ReadPermit& permit, ProgrammeId programme,
                                 const RecordFilter& filter) {
  std::vector<Record> records;
  if (!permit.coverage().covers(programme)) return records;
  for (auto rows = reader.query(
           select_records, {programme, filter.actor, filter.action, filter.subject, filter.before, filter.records_max});
       rows.next();)
    records.push_back(
        {rows.id<RecordId>(0),
         rows.instant(1),
         rows.string(2),
         {rows.string(3), rows.string(4), rows.string(5), rows.id<ProgrammeId>(6), rows.id<OrganisationId>(7), {}},
         rows.string(8),
         rows.string(9)});
  return records;
}

namespace {

constexpr auto select_chain =
    "SELECT strand, position, previous_hash, id, recorded_at, COALESCE(programme_id, 0), COALESCE(organisation_id, 0), "
    "actor, action, subject, address, COALESCE(request, ''), hash FROM audit_record ORDER BY strand, position";

/// What is wrong with a record that should follow `previous` at `position`; empty when nothing is.
std::string fault_of(const store::Rows& rows, std::int64_t position, std::string_view previous) {
  if (rows.integer(1) != position) return fmt::format("{} is missing", position);
  if (rows.text(2) != previous) return "it does not name the one before";
  const RecordFields fields{.strand = rows.integer(0),
                            .position = rows.integer(1),
                            .previous_hash = rows.text(2),
                            .id = rows.integer(3),
                            .recorded_at = rows.integer(4),
                            .programme = rows.integer(5),
                            .organisation = rows.integer(6),
                            .actor = rows.text(7),
                            .action = rows.text(8),
                            .subject = rows.text(9),
                            .address = rows.text(10),
                            .request = rows.text(11)};
  return record_hash(fields) == rows.text(12) ? "" : "its hash is not that of its content";
}

}  // namespace

Verification verify(Reader& reader) {
  Verification found;
  std::optional<std::int64_t> strand;
  std::int64_t position = 0;
  std::string previous;
  for (auto rows = reader.query(select_chain); rows.next();) {
    if (strand != rows.integer(0)) {
      strand = rows.integer(0);
      position = 0;
      previous = genesis_hash;
      ++found.strands;
    }
    ++found.records;
    if (auto fault = fault_of(rows, ++position, previous); !fault.empty()) {
      found.fault = fmt::format("record {} of strand {}: {}", rows.integer(1), *strand, fault);
      return found;
    }
    previous = rows.string(12);
  }
  return found;
}

}  // namespace relais::audit
