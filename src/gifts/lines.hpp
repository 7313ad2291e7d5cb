#pragma once
/// The rules of lines, apart from where they are kept.

#include <compare>

#include "gifts/gifts.hpp"
#include "ledger/ledger.hpp"

namespace relais::gifts {

/// Keeps sums of a whole programme far from the end of 64 bits.
inline constexpr std::int64_t quantity_max = 1'000'000'000;

/// What a line is about; unique in a pledge and in a receipt.
struct LineKey {
  KindId kind;
  bool is_second_hand = false;
  auto operator<=>(const LineKey&) const = default;
};

struct PledgeLine {
  LineKey key;
  std::int64_t quantity = 0;
  std::optional<base::Day> expected_from;
  std::optional<base::Day> expected_until;
  Earmark for_whom;
  bool operator==(const PledgeLine&) const = default;
};

/// The same for the same lines in any order.
std::string version_of_lines(std::vector<PledgeLine> lines);

/// Refuses  kind_unknown, quantity_not_positive, quantity_too_large, second_hand_is_for_devices.
base::Result<LineKey> check_line(const Catalogue& catalogue, std::string_view kind_code, std::int64_t quantity,
                                 bool is_second_hand);
/// Refuses  what check_line refuses, dates_reversed.
base::Result<PledgeLine> check_pledge_line(const Catalogue& catalogue, const PledgeLineDraft& draft);

/// In the order of their keys. Refuses  what check_pledge_line refuses, line_repeated.
base::Result<std::vector<PledgeLine>> check_pledge_lines(const Catalogue& catalogue,
                                                         const std::vector<PledgeLineDraft>& drafts);
/// In the order of their keys, without surplus. Refuses  what check_line refuses, line_repeated.
base::Result<std::vector<ReceiptLine>> check_receipt_lines(const Catalogue& catalogue,
                                                           const std::vector<ReceiptLineDraft>& drafts);

/// The part of `quantity` that the pledge no longer expects.
std::int64_t surplus_of(std::int64_t pledged, std::int64_t received_before, std::int64_t quantity);

Progress progress_of(std::int64_t pledged, std::int64_t received, std::int64_t volume_gb);
Progress& operator+=(Progress& sum, const Progress& other);

/// Where goods of a line go in the depot that receives them: no second-hand device is given without its erasure record,
/// so it waits in the workshop.
ledger::AccountKind account_for(bool is_second_hand);

}  // namespace relais::gifts
