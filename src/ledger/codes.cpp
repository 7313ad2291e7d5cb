#include "base/codes.hpp"
#include "ledger/ledger.hpp"

namespace relais::ledger {
namespace {

constexpr base::Codes<AccountKind, 10> account_codes{{
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

constexpr base::Codes<Reason, 11> reason_codes{{
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

}  // namespace

std::string_view code_of(AccountKind kind) { return base::code_in(account_codes, kind); }

std::optional<AccountKind> parse_account_kind(std::string_view code) { return base::value_in(account_codes, code); }

bool is_outside(AccountKind kind) {
  return kind == AccountKind::donor || kind == AccountKind::handed_over || kind == AccountKind::lost ||
         kind == AccountKind::recycled;
}

std::string_view code_of(Reason reason) { return base::code_in(reason_codes, reason); }

std::optional<Reason> parse_reason(std::string_view code) { return base::value_in(reason_codes, code); }

}  // namespace relais::ledger
