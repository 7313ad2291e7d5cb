#include <sstream>

#include <fmt/format.h>

#include "accounts/access_pages.hpp"
#include "audit/audit.hpp"
#include "base/text.hpp"
#include "tabular/writer.hpp"
#include "web/form.hpp"
#include "web/i18n.hpp"

namespace relais::accounts {
namespace {

using base::Result;
using people::Right;
using store::Reader;
using web::Data;
using web::Request;
using web::Response;
using web::translate;

constexpr std::int64_t records_of_a_page = 50;
constexpr std::int64_t records_of_a_file = 100'000;
constexpr std::string_view trail_fields[] = {"actor", "action", "subject"};

audit::RecordFilter filter_of(const Request& request, std::int64_t records_max) {
  return {.actor = std::string(request.query.text("actor")),
          .action = std::string(request.query.text("action")),
          .subject = std::string(request.query.text("subject")),
          .before = audit::RecordId{base::parse_integer(request.query.text("before")).value_or(0)},
          .records_max = records_max};
}

Result<std::vector<audit::Record>> records_for(const Gate& gate, const Request& request, const Visit& visit,
                                               std::int64_t records_max) {
  return gate.database().read([&](Reader& reader) -> Result<std::vector<audit::Record>> {
    RELAIS_TRY(const auto permit, visit.permit<Right::read_audit>(reader));
    return audit::list_records(reader, permit, visit.programme(), filter_of(request, records_max));
  });
}

/// The same filter, from another record on or as a file.
std::string address_with(const Request& request, std::string_view path, std::string_view before) {
  std::string address(path);
  char joint = '?';
  for (const auto field : trail_fields) {
    const auto value = request.query.text(field);
    if (value.empty()) continue;
    address += fmt::format("{}{}={}", joint, field, web::percent_encode(value));
    joint = '&';
  }
  return before.empty() ? address : address + fmt::format("{}before={}", joint, before);
}

Data record_rows(const std::vector<audit::Record>& records) {
  Data rows(Data::type::list);
  for (const auto& record : records) {
    Data row;
    row.set("at", base::iso_instant(record.at));
    row.set("actor", record.actor);
    row.set("action", record.event.action);
    row.set("subject", record.event.subject);
    row.set("organisation", record.organisation_code);
    row.set("address", record.event.address);
    rows << row;
  }
  return rows;
}

Response show_trail(const Gate& gate, const Request& request, const Visit& visit) {
  auto records = records_for(gate, request, visit, records_of_a_page + 1);
  if (!records) return gate.site().refusal(request, records.refusal());
  const bool has_next = records->size() > records_of_a_page;
  if (has_next) records->pop_back();
  Data data;
  data.set("records", record_rows(*records));
  data.set("is_empty", records->empty());
  data.set("has_next", has_next);
  data.set("next",
           has_next ? address_with(request, "/audit", std::to_string(records->back().id.value)) : std::string());
  data.set("file", address_with(request, "/audit.csv", ""));
  for (const auto field : trail_fields) data.set(std::string(field), std::string(request.query.text(field)));
  return gate.site().page(request, "accounts/trail", {.title = translate(request.language, "Piste d’audit")}, data);
}

/// Dates in UTC, with the hash that chains each record, so that the file can be compared with the database.
Response trail_file(const Gate& gate, const Request& request, const Visit& visit) {
  const auto records = records_for(gate, request, visit, records_of_a_file);
  if (!records) return gate.site().refusal(request, records.refusal());
  std::ostringstream out;
  tabular::CsvWriter csv(
      out, request.language == base::Language::french ? tabular::Dialect::french_excel : tabular::Dialect::spreadsheet);
  csv.row({"at", "actor", "action", "subject", "organisation", "address", "hash"});
  for (const auto& record : *records)
    csv.row({base::iso_instant(record.at), record.actor, record.event.action, record.event.subject,
             record.organisation_code, record.event.address, record.hash});
  return web::download(out.str(), "text/csv; charset=utf-8", "audit.csv");
}

}  // namespace

void add_trail_pages(Gate& gate) {
  gate.members("GET", "/audit", Right::read_audit,
               [&gate](const Request& request, const Visit& visit) { return show_trail(gate, request, visit); });
  gate.members("GET", "/audit.csv", Right::read_audit,
               [&gate](const Request& request, const Visit& visit) { return trail_file(gate, request, visit); });
}

}  // namespace relais::accounts
