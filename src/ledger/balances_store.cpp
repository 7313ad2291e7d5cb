#include "ledger/ledger.hpp"

namespace relais::ledger {
namespace {

using store::Reader;
using store::Transaction;

constexpr auto select_account = "SELECT id FROM ledger_account WHERE holder_id = $1 AND kind = $2";
constexpr auto insert_account =
    "INSERT INTO ledger_account (id, programme_id, kind, holder_id, is_outside) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (holder_id, kind) DO NOTHING";

constexpr auto select_balance = "SELECT quantity FROM ledger_balance WHERE account_id = $1 AND kind_id = $2";
constexpr auto select_balances =
    "SELECT a.holder_id, b.kind_id, b.quantity FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id "
    "WHERE a.programme_id = $1 AND a.kind = $2 AND b.quantity <> 0 ORDER BY a.holder_id, b.kind_id";
constexpr auto select_balances_of =
    "SELECT a.holder_id, b.kind_id, b.quantity FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id "
    "WHERE a.holder_id = $1 AND a.kind = $2 AND b.quantity <> 0 ORDER BY b.kind_id";
constexpr auto select_sums =
    "SELECT a.kind, b.kind_id, CAST(SUM(b.quantity) AS BIGINT) FROM ledger_account a "
    "JOIN ledger_balance b ON b.account_id = a.id WHERE a.programme_id = $1 "
    "GROUP BY a.kind, b.kind_id HAVING SUM(b.quantity) <> 0 ORDER BY a.kind, b.kind_id";

}  // namespace

std::optional<AccountId> find_account(Reader& reader, AccountKind kind, OrganisationId holder) {
  auto rows = reader.query(select_account, {holder, code_of(kind)});
  if (!rows.next()) return std::nullopt;
  return rows.id<AccountId>(0);
}

AccountId open_account(Transaction& transaction, ProgrammeId programme, AccountKind kind, OrganisationId holder) {
  if (const auto found = find_account(transaction, kind, holder)) return *found;
  transaction.execute(insert_account,
                      {transaction.next_id(), programme, code_of(kind), holder, is_outside(kind) ? 1 : 0});
  const auto opened = find_account(transaction, kind, holder);
  RELAIS_CHECK(opened.has_value());
  return *opened;
}

std::int64_t balance_of(Reader& reader, AccountId account, KindId kind) {
  auto rows = reader.query(select_balance, {account, kind});
  return rows.next() ? rows.integer(0) : 0;
}

std::vector<Balance> list_balances(Reader& reader, ProgrammeId programme, AccountKind kind) {
  std::vector<Balance> balances;
  for (auto rows = reader.query(select_balances, {programme, code_of(kind)}); rows.next();)
    balances.push_back({rows.id<OrganisationId>(0), kind, rows.id<KindId>(1), rows.integer(2)});
  return balances;
}

std::vector<Balance> balances_of(Reader& reader, AccountKind kind, OrganisationId holder) {
  std::vector<Balance> balances;
  for (auto rows = reader.query(select_balances_of, {holder, code_of(kind)}); rows.next();)
    balances.push_back({rows.id<OrganisationId>(0), kind, rows.id<KindId>(1), rows.integer(2)});
  return balances;
}

std::vector<Balance> sum_balances(Reader& reader, ProgrammeId programme) {
  std::vector<Balance> balances;
  for (auto rows = reader.query(select_sums, {programme}); rows.next();) {
    const auto kind = parse_account_kind(rows.text(0));
    RELAIS_CHECK(kind.has_value());
    balances.push_back({OrganisationId{}, *kind, rows.id<KindId>(1), rows.integer(2)});
  }
  return balances;
}

}  // namespace relais::ledger
