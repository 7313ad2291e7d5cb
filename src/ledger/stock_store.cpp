#include "ledger/stock.hpp"

#include <array>
#include <limits>

#include "ledger/refusals.hpp"
#include "people/among.hpp"

namespace relais::ledger {
namespace {

using people::Coverage;
using people::OrganisationKind;
using store::Reader;

constexpr std::string_view select_holders =
    "SELECT o.id, o.code, o.name, o.departement, o.kind FROM people_organisation o "
    "WHERE o.programme_id = $1 AND o.code > $2 AND o.kind IN ('depot', 'structure') AND ($3 = '' OR o.kind = $3) "
    "AND EXISTS (SELECT 1 FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id "
    "WHERE a.holder_id = o.id AND a.is_outside = 0 AND b.quantity <> 0)";
constexpr std::string_view by_code = " ORDER BY o.code LIMIT $4";
constexpr std::string_view select_holdings =
    "SELECT a.holder_id, a.kind, b.kind_id, b.quantity FROM ledger_account a "
    "JOIN ledger_balance b ON b.account_id = a.id WHERE a.is_outside = 0 AND b.quantity <> 0 AND a.holder_id IN (";
constexpr std::string_view by_kind = ") ORDER BY a.holder_id, b.kind_id, a.kind";

// The page is cut at entries, so that none is shown in part.
constexpr auto select_movements =
    "SELECT p.entry_id, e.recorded_at, e.reason, e.about, e.actor, p.kind_id, p.quantity, COALESCE(t.reason, ''), "
    "CASE WHEN EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = e.id) THEN 1 ELSE 0 END "
    "FROM (SELECT DISTINCT entry_id FROM ledger_posting WHERE account_id = $1 AND entry_id < $2 "
    "ORDER BY entry_id DESC LIMIT $3) w "
    "JOIN ledger_entry e ON e.id = w.entry_id JOIN ledger_posting p ON p.entry_id = e.id AND p.account_id = $1 "
    "LEFT JOIN ledger_stocktake t ON t.entry_id = e.id ORDER BY p.entry_id DESC, p.line";

void read_holdings(Reader& reader, std::vector<Holder>& holders) {
  std::vector<OrganisationId> ids;
  for (const auto& holder : holders) ids.push_back(holder.id);
  std::vector<store::Parameter> values;
  const auto list = people::placeholders_of(values, ids);
  for (auto rows = reader.query(std::string(select_holdings) + list + std::string(by_kind), values); rows.next();) {
    const auto account = parse_account_kind(rows.text(1));
    RELAIS_CHECK(account.has_value());
    for (auto& holder : holders)
      if (holder.id == rows.id<OrganisationId>(0))
        holder.holdings.push_back({*account, rows.id<KindId>(2), rows.integer(3)});
  }
}

}  // namespace

bool is_countable(AccountKind kind) {
  return kind == AccountKind::depot || kind == AccountKind::quarantine || kind == AccountKind::workshop ||
         kind == AccountKind::shelf;
}

const catalogue::Label& label_of(AccountKind kind) {
  static const std::array<catalogue::Label, 10> labels{{{"donateur", "donor"},
                                                        {"libre", "free"},
                                                        {"réservé", "reserved"},
                                                        {"quarantaine", "quarantine"},
                                                        {"atelier", "workshop"},
                                                        {"en route", "in transit"},
                                                        {"en rayon", "on the shelf"},
                                                        {"remis", "handed over"},
                                                        {"perdu", "lost"},
                                                        {"recyclé", "recycled"}}};
  return labels.at(static_cast<std::size_t>(kind));
}

const catalogue::Label& label_of(Reason reason) {
  static const std::array<catalogue::Label, 11> labels{{{"don reçu", "gift received"},
                                                        {"surplus d’un don", "surplus of a gift"},
                                                        {"réservé", "reserved"},
                                                        {"réservation libérée", "reservation released"},
                                                        {"expédié", "dispatched"},
                                                        {"reçu par la structure", "received by the structure"},
                                                        {"écart à la réception", "discrepancy at receipt"},
                                                        {"remis à des personnes", "handed over to people"},
                                                        {"rendu", "returned"},
                                                        {"inventaire", "stocktake"},
                                                        {"écriture contraire", "reversal"}}};
  return labels.at(static_cast<std::size_t>(reason));
}

std::vector<Holder> list_holders(Reader& reader, ProgrammeId programme, const Coverage& coverage,
                                 const HolderFilter& filter) {
  std::vector<store::Parameter> values{
      programme, filter.after, filter.kind ? people::code_of(*filter.kind) : std::string_view(""), filter.holders_max};
  const auto sql = std::string(select_holders) + people::among(coverage, {"o.id"}, values) + std::string(by_code);
  std::vector<Holder> holders;
  for (auto rows = reader.query(sql, values); rows.next();) {
    const auto kind = people::parse_organisation_kind(rows.text(4));
    RELAIS_CHECK(kind.has_value());
    holders.push_back({rows.id<OrganisationId>(0), rows.string(1), rows.string(2), rows.string(3), *kind, {}});
  }
  if (!holders.empty()) read_holdings(reader, holders);
  return holders;
}

std::vector<Movement> list_movements(Reader& reader, AccountId account, EntryId before, std::int64_t entries_max) {
  constexpr auto newest = std::numeric_limits<std::int64_t>::max();
  std::vector<Movement> movements;
  for (auto rows = reader.query(select_movements, {account, before ? before.value : newest, entries_max});
       rows.next();) {
    const auto reason = parse_reason(rows.text(2));
    RELAIS_CHECK(reason.has_value());
    movements.push_back({rows.id<EntryId>(0), rows.instant(1), *reason, rows.string(3), rows.string(4),
                         rows.id<KindId>(5), rows.integer(6), rows.string(7), rows.boolean(8)});
  }
  return movements;
}

}  // namespace relais::ledger
