#include <array>
#include <utility>

#include "ledger/ledger.hpp"

namespace relais::ledger {
namespace {

constexpr std::array<std::pair<AccountKind, std::string_view>, 10> account_codes{{
    {AccountKind::donor, "donor"},
    {AccountKind::depot, "depot"},
    {AccountKind::reserved, "reserved"},
    {AccountKind::quarantine, "quarantine"},
    {AccountKind::workshop, "workshop"},
    {AccountKind::in_transit, "in_transit"},
    {AccountKind::shelf, "shelf"},
    {AccountKind::handed_over, "handed_over"},
    {AccountKind::lost, "lost"},
    {AccountKind::recycled, "recycled"},
}};

constexpr std::array<std::pair<Reason, std::string_view>, 11> reason_codes{{
    {Reason::gift_received, "gift_received"},
    {Reason::surplus_received, "surplus_received"},
    {Reason::reserved, "reserved"},
    {Reason::reservation_released, "reservation_released"},
    {Reason::dispatched, "dispatched"},
    {Reason::received, "received"},
    {Reason::discrepancy, "discrepancy"},
    {Reason::handed_over, "handed_over"},
    {Reason::returned, "returned"},
    {Reason::adjusted, "adjusted"},
    {Reason::reversed, "reversed"},
}};

template <class Table, class Value>
std::string_view code_in(const Table& table, Value value) {
  for (const auto& [candidate, code] : table)
    if (candidate == value) return code;
  base::throw_defect("a value without a code", __FILE__, __LINE__);
}

}  // namespace

std::string_view code_of(AccountKind kind) { return code_in(account_codes, kind); }

std::optional<AccountKind> parse_account_kind(std::string_view code) {
  for (const auto& [kind, candidate] : account_codes)
    if (candidate == code) return kind;
  return std::nullopt;
}

bool is_outside(AccountKind kind) {
  return kind == AccountKind::donor || kind == AccountKind::handed_over || kind == AccountKind::lost ||
         kind == AccountKind::recycled;
}

std::string_view code_of(Reason reason) { return code_in(reason_codes, reason); }

std::optional<Reason> parse_reason(std::string_view code) {
  for (const auto& [reason, candidate] : reason_codes)
    if (candidate == code) return reason;
  return std::nullopt;
}

}  // namespace relais::ledger
