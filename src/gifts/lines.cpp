#include "gifts/lines.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "gifts/refusals.hpp"

namespace relais::gifts {

using base::Refusal;
using base::Result;

std::string version_of_lines(std::vector<PledgeLine> lines) {
  std::sort(lines.begin(), lines.end(), [](const auto& one, const auto& other) { return one.key < other.key; });
  const auto day = [](const std::optional<base::Day>& when) { return when ? base::iso_day(*when) : std::string(); };
  std::string text;
  for (const auto& line : lines)
    text += fmt::format("{} {} {} {} {} {} {}\n", line.key.kind.value, line.key.is_second_hand, line.quantity,
                        day(line.expected_from), day(line.expected_until),
                        line.for_whom.audience ? code_of(*line.for_whom.audience) : "", line.for_whom.departement);
  constexpr std::size_t digits = 16;
  return base::sha256_hex(text).substr(0, digits);
}

Result<LineKey> check_line(const Catalogue& catalogue, std::string_view kind_code, std::int64_t quantity,
                           bool is_second_hand) {
  const std::string code(kind_code);
  const auto* kind = catalogue.find_kind(kind_code);
  if (kind == nullptr) return Refusal(refused::kind_unknown, {code});
  if (quantity <= 0) return Refusal(refused::quantity_not_positive, {code, std::to_string(quantity)});
  if (quantity > quantity_max)
    return Refusal(refused::quantity_too_large, {code, std::to_string(quantity), std::to_string(quantity_max)});
  if (is_second_hand && kind->category != catalogue::Category::device)
    return Refusal(refused::second_hand_is_for_devices, {code});
  return LineKey{kind->id, is_second_hand};
}

Result<PledgeLine> check_pledge_line(const Catalogue& catalogue, const PledgeLineDraft& draft) {
  RELAIS_TRY(const auto key, check_line(catalogue, draft.kind_code, draft.quantity, draft.is_second_hand));
  if (draft.expected_from && draft.expected_until && *draft.expected_until < *draft.expected_from)
    return Refusal(refused::dates_reversed,
                   {draft.kind_code, base::iso_day(*draft.expected_from), base::iso_day(*draft.expected_until)});
  return PledgeLine{key, draft.quantity, draft.expected_from, draft.expected_until, draft.for_whom};
}

namespace {

LineKey key_of(const PledgeLine& line) { return line.key; }
LineKey key_of(const ReceiptLine& line) { return {line.kind, line.is_second_hand}; }

template <class Line>
Result<std::vector<Line>> sorted_once(const Catalogue& catalogue, std::vector<Line> lines) {
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return key_of(a) < key_of(b); });
  const auto twin = std::adjacent_find(lines.begin(), lines.end(),
                                       [](const Line& a, const Line& b) { return key_of(a) == key_of(b); });
  if (twin != lines.end()) return Refusal(refused::line_repeated, {catalogue.kind(key_of(*twin).kind).code});
  return lines;
}

}  // namespace

Result<std::vector<PledgeLine>> check_pledge_lines(const Catalogue& catalogue,
                                                   const std::vector<PledgeLineDraft>& drafts) {
  std::vector<PledgeLine> lines;
  for (const auto& draft : drafts) {
    RELAIS_TRY(auto line, check_pledge_line(catalogue, draft));
    lines.push_back(line);
  }
  return sorted_once(catalogue, std::move(lines));
}

Result<std::vector<ReceiptLine>> check_receipt_lines(const Catalogue& catalogue,
                                                     const std::vector<ReceiptLineDraft>& drafts) {
  std::vector<ReceiptLine> lines;
  for (const auto& draft : drafts) {
    RELAIS_TRY(const auto key, check_line(catalogue, draft.kind_code, draft.quantity, draft.is_second_hand));
    lines.push_back({key.kind, key.is_second_hand, draft.quantity, 0});
  }
  return sorted_once(catalogue, std::move(lines));
}

std::int64_t surplus_of(std::int64_t pledged, std::int64_t received_before, std::int64_t quantity) {
  const auto expected = std::max<std::int64_t>(pledged - received_before, 0);
  return std::max<std::int64_t>(quantity - expected, 0);
}

Progress progress_of(std::int64_t pledged, std::int64_t received, std::int64_t volume_gb) {
  return {.pledged = pledged,
          .received = received,
          .surplus = std::max<std::int64_t>(received - pledged, 0),
          .shortfall = std::max<std::int64_t>(pledged - received, 0),
          .pledged_gb = pledged * volume_gb,
          .received_gb = received * volume_gb};
}

Progress& operator+=(Progress& sum, const Progress& other) {
  sum.pledged += other.pledged;
  sum.received += other.received;
  sum.surplus += other.surplus;
  sum.shortfall += other.shortfall;
  sum.pledged_gb += other.pledged_gb;
  sum.received_gb += other.received_gb;
  return sum;
}

ledger::AccountKind account_for(bool is_second_hand) {
  return is_second_hand ? ledger::AccountKind::workshop : ledger::AccountKind::depot;
}

std::string_view code_of(PledgeState state) { return state == PledgeState::open ? "open" : "closed"; }

std::optional<PledgeState> parse_pledge_state(std::string_view code) {
  for (const auto state : {PledgeState::open, PledgeState::closed})
    if (code_of(state) == code) return state;
  return std::nullopt;
}

}  // namespace relais::gifts
